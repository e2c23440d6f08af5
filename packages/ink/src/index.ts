export * from './types.js';
export { InkError, type InkErrorCode } from './errors.js';
export { glyphFromStrokes, type StrokeOptions } from './strokes/glyph-from-strokes.js';
export { glyphFromPicture } from './picture/glyph-from-picture.js';
export { centreGlyph } from './centre.js';
