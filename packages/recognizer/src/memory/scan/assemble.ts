/**
 * The module that scans memory, put together byte by byte (WebAssembly Core Specification 2.0, chapter 5):
 * small enough to read, and so there is no compiled file to keep in step with a source.
 */

const I32 = 0x7f;
const F32 = 0x7d;
const V128 = 0x7b;
const BLOCK_OF_NOTHING = 0x40;

type Code = readonly (number | Code)[];

/** Numbers without a sign as LEB128. */
function unsigned(value: number): number[] {
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

const get = (local: number): Code => [0x20, ...unsigned(local)];
const set = (local: number): Code => [0x21, ...unsigned(local)];
const tee = (local: number): Code => [0x22, ...unsigned(local)];
const i32 = (value: number): Code => [0x41, ...signed(value)];
const vector = (operation: number, ...rest: readonly number[]): Code => [
  0xfd,
  ...unsigned(operation),
  ...rest,
];
/** Alignment as a power of two, and an offset. */
const place = (alignment: number, offset = 0): number[] => [alignment, ...unsigned(offset)];

const ADD: Code = [0x6a];
const MULTIPLY: Code = [0x6c];
const SHIFT_LEFT: Code = [0x74];
const IS_LESS: Code = [0x49];
const IS_MORE: Code = [0x4b];
const IS_AS_MUCH: Code = [0x4f];
const F32_IS_MORE: Code = [0x5e];
const F32_MULTIPLY: Code = [0x94];
const F32_OF_I32: Code = [0xb2];
const END: Code = [0x0b];

const LOAD_V128 = vector(0x00, ...place(4));
const LOAD_8_BYTES_AS_I16 = vector(0x01, ...place(3));
const ZEROS = vector(0x0c, ...new Array<number>(16).fill(0));
const lane = (index: number): Code => vector(0x1b, index);
const ADD_I32X4 = vector(0xae);
const DOT_I16X8 = vector(0xba);

const again = (body: Code): Code => [0x03, BLOCK_OF_NOTHING, body, END];
/** Repeats `body` until `isDone` leaves something else than 0. */
const until = (isDone: Code, body: Code): Code => [
  [0x02, BLOCK_OF_NOTHING],
  again([isDone, [0x0d, 1], body, [0x0c, 0]]),
  END,
];
const onlyIf = (body: Code): Code => [0x04, BLOCK_OF_NOTHING, body, END];

/** Rows at a time: each number of the query is loaded once for all of them. */
const ROWS_AT_ONCE = 4;

// Parameters, then locals.
const [ROWS, COUNT, SIZE, QUERY, SCALES, FLOOR, FOUND] = [0, 1, 2, 3, 4, 5, 6];
const [ROW, AT, FOUND_COUNT, SCORE] = [7, 8, 9, 10];
const SUMS = 11;
const OF_QUERY = SUMS + ROWS_AT_ONCE;

/** The dot products of the query with some rows, into `SUMS`. */
const multiply = (rows: number): Code => [
  range(rows).map((row) => [ZEROS, set(SUMS + row)]),
  i32(0),
  set(AT),
  again([
    [get(QUERY), get(AT), i32(1), SHIFT_LEFT, ADD, LOAD_V128, set(OF_QUERY)],
    range(rows).map((row) => [
      get(SUMS + row),
      [get(ROWS), get(SIZE), i32(row), MULTIPLY, ADD, get(AT), ADD, LOAD_8_BYTES_AS_I16],
      [get(OF_QUERY), DOT_I16X8, ADD_I32X4, set(SUMS + row)],
    ]),
    [get(AT), i32(8), ADD, tee(AT), get(SIZE), IS_LESS, 0x0d, 0],
  ]),
];

/** Notes a row and its score where that is above the floor. */
const note = (row: number): Code => [
  range(4).map((index) => [get(SUMS + row), lane(index)]),
  [ADD, ADD, ADD, F32_OF_I32],
  [get(SCALES), get(ROW), i32(2), SHIFT_LEFT, ADD, 0x2a, ...place(2, 4 * row), F32_MULTIPLY],
  [tee(SCORE), get(FLOOR), F32_IS_MORE],
  onlyIf([
    [get(FOUND), get(FOUND_COUNT), i32(3), SHIFT_LEFT, ADD],
    [get(ROW), i32(row), ADD, 0x36, ...place(2)],
    [get(FOUND), get(FOUND_COUNT), i32(3), SHIFT_LEFT, ADD],
    [get(SCORE), 0x38, ...place(2, 4)],
    [get(FOUND_COUNT), i32(1), ADD, set(FOUND_COUNT)],
  ]),
];

const step = (rows: number): Code => [
  multiply(rows),
  range(rows).map(note),
  [get(ROW), i32(rows), ADD, set(ROW)],
  [get(ROWS), get(SIZE), i32(rows), MULTIPLY, ADD, set(ROWS)],
];

const body = (): Code => [
  until([get(ROW), i32(ROWS_AT_ONCE), ADD, get(COUNT), IS_MORE], step(ROWS_AT_ONCE)),
  until([get(ROW), get(COUNT), IS_AS_MUCH], step(1)),
  get(FOUND_COUNT),
  END,
];

const LOCALS: Code = [3, 3, I32, 1, F32, ROWS_AT_ONCE + 1, V128];

/** Pages of 64 KB that a memory can have. */
export const MOST_PAGES = 65_536;

/**
 * `scan(rows, count, size, query, scales, floor, found)`, see `ScanKernel`, on the memory that is imported
 * as `memory` of `block`.
 *
 * @param isShared whether that memory is
 */
export function assembleScan(isShared: boolean): Uint8Array<ArrayBuffer> {
  const limits = isShared ? [3, 1, ...unsigned(MOST_PAGES)] : [0, 1];
  const code = flat([LOCALS, body()]);
  return Uint8Array.from([
    ...[0x00, ...ascii('asm'), 1, 0, 0, 0],
    ...section(1, [1, 0x60, 7, I32, I32, I32, I32, I32, F32, I32, 1, I32]),
    ...section(2, [1, ...name('block'), ...name('memory'), 2, ...limits]),
    ...section(3, [1, 0]),
    ...section(7, [1, ...name('scan'), 0, 0]),
    ...section(10, [1, ...unsigned(code.length), ...code]),
  ]);
}

const section = (id: number, bytes: readonly number[]): number[] => [
  id,
  ...unsigned(bytes.length),
  ...bytes,
];

const ascii = (text: string): number[] => [...text].map((letter) => letter.charCodeAt(0));
const name = (text: string): number[] => [text.length, ...ascii(text)];
const range = (count: number): number[] => Array.from({ length: count }, (_, index) => index);
const flat = (code: Code): number[] =>
  code.flatMap((part) => (typeof part === 'number' ? [part] : flat(part)));
