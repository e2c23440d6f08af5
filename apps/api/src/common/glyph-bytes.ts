import { GLYPH_SIDE } from '@inkling/ink';
import { dataUrl, greyPngUrl, quickGreyPng } from './png.js';

export const glyphPicture = (bytes: Uint8Array): string =>
  greyPngUrl(bytes, GLYPH_SIDE, GLYPH_SIDE);

/** For what has to be quick, see `quickGreyPng`. */
export const quickGlyphPicture = (bytes: Uint8Array): string =>
  dataUrl('image/png', quickGreyPng(bytes, GLYPH_SIDE, GLYPH_SIDE));
