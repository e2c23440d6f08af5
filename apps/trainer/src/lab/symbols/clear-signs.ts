import type { SignInk } from '../../data/foreign.js';

/** Signs that differ by place or size alone, which a glyph doesn't have; looked up on training writers. */
const SAME_SHAPES = [...".,'`|_"];

/** Without those, and without a group whose ink is cut into single strokes. */
export const isClear = ({ label, writer }: SignInk): boolean =>
  !SAME_SHAPES.includes(label) && !writer.startsWith('ibm/');
