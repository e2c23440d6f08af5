/**
 * Modules put together byte by byte (WebAssembly Core Specification 2.0, chapter 5): small enough to read, and so there is no
 * compiled file to keep in step with a source.
 */

export const I32 = 0x7f;
export const F32 = 0x7d;
export const F64 = 0x7c;
export const V128 = 0x7b;
const BLOCK_OF_NOTHING = 0x40;

/** Instructions, in any nesting. */
export type Code = readonly (number | Code)[];

export const range = (count: number): number[] =>
  Array.from({ length: count }, (_, index) => index);

/** Numbers without a sign as LEB128. */
export function unsigned(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  do {
    const low = rest & 0x7f;
    rest >>>= 7;
    bytes.push(rest > 0 ? low | 0x80 : low);
  } while (rest > 0);
  return bytes;
}

/** Small numbers of 0 and above as signed LEB128, which has one bit less a byte. */
function signed(value: number): number[] {
  const bytes = unsigned(value);
  const last = bytes.at(-1)!;
  return last & 0x40 ? [...bytes.slice(0, -1), last | 0x80, 0] : bytes;
}

export const get = (local: number): Code => [0x20, ...unsigned(local)];
export const set = (local: number): Code => [0x21, ...unsigned(local)];
export const tee = (local: number): Code => [0x22, ...unsigned(local)];
export const i32 = (value: number): Code => [0x41, ...signed(value)];
export const vector = (operation: number, ...rest: readonly number[]): Code => [
  0xfd,
  ...unsigned(operation),
  ...rest,
];
/** Alignment as a power of two, and an offset. */
export const place = (alignment: number, offset = 0): number[] => [alignment, ...unsigned(offset)];

export const ADD: Code = [0x6a];
export const SUBTRACT: Code = [0x6b];
export const MULTIPLY: Code = [0x6c];
export const SHIFT_LEFT: Code = [0x74];
export const IS_LESS: Code = [0x49];
export const IS_MORE: Code = [0x4b];
export const IS_AS_MUCH: Code = [0x4f];
export const IS_ZERO: Code = [0x45];
export const END: Code = [0x0b];

/** Of 16 bytes that need not begin at a multiple of 16. */
export const loadV128 = (offset = 0): Code => vector(0x00, ...place(0, offset));
export const storeV128 = (offset = 0): Code => vector(0x0b, ...place(0, offset));
export const ZEROS = vector(0x0c, ...new Array<number>(16).fill(0));
/** The number of a vector of four. */
export const lane = (index: number): Code => vector(0x1b, index);
export const ADD_I32X4 = vector(0xae);
export const IS_ANY = vector(0x53);

const again = (body: Code): Code => [0x03, BLOCK_OF_NOTHING, body, END];
/** Goes on with the loop of `repeat` where something else than 0 is left. */
export const repeat = (body: Code, isOnceMore: Code): Code => again([body, isOnceMore, [0x0d, 0]]);
/** Repeats `body` until `isDone` leaves something else than 0. */
export const until = (isDone: Code, body: Code): Code => [
  [0x02, BLOCK_OF_NOTHING],
  again([isDone, [0x0d, 1], body, [0x0c, 0]]),
  END,
];
/** Where something else than 0 is left. */
export const onlyIf = (body: Code): Code => [0x04, BLOCK_OF_NOTHING, body, END];

/** A function that a module exports. */
export interface Assembled {
  readonly name: string;
  readonly parameters: readonly number[];
  readonly results: readonly number[];
  /** After the parameters: how many of which type. */
  readonly locals: readonly (readonly [count: number, type: number])[];
  readonly body: Code;
}

/** What is known of the memory that a module imports as `memory` of `block`. */
export interface ImportedMemory {
  /** Pages of 64 KB that a shared one may grow to. */
  readonly sharedPages?: number;
}

export function assemble(
  functions: readonly Assembled[],
  { sharedPages }: ImportedMemory = {},
): Uint8Array<ArrayBuffer> {
  const limits = sharedPages === undefined ? [0, 1] : [3, 1, ...unsigned(sharedPages)];
  const types = functions.map(({ parameters, results }) => [
    0x60,
    ...counted(parameters.map((type) => [type])),
    ...counted(results.map((type) => [type])),
  ]);
  const bodies = functions.map(({ locals, body }) => {
    const declared = counted(locals.map(([count, type]) => [...unsigned(count), type]));
    const code = flat([declared, body, END]);
    return [...unsigned(code.length), ...code];
  });
  return Uint8Array.from([
    ...[0x00, ...ascii('asm'), 1, 0, 0, 0],
    ...section(1, counted(types)),
    ...section(2, [1, ...name('block'), ...name('memory'), 2, ...limits]),
    ...section(3, counted(functions.map((_, index) => unsigned(index)))),
    ...section(7, counted(functions.map((of, index) => [...name(of.name), 0, ...unsigned(index)]))),
    ...section(10, counted(bodies)),
  ]);
}

const counted = (items: readonly (readonly number[])[]): number[] => [
  ...unsigned(items.length),
  ...items.flat(),
];

const section = (id: number, bytes: readonly number[]): number[] => [
  id,
  ...unsigned(bytes.length),
  ...bytes,
];

const ascii = (text: string): number[] => [...text].map((letter) => letter.charCodeAt(0));
const name = (text: string): number[] => [text.length, ...ascii(text)];
const flat = (code: Code): number[] =>
  code.flatMap((part) => (typeof part === 'number' ? [part] : flat(part)));
