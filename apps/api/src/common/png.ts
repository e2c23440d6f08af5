import { base64Of } from './base64.js';
import { crc32, deflateSync } from 'node:zlib';

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const GREY = 0;

function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  body.copy(framed, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}

/** How pixels become the stream of an `IDAT` chunk. */
type Compress = (rows: Buffer) => Uint8Array;

const deflated: Compress = (rows) => deflateSync(rows, { level: 4 });

/** As one block that is stored as it is (RFC 1950, RFC 1951). */
const stored: Compress = (rows) => {
  const stream = Buffer.alloc(rows.length + 11);
  // Deflate with a window of 32 kB; then: the last block, not compressed.
  stream.set([0x78, 0x01, 0x01]);
  stream.writeUInt16LE(rows.length, 3);
  stream.writeUInt16LE(~rows.length & 0xffff, 5);
  rows.copy(stream, 7);
  stream.writeUInt32BE(adler32(rows), rows.length + 7);
  return stream;
};

/** Of at most some megabytes: for more the sums would have to be reduced on the way. */
function adler32(bytes: Uint8Array): number {
  let [a, b] = [1, 0];
  for (const byte of bytes) {
    a += byte;
    b += a;
  }
  return (((b % 65521) << 16) | (a % 65521)) >>> 0;
}

type Pixels = Uint8Array | Uint8ClampedArray;

/**
 * A picture of one channel, 0 black to 255 white, as PNG. Own code, because it runs for each answer: a trip
 * through sharp's threads takes many times as long.
 */
export const greyPng = (pixels: Pixels, width: number, height: number): Buffer =>
  write(pixels, width, height, deflated);

/**
 * The same not compressed, a kilobyte for a glyph instead of a third of one, in a fifth of the time: for
 * an answer that has one or two, while others wait.
 *
 * @throws RangeError for more than 65,535 bytes
 */
export const quickGreyPng = (pixels: Pixels, width: number, height: number): Buffer =>
  write(pixels, width, height, stored);

function write(pixels: Pixels, width: number, height: number, compress: Compress): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = 8;
  header[9] = GREY;
  // Each row starts with its filter; 0 is none.
  const rows = Buffer.alloc((width + 1) * height);
  for (let row = 0; row < height; row++) {
    rows.set(pixels.subarray(row * width, (row + 1) * width), row * (width + 1) + 1);
  }
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('IDAT', compress(rows)),
    chunk('IEND', new Uint8Array(0)),
  ]);
}

export const dataUrl = (mediaType: string, bytes: Uint8Array): string =>
  `data:${mediaType};base64,${base64Of(bytes)}`;

export const greyPngUrl = (pixels: Pixels, width: number, height: number): string =>
  dataUrl('image/png', greyPng(pixels, width, height));
