import { WORKING_SIDE_PX } from '../picture-limits.js';
import { EndOfBytes, type Reader } from './byte-reader.js';
import type { Cost } from './cost.js';

const START_OF_SCAN = 0xda;
const END_OF_IMAGE = 0xd9;
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
  const scans = countScans(reader.bytes, frame.end);
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
  /** Where the next segment begins. */
  readonly end: number;
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
    at = behind(reader, at);
  }
}

/** Where the segment ends whose marker is at `at`. */
const behind = (reader: Reader, at: number): number => at + 2 + Math.max(2, reader.uint16(at + 2));

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
    end: behind(reader, at),
    width: reader.uint16(at + 7),
    height: reader.uint16(at + 5),
    components,
    samplesAPixel: factors.reduce((sum, { across, down }) => sum + (across * down) / area, 0),
  };
}

/**
 * The scans up to the end of the picture: what phones append, such as a short video, is never decoded.
 *
 * @param from behind the frame
 */
function countScans(bytes: Uint8Array, from: number): number {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let scans = 0;
  for (let at = file.indexOf(0xff, from); at >= 0 && at + 1 < file.length;) {
    const marker = file[at + 1]!;
    if (marker === END_OF_IMAGE) break;
    if (marker === START_OF_SCAN) scans++;
    const length = standsAlone(marker) || at + 3 >= file.length ? 0 : file.readUInt16BE(at + 2);
    // The second of two 0xff may begin the next marker.
    at = file.indexOf(0xff, marker === 0xff ? at + 1 : at + 2 + length);
  }
  return scans;
}

/** Bytes of a scan that look like a marker, restarts, and others without a length. */
const standsAlone = (marker: number): boolean =>
  marker <= 0x01 || marker === 0xff || (marker >= 0xd0 && marker <= 0xd8);
