import type { Stroke } from '../types.js';

// Looked up once: in sandboxes such as Jest's every look-up of a global in a loop is slow.
const { hypot, max } = Math;

/** How far the pen went on the paper. */
export const lengthOf = (strokes: readonly Stroke[]): number =>
  strokes.reduce(
    (sum, stroke) =>
      stroke.reduce((all, [x, y], at) => {
        const [lastX, lastY] = stroke[max(0, at - 1)]!;
        return all + hypot(x - lastX, y - lastY);
      }, sum),
    0,
  );
