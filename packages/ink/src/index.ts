export * from './types.js';
export { InkError, type InkErrorCode } from './errors.js';
export { checkedBounds } from './strokes/check-strokes.js';
export { glyphFromStrokes, type StrokeOptions } from './strokes/glyph-from-strokes.js';
export {
  glyphFromPicture,
  PICTURE_PEN_RANGE,
  type PictureOptions,
} from './picture/glyph-from-picture.js';
export { glyphFromInk, type CleanInk } from './picture/glyph-from-ink.js';
export { glyphFromColour } from './picture/colour/glyph-from-colour.js';
export {
  stripsFromPicture,
  MOST_ROWS,
  type LinesOfPicture,
  type Row,
} from './picture/lines/strips-from-picture.js';
export { stripsFromColour } from './picture/colour/strips-from-colour.js';
export { onGround } from './picture/colour/ground.js';
export { type ColourPicture } from './picture/colour/colour-picture.js';
export {
  stripFromStrokes,
  STRIP_PEN_WIDTH,
  type StripOptions,
} from './strokes/strip-from-strokes.js';
export { rowsOfStrokes } from './strokes/rows-of-strokes.js';
export { shareStrokes, type SegmentInk } from './strokes/share-strokes.js';
export {
  PEN_PATH_POINTS,
  PEN_PATH_SIZE,
  PEN_PATH_VALUES,
  penPathFromStrokes,
} from './strokes/pen-path.js';
export { renderStrokes, type Placement } from './strokes/render.js';
export { type PenRange } from './picture/fit.js';
export { centreGlyph } from './centre.js';
export * from './glyph-bytes.js';
export { reshapeStrip, stripValueAt, type StripShape } from './reshape-strip.js';
export * from './strips-from-bytes.js';
