import { describe, expect, it } from '@jest/globals';
import { float16Bits, float16Bytes } from './float16.js';

/** By the definition of IEEE 754. */
function valueOf(half: number): number {
  const sign = half & 0x8000 ? -1 : 1;
  const exponent = (half >> 10) & 31;
  const fraction = half & 1023;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
  return exponent === 0
    ? sign * fraction * 2 ** -24
    : sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** All finite ones, from 0 up. */
const HALVES = Array.from({ length: 0x7c00 }, (_, half) => half);

describe('float16Bits', () => {
  it('keeps what 16 bits hold, of either sign', () => {
    expect(HALVES.map((half) => float16Bits(valueOf(half)))).toEqual(HALVES);
    expect(HALVES.map((half) => float16Bits(-valueOf(half)) & 0x7fff)).toEqual(HALVES);
    expect(HALVES.every((half) => float16Bits(-valueOf(half)) >= 0x8000)).toBe(true);
  });

  it('rounds to the nearest, and ties to the even one', () => {
    const below = HALVES.slice(0, -1);
    const between = (half: number, share: number): number =>
      valueOf(half) + (valueOf(half + 1) - valueOf(half)) * share;
    const rounded = (share: number): number[] =>
      below.map((half) => float16Bits(between(half, share)));
    expect(rounded(0.4)).toEqual(below);
    expect(rounded(0.6)).toEqual(below.map((half) => half + 1));
    expect(rounded(0.5)).toEqual(below.map((half) => (half % 2 === 0 ? half : half + 1)));
  });

  it('makes infinity of what is beyond the largest', () => {
    expect([65_519, 65_520, 1e38, Infinity].map(float16Bits)).toEqual([
      0x7bff, 0x7c00, 0x7c00, 0x7c00,
    ]);
    expect(float16Bits(-1e38)).toBe(0xfc00);
    expect(valueOf(float16Bits(NaN))).toBeNaN();
  });
});

it('float16Bytes are little-endian', () => {
  expect([...float16Bytes(Float32Array.of(1, -2))]).toEqual([0x00, 0x3c, 0x00, 0xc0]);
});
