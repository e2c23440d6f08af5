/** One field of a protocol buffer: whole numbers as they are, everything else as its bytes. */
export interface WireField {
  readonly number: number;
  /** How its value is written: 0 as a varint, 1 and 5 with 8 and 4 bytes, 2 with their length before them. */
  readonly kind: number;
  /** Of a varint; `undefined` for what has bytes. */
  readonly value: number | undefined;
  readonly bytes: Uint8Array;
  /** As it stands in its message. */
  readonly whole: Uint8Array;
}

const VARINT = 0;
const FIXED_64 = 1;
const DELIMITED = 2;
const FIXED_32 = 5;
const NOTHING = new Uint8Array();

/**
 * The fields of a message in their order, see https://protobuf.dev/programming-guides/encoding/. Nothing is copied.
 *
 * @throws RangeError when the bytes are no protocol buffer
 */
export function* wireFields(message: Uint8Array): Generator<WireField> {
  const reader = { message, at: 0 };
  while (reader.at < message.length) {
    const start = reader.at;
    const key = readVarint(reader);
    const number = Math.floor(key / 8);
    const kind = key % 8;
    const value = kind === VARINT ? readVarint(reader) : undefined;
    const bytes = kind === VARINT ? NOTHING : readBytes(reader, lengthOf(kind, reader));
    yield { number, kind, value, bytes, whole: message.subarray(start, reader.at) };
  }
}

interface Reader {
  readonly message: Uint8Array;
  at: number;
}

function lengthOf(kind: number, reader: Reader): number {
  if (kind === DELIMITED) return readVarint(reader);
  if (kind === FIXED_32) return 4;
  if (kind === FIXED_64) return 8;
  throw new RangeError(`There is no kind ${kind} of field in a protocol buffer.`);
}

/** Exact up to 2^53; nothing that is read here is larger, or below 0. */
function readVarint(reader: Reader): number {
  let value = 0;
  for (let scale = 1; ; scale *= 128) {
    const byte = reader.message[reader.at++];
    if (byte === undefined) throw cutShort();
    value += (byte & 127) * scale;
    if (byte < 128) return value;
  }
}

function readBytes(reader: Reader, length: number): Uint8Array {
  const end = reader.at + length;
  if (end > reader.message.length) throw cutShort();
  const bytes = reader.message.subarray(reader.at, end);
  reader.at = end;
  return bytes;
}

const cutShort = (): RangeError => new RangeError('The protocol buffer is cut short.');

/** Repeated whole numbers of a field, packed or one by one. */
export function wholeNumbers({ value, bytes }: WireField): number[] {
  if (value !== undefined) return [value];
  const reader = { message: bytes, at: 0 };
  const values: number[] = [];
  while (reader.at < bytes.length) values.push(readVarint(reader));
  return values;
}

/** A field with bytes, as it stands in a message. */
export function delimited(number: number, bytes: Uint8Array): Uint8Array {
  const head = [...varint(number * 8 + DELIMITED), ...varint(bytes.length)];
  return joinBytes([Uint8Array.from(head), bytes]);
}

/** A whole number of at least 0, as it stands in a message. */
export const wholeField = (number: number, value: number): Uint8Array =>
  Uint8Array.from([...varint(number * 8 + VARINT), ...varint(value)]);

function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  return [...bytes, rest];
}

export function joinBytes(parts: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

/** Of characters below 128. */
export const ascii = (text: string): Uint8Array =>
  Uint8Array.from(text, (character) => character.charCodeAt(0));
