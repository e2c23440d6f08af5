/** The largest number that 16 bits hold. */
export const LARGEST_FLOAT16 = 65_504;

const bits = new Uint32Array(1);
const float = new Float32Array(bits.buffer);

/**
 * The 16 bits of IEEE 754 that come nearest to a number, ties to the even one; beyond the largest, infinity.
 */
export function float16Bits(value: number): number {
  float[0] = value;
  const from = bits[0]!;
  const sign = (from >>> 16) & 0x8000;
  const rest = from & 0x7fff_ffff;
  // Not a number, or beyond what rounds to the largest.
  if (rest > 0x7f80_0000) return sign | 0x7e00;
  if (rest >= 0x477f_f000) return sign | 0x7c00;
  // Below 2^-14 there are fewer digits: as many as a sum with 0.5 leaves, which rounds as it should.
  if (rest < 0x3880_0000) {
    float[0] = Math.abs(value) + 0.5;
    return sign | (bits[0]! - 0x3f00_0000);
  }
  const odd = (rest >>> 13) & 1;
  return sign | ((rest - 0x3800_0000 + 0xfff + odd) >>> 13);
}

/** Numbers one behind the other, little-endian. */
export function float16Bytes(values: Float32Array): Uint8Array {
  const halves = new Uint16Array(values.length);
  for (let at = 0; at < values.length; at++) halves[at] = float16Bits(values[at]!);
  return new Uint8Array(halves.buffer);
}
