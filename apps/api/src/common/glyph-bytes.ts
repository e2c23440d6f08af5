import { GLYPH_SIDE } from '@inkling/ink';
import { greyPngUrl } from './png.js';

export const glyphPicture = (bytes: Uint8Array): string =>
  greyPngUrl(bytes, GLYPH_SIDE, GLYPH_SIDE);
