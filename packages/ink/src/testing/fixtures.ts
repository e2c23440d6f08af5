import { readFileSync } from 'node:fs';
import { GLYPH_SIDE, type GreyPicture, type Stroke } from '../types.js';

export interface InkFixture {
  readonly label: string;
  readonly writer: string;
  readonly strokes: readonly Stroke[];
}

export interface GlyphFixture {
  readonly label: string;
  readonly picture: GreyPicture;
}

/** See fixtures/README.md. */
export const readInks = (): InkFixture[] => read('unipen') as InkFixture[];

/** Real glyphs as pictures: 28x28, white ink on black. */
export function readGlyphs(name: 'mnist' | 'emnist'): GlyphFixture[] {
  return (read(name) as { label: string; pixels: string }[]).map(({ label, pixels }) => ({
    label,
    picture: {
      width: GLYPH_SIDE,
      height: GLYPH_SIDE,
      pixels: Uint8Array.from(Buffer.from(pixels, 'base64')),
    },
  }));
}

function read(name: string): unknown {
  return JSON.parse(
    readFileSync(new URL(`../../../../fixtures/${name}.json`, import.meta.url), 'utf8'),
  );
}
