/** How the samples of a TIFF are stored. */
export interface TiffOptions {
  readonly bits: number;
  readonly kind?: 'whole' | 'floating';
  /** As files of more than 4 GB are. */
  readonly isBig?: boolean;
}

const [SHORT, LONG] = [3, 4];

/** An uncompressed grey TIFF, with its least significant bytes first. */
export function writeTiff(
  width: number,
  height: number,
  values: readonly number[],
  { bits, kind = 'whole', isBig = false }: TiffOptions,
): Buffer {
  const bytes = Math.ceil(bits / 8);
  const data = Buffer.alloc(values.length * bytes);
  for (const [index, value] of values.entries()) {
    const at = index * bytes;
    if (kind === 'whole') data.writeUIntLE(value, at, Math.min(6, bytes));
    else if (bits === 16) data.writeUInt16LE(halfOf(value), at);
    else if (bits === 32) data.writeFloatLE(value, at);
    else data.writeDoubleLE(value, at);
  }
  const dataAt = isBig ? 16 : 8;
  const tags = [
    [256, SHORT, width],
    [257, SHORT, height],
    [258, SHORT, bits],
    // Not compressed; black is 0; one sample a pixel.
    [259, SHORT, 1],
    [262, SHORT, 1],
    [273, LONG, dataAt],
    [277, SHORT, 1],
    [278, SHORT, height],
    [279, LONG, data.length],
    [339, SHORT, kind === 'whole' ? 1 : 3],
  ] as const;
  const pointer = (value: number): Buffer => numberOf(value, isBig ? 8 : 4);
  const header = isBig ? [numberOf(43, 2), numberOf(8, 2), numberOf(0, 2)] : [numberOf(42, 2)];
  return Buffer.concat([
    Buffer.from('II'),
    ...header,
    pointer(dataAt + data.length),
    data,
    numberOf(tags.length, isBig ? 8 : 2),
    ...tags.flatMap(([tag, type, value]) => [
      numberOf(tag, 2),
      numberOf(type, 2),
      pointer(1),
      pointer(value),
    ]),
    pointer(0),
  ]);
}

function numberOf(value: number, bytes: 2 | 4 | 8): Buffer {
  const number = Buffer.alloc(bytes);
  number.writeUIntLE(value, 0, Math.min(4, bytes));
  return number;
}

/** IEEE 754 binary16 of a number from 2^-14 to 65504, or of 0; cut, not rounded. */
function halfOf(value: number): number {
  if (value === 0) return 0;
  const exponent = Math.floor(Math.log2(value));
  return ((exponent + 15) << 10) | Math.floor((value / 2 ** exponent - 1) * 1024);
}
