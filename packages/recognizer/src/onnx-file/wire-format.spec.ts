import { describe, expect, it } from '@jest/globals';
import { ascii, delimited, joinBytes, wholeField, wireFields } from './wire-format.js';

describe('wireFields', () => {
  it('finds each field, and the fields give the message', () => {
    const fixed = [
      Uint8Array.of(3 * 8 + 5, 1, 2, 3, 4),
      Uint8Array.of(4 * 8 + 1, 1, 2, 3, 4, 5, 6, 7, 8),
    ];
    const message = joinBytes([
      ...[wholeField(1, 300), delimited(20, ascii('layer')), ...fixed],
      delimited(5, new Uint8Array(200).fill(7)),
    ]);
    const fields = [...wireFields(message)];
    expect(fields.map(({ number, kind }) => [number, kind])).toEqual([
      [1, 0],
      [20, 2],
      [3, 5],
      [4, 1],
      [5, 2],
    ]);
    expect(fields[0]!.value).toBe(300);
    expect(fields[1]!.bytes).toEqual(ascii('layer'));
    expect(fields[4]!.bytes).toEqual(new Uint8Array(200).fill(7));
    expect(joinBytes(fields.map(({ whole }) => whole))).toEqual(message);
  });

  it.each([
    ['a length beyond the end', [0x0a, 5, 1]],
    ['a number without an end', [0x08, 0x80]],
    ['a group, which is no more', [0x0b]],
  ])('refuses %s', (_, bytes) => {
    expect(() => [...wireFields(Uint8Array.from(bytes))]).toThrow(RangeError);
  });
});

it.each([0, 1, 127, 128, 16_383, 16_384, 2 ** 32, 2 ** 53 - 1])('writes and reads %i', (number) => {
  expect([...wireFields(wholeField(1, number))].map(({ value }) => value)).toEqual([number]);
});
