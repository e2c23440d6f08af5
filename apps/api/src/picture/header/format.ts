import { textOf } from './byte-reader.js';

export type PictureFormat = 'png' | 'jpeg' | 'webp' | 'gif' | 'tiff' | 'avif' | 'bmp';

/** What stands before a picture by accident: byte order marks, blanks and line ends. */
const MARKS: readonly (readonly number[])[] = [[0xef, 0xbb, 0xbf], [0x20], [0x09], [0x0a], [0x0d]];

/** More of it is no accident. */
const MOST_LEADING_BYTES = 1024;

/** The file without what stands before a picture by accident; as it is where none follows. */
export function withoutLeadingMarks(bytes: Uint8Array): Uint8Array {
  let start = 0;
  while (start < MOST_LEADING_BYTES) {
    const mark = MARKS.find((values) => values.every((value, at) => bytes[start + at] === value));
    if (!mark) break;
    start += mark.length;
  }
  const rest = bytes.subarray(start);
  return start > 0 && formatOf(rest) ? rest : bytes;
}

export function formatOf(bytes: Uint8Array): PictureFormat | undefined {
  const starts = (text: string, at = 0): boolean => textOf(bytes, at, text.length) === text;
  if (starts('\x89PNG')) return 'png';
  if (starts('\xff\xd8\xff')) return 'jpeg';
  if (starts('RIFF') && starts('WEBP', 8)) return 'webp';
  if (starts('GIF87a') || starts('GIF89a')) return 'gif';
  if (['II*\0', 'MM\0*', 'II+\0', 'MM\0+'].some((magic) => starts(magic))) return 'tiff';
  if (starts('ftyp', 4)) return isAvif(bytes) ? 'avif' : undefined;
  return starts('BM') ? 'bmp' : undefined;
}

/** HEIC has the same boxes, with pictures that only licensed decoders read. */
const BRANDS_AT = 8;
const BRANDS_SEARCHED = 128;

const brands = (bytes: Uint8Array): string => textOf(bytes, BRANDS_AT, BRANDS_SEARCHED);

const isAvif = (bytes: Uint8Array): boolean => /avi[fso]/.test(brands(bytes));

const READABLE = 'PNG, JPEG, WebP, GIF, TIFF, AVIF or BMP';

/** What people send instead, by its first bytes, and how it becomes a picture that can be read. */
const OTHERS: readonly (readonly [RegExp, string])[] = [
  [
    /^.{4}ftyp.{0,120}(hei|hev|mif1|msf1)/s,
    'A HEIC picture cannot be read here. On an iPhone, set Camera > Formats to "Most Compatible", or share the picture as JPEG; elsewhere, save it as JPEG or PNG.',
  ],
  [/^.{4}ftyp/s, 'The file is a video. Send a picture of one character.'],
  [
    /^\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*(<!DOCTYPE svg[^>]*>\s*)?<svg/is,
    'An SVG is a drawing by formulas. Export it as PNG.',
  ],
  [
    /^\s*(<!doctype html|<html)/i,
    'The file is a web page, not a picture. Download the picture itself.',
  ],
  [/^%PDF/, 'A PDF cannot be read. Take a screenshot of the character, or export the page as PNG.'],
  [/^(\xff\x0a|\0\0\0\x0cJXL )/, 'A JPEG XL picture cannot be read. Save it as PNG or JPEG.'],
  [/^\0\0\0\x0cjP {2}/, 'A JPEG 2000 picture cannot be read. Save it as PNG or JPEG.'],
  [/^8BPS/, 'A Photoshop file cannot be read. Export it as PNG.'],
  [/^\0\0[\x01\x02]\0/, 'An icon file (ICO) cannot be read. Save it as PNG.'],
  [/^P[1-7]\s/, 'A PNM picture cannot be read. Save it as PNG.'],
  [
    /^(\x76\x2f\x31\x01|#\?RADIANCE)/,
    'A picture of high dynamic range cannot be read. Save it as PNG or JPEG.',
  ],
  [/^PK\x03\x04/, 'The file is an archive or a document. Send the picture in it.'],
];

/** For a file of no format that is read. */
export function whatItIs(bytes: Uint8Array): string {
  const start = textOf(bytes, 0, 512);
  const known = OTHERS.find(([pattern]) => pattern.test(start));
  return known?.[1] ?? `The file is not a picture that can be read. Save it as ${READABLE}.`;
}
