import { ImportFileError } from '../import-file.js';

/** Y. LeCun, C. Cortes, C. Burges: "The MNIST database of handwritten digits", its file format. */
const TYPES: Readonly<Record<number, number>> = { 0x08: 1, 0x0b: 2, 0x0c: 4 };

export const BYTES = 0x08;
export const INTEGERS = 0x0c;

/** What a file of numbers says of itself. */
export interface IdxHeader {
  readonly type: number;
  /** Bytes of one number. */
  readonly width: number;
  /** Numbers along each dimension. */
  readonly shape: readonly number[];
  /** Where the numbers begin. */
  readonly length: number;
}

/** Of a file of three dimensions. */
export const HEADER_BYTES = 16;

/**
 * @param start the first bytes of a file
 * @returns `undefined` when it is no IDX file
 * @throws ImportFileError when its numbers are of a kind that no data set of characters has
 */
export function readIdxHeader(start: Buffer, name: string): IdxHeader | undefined {
  if (start.length < 8 || start[0] !== 0 || start[1] !== 0) return undefined;
  const [type, dimensions] = [start[2]!, start[3]!];
  if (dimensions < 1 || dimensions > 3 || start.length < 4 + 4 * dimensions) return undefined;
  const width = TYPES[type];
  if (width === undefined) {
    throw new ImportFileError(
      `"${name}" has numbers of type 0x${type.toString(16)}. Save them as unsigned bytes.`,
    );
  }
  const shape = Array.from({ length: dimensions }, (_, at) => start.readUInt32BE(4 + 4 * at));
  return { type, width, shape, length: 4 + 4 * dimensions };
}

/** The header of a file of such numbers. */
export function idxHeader(type: number, shape: readonly number[]): Buffer {
  const header = Buffer.alloc(4 + 4 * shape.length);
  header[2] = type;
  header[3] = shape.length;
  shape.forEach((size, at) => header.writeUInt32BE(size, 4 + 4 * at));
  return header;
}
