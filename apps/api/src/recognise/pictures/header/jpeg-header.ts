import { WORKING_SIDE_PX } from '../picture-limits.js';
import { EndOfBytes, type Reader } from './byte-reader.js';
import type { Cost } from './cost.js';

const START_OF_SCAN = 0xda;
const PROGRESSIVE = 0xc2;

/** A progressive JPEG's coefficients take two bytes each. */
const COEFFICIENT_BYTES = 2;

/** Decoders reduce by up to this on the way, at no cost. */
const MOST_SHRINK = 8;

/** ITU-T T.81, annex B: the frame's marker tells the size, each scan has one of its own. */
export function jpegHeader(reader: Reader): Cost {
  const frame = findFrame(reader);
  const { width, height } = frame;
  const pixels = width * height;
  const scans = countScans(reader.bytes);
  // Scans of single components go over parts of the picture: more than one is held as coefficients.
  const isHeld = frame.marker === PROGRESSIVE || scans > frame.components;
  const shrink = Math.min(MOST_SHRINK, Math.max(1, Math.max(width, height) / WORKING_SIDE_PX));
  return {
    width,
    height,
    decodedBytes: (pixels * frame.components) / shrink ** 2,
    heldBytes: isHeld ? pixels * frame.samplesAPixel * COEFFICIENT_BYTES : 0,
    pixelPasses: pixels * Math.max(1, isHeld ? scans : 1),
  };
}

interface Frame {
  readonly marker: number;
  readonly width: number;
  readonly height: number;
  readonly components: number;
  /** Of all components, fewer where colour is stored at half the size. */
  readonly samplesAPixel: number;
}

function findFrame(reader: Reader): Frame {
  let at = 2;
  for (;;) {
    if (reader.uint8(at) !== 0xff) throw new EndOfBytes('no marker where one should be');
    const marker = reader.uint8(at + 1);
    if (marker === 0xff) {
      at++;
      continue;
    }
    if (isFrame(marker)) return readFrame(reader, at, marker);
    if (marker === START_OF_SCAN) throw new EndOfBytes('a scan before the frame');
    at += 2 + Math.max(2, reader.uint16(at + 2));
  }
}

/** SOF0 to SOF15 but tables of Huffman codes, arithmetic conditioning and an extension. */
const isFrame = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);

function readFrame(reader: Reader, at: number, marker: number): Frame {
  const components = reader.uint8(at + 9);
  const factors = Array.from({ length: components }, (_, index) => {
    const both = reader.uint8(at + 11 + index * 3);
    return { across: both >> 4, down: both & 15 };
  });
  const most = (values: readonly number[]): number => Math.max(1, ...values);
  const area = most(factors.map(({ across }) => across)) * most(factors.map(({ down }) => down));
  return {
    marker,
    width: reader.uint16(at + 7),
    height: reader.uint16(at + 5),
    components,
    samplesAPixel: factors.reduce((sum, { across, down }) => sum + (across * down) / area, 0),
  };
}

/** Entropy-coded data never has this marker; a thumbnail in the metadata has one or two, which counts little. */
function countScans(bytes: Uint8Array): number {
  const marker = Buffer.from([0xff, START_OF_SCAN]);
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let scans = 0;
  for (let at = file.indexOf(marker); at >= 0; at = file.indexOf(marker, at + 2)) scans++;
  return scans;
}
