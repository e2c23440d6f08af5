import { GLYPH_SIDE } from '@inkling/ink';

const HEADERS = 54;
const GREYS = 256;
const START = HEADERS + 4 * GREYS;

/** The headers and the greys of every glyph: a bitmap of 28x28 pixels, a byte each, the first row at the top. */
const TEMPLATE = ((): Uint8Array => {
  const bytes = new Uint8Array(START + GLYPH_SIDE * GLYPH_SIDE);
  const view = new DataView(bytes.buffer);
  bytes.set([0x42, 0x4d]);
  const fields: readonly (readonly [at: number, value: number])[] = [
    [2, bytes.length],
    [10, START],
    // Of the second header; then width, height (negative: from the top), one plane of 8 bits.
    [14, HEADERS - 14],
    [18, GLYPH_SIDE],
    [22, -GLYPH_SIDE],
    [26, 1 | (8 << 16)],
    [46, GREYS],
  ];
  for (const [at, value] of fields) view.setInt32(at, value, true);
  for (let grey = 0; grey < GREYS; grey++) {
    bytes.set([grey, grey, grey, 0], HEADERS + 4 * grey);
  }
  return bytes;
})();

/** A glyph as a data URL, without a canvas: that takes longer than reading it. @param glyph 784 bytes, 255 is ink */
export function glyphPictureUrl(glyph: Uint8Array): string {
  const bytes = TEMPLATE.slice();
  bytes.set(glyph, START);
  return `data:image/bmp;base64,${btoa(String.fromCharCode(...bytes))}`;
}
