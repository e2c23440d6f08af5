import type { InkPoint } from '../../../shared/api/predictions';
import type { InkStroke } from './sheet';

/** Strokes as the API takes them. */
export const pointsOf = (strokes: readonly InkStroke[]): InkPoint[][] =>
  strokes.map(({ points }) => points.map((point) => [...point] as number[]));
