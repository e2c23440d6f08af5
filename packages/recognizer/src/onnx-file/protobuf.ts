/*
 * As much of protobuf's wire format as it takes to change a part of a file and leave the rest as it is:
 * https://protobuf.dev/programming-guides/encoding
 */

/** How a field's value is written. */
export const WIRE = { varint: 0, fixed64: 1, bytes: 2, fixed32: 5 } as const;

/** A field as it lies in a message. */
export interface Field {
  readonly number: number;
  readonly wire: number;
  /** Tag and value. */
  readonly whole: Uint8Array;
  /** The value's bytes, without their length; a varint as it is written. */
  readonly value: Uint8Array;
}

/**
 * The fields of a message, in their order.
 *
 * @throws RangeError where the bytes are no message
 */
export function fieldsOf(message: Uint8Array): Field[] {
  const fields: Field[] = [];
  let at = 0;
  while (at < message.length) {
    const start = at;
    const tag = varintAt(message, at);
    at = tag.end;
    const wire = tag.value % 8;
    let from = at;
    if (wire === WIRE.varint) at = varintAt(message, at).end;
    else if (wire === WIRE.fixed64) at += 8;
    else if (wire === WIRE.fixed32) at += 4;
    else if (wire === WIRE.bytes) {
      const length = varintAt(message, at);
      from = length.end;
      at = from + length.value;
    } else throw new RangeError(`There is no field of wire type ${wire}.`);
    if (at > message.length) throw new RangeError('A field ends behind its message.');
    fields.push({
      ...{ number: Math.floor(tag.value / 8), wire },
      ...{ whole: message.subarray(start, at), value: message.subarray(from, at) },
    });
  }
  return fields;
}

/** A whole number as it is written, up to 2^53. */
export function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 128) {
    bytes.push((rest % 128) + 128);
    rest = Math.floor(rest / 128);
  }
  return Uint8Array.from([...bytes, rest]);
}

/** The number that a varint's bytes stand for. */
export const numberOf = (bytes: Uint8Array): number => varintAt(bytes, 0).value;

export const varintField = (number: number, value: number): Uint8Array =>
  joined([varint(number * 8 + WIRE.varint), varint(value)]);

export const bytesField = (number: number, value: Uint8Array): Uint8Array =>
  joined([varint(number * 8 + WIRE.bytes), varint(value.length), value]);

/** Of characters below 128. */
export const ascii = (text: string): Uint8Array =>
  Uint8Array.from(text, (character) => character.charCodeAt(0));

export function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function varintAt(bytes: Uint8Array, from: number): { value: number; end: number } {
  let value = 0;
  let factor = 1;
  for (let at = from; at < bytes.length; at++) {
    const byte = bytes[at]!;
    value += (byte % 128) * factor;
    if (byte < 128) return { value, end: at + 1 };
    factor *= 128;
  }
  throw new RangeError('A number ends behind its message.');
}
