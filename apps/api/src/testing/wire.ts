/** Writes and takes apart messages of protocol buffers, see https://protobuf.dev/programming-guides/encoding/. */

export interface Field {
  readonly number: number;
  readonly body: Buffer;
  /** As it stands in its message. */
  readonly whole: Buffer;
}

/** Fields with a length, and the others as they are, under their numbers. */
export function fieldsOf(message: Uint8Array): Field[] {
  const bytes = Buffer.from(message);
  const fields: Field[] = [];
  let at = 0;
  const varint = (): number => {
    for (let [value, scale] = [0, 1]; ; scale *= 128) {
      const byte = bytes[at++];
      if (byte === undefined) throw new RangeError('This is no message of a protocol buffer.');
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
  };
  while (at < bytes.length) {
    const start = at;
    const key = varint();
    const kind = key % 8;
    // Kinds of a fixed size don't occur in what is read here.
    const length = kind === 2 ? varint() : (varint(), 0);
    const body = bytes.subarray(at, at + length);
    at += length;
    fields.push({ number: Math.floor(key / 8), body, whole: bytes.subarray(start, at) });
  }
  return fields;
}

export const field = (number: number, body: Uint8Array | string): Buffer => {
  const bytes = Buffer.from(body as string);
  return Buffer.concat([varintOf(number * 8 + 2), varintOf(bytes.length), bytes]);
};

export const wholeField = (number: number, value: number): Buffer =>
  Buffer.concat([varintOf(number * 8), varintOf(value)]);

function varintOf(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  return Buffer.from([...bytes, rest]);
}
