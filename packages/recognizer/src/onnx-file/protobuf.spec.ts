import { describe, expect, it } from '@jest/globals';
import { ascii, bytesField, fieldsOf, joined, numberOf, varint, varintField } from './protobuf.js';

describe('fieldsOf', () => {
  it('finds each field, and the fields give the message', () => {
    const fixed = [
      Uint8Array.of(3 * 8 + 5, 1, 2, 3, 4),
      Uint8Array.of(4 * 8 + 1, 1, 2, 3, 4, 5, 6, 7, 8),
    ];
    const message = joined([
      ...[varintField(1, 300), bytesField(20, ascii('layer')), ...fixed],
      bytesField(5, new Uint8Array(200).fill(7)),
    ]);
    const fields = fieldsOf(message);
    expect(fields.map(({ number, wire }) => [number, wire])).toEqual([
      [1, 0],
      [20, 2],
      [3, 5],
      [4, 1],
      [5, 2],
    ]);
    expect(numberOf(fields[0]!.value)).toBe(300);
    expect(fields[1]!.value).toEqual(ascii('layer'));
    expect(fields[4]!.value).toEqual(new Uint8Array(200).fill(7));
    expect(joined(fields.map(({ whole }) => whole))).toEqual(message);
  });

  it.each([
    ['a length beyond the end', [0x0a, 5, 1]],
    ['a number without an end', [0x08, 0x80]],
    ['a group, which is no more', [0x0b]],
  ])('refuses %s', (_, bytes) => {
    expect(() => fieldsOf(Uint8Array.from(bytes))).toThrow(RangeError);
  });
});

it.each([0, 1, 127, 128, 16_383, 16_384, 2 ** 32, 2 ** 53 - 1])('writes and reads %i', (number) => {
  expect(numberOf(varint(number))).toBe(number);
});
