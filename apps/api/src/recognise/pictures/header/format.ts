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

const begins =
  (...magics: readonly string[]) =>
  (start: string): boolean =>
    magics.some((magic) => start.startsWith(magic));

const matches =
  (pattern: RegExp) =>
  (start: string): boolean =>
    pattern.test(start);

const hasBoxes = (start: string): boolean => start.startsWith('ftyp', 4);

/** What people send instead, by its first bytes, and how it becomes a picture that can be read. */
const OTHERS: readonly {
  readonly is: (start: string) => boolean;
  readonly detail: string;
}[] = [
  {
    is: (start) => hasBoxes(start) && /hei|hev|mif1|msf1/.test(start.slice(BRANDS_AT)),
    detail:
      'A HEIC picture cannot be read here. On an iPhone, set Camera > Formats to "Most Compatible", or share the picture as JPEG; elsewhere, save it as JPEG or PNG.',
  },
  { is: hasBoxes, detail: 'The file is a video. Send a picture of one character.' },
  {
    is: matches(/^\s*<(\?xml|!--|!DOCTYPE svg|svg)/i),
    detail: 'An SVG is a drawing by formulas. Export it as PNG.',
  },
  {
    is: matches(/^\s*<(!doctype )?html/i),
    detail: 'The file is a web page, not a picture. Download the picture itself.',
  },
  {
    is: begins('%PDF'),
    detail: 'A PDF cannot be read. Take a screenshot of the character, or export the page as PNG.',
  },
  {
    is: begins('\xff\x0a', '\0\0\0\x0cJXL '),
    detail: 'A JPEG XL picture cannot be read. Save it as PNG or JPEG.',
  },
  {
    is: begins('\0\0\0\x0cjP  ', '\xff\x4f\xff\x51'),
    detail: 'A JPEG 2000 picture cannot be read. Save it as PNG or JPEG.',
  },
  { is: begins('8BPS'), detail: 'A Photoshop file cannot be read. Export it as PNG.' },
  {
    is: begins('\0\0\x01\0', '\0\0\x02\0'),
    detail: 'An icon file (ICO) cannot be read. Save it as PNG.',
  },
  { is: matches(/^P[1-7]\s/), detail: 'A PNM picture cannot be read. Save it as PNG.' },
  {
    is: begins('\x76\x2f\x31\x01', '#?RADIANCE'),
    detail: 'A picture of high dynamic range cannot be read. Save it as PNG or JPEG.',
  },
  {
    is: begins('PK\x03\x04'),
    detail: 'The file is an archive or a document. Send the picture in it.',
  },
];

/** For a file of no format that is read. */
export function whatItIs(bytes: Uint8Array): string {
  const start = textOf(bytes, 0, 512);
  const known = OTHERS.find(({ is }) => is(start));
  return known?.detail ?? `The file is not a picture that can be read. Save it as ${READABLE}.`;
}
