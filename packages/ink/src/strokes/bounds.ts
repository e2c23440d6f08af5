import type { Stroke } from '../types.js';

// Looked up once: in sandboxes such as Jest's every look-up of a global in a loop is slow.
const { ceil, max, min } = Math;

export interface Bounds {
  readonly minX: number;
  readonly minY: number;
  readonly maxX: number;
  readonly maxY: number;
}

/** The box around a stroke; around no points at all one of infinite sides below 0. */
export function boundsOf(stroke: Stroke): Bounds {
  let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y] of stroke) {
    minX = min(minX, x);
    minY = min(minY, y);
    maxX = max(maxX, x);
    maxY = max(maxY, y);
  }
  return { minX, minY, maxX, maxY };
}

export const union = (a: Bounds, b: Bounds): Bounds => ({
  minX: min(a.minX, b.minX),
  minY: min(a.minY, b.minY),
  maxX: max(a.maxX, b.maxX),
  maxY: max(a.maxY, b.maxY),
});

/**
 * The height of a typical tall stroke; 0 where there is none. Most strokes of print are tall, but for signs such as =
 * and E; of joined writing one may be a word.
 */
export function typicalHeight(bounds: readonly Bounds[]): number {
  const heights = bounds.map(({ minY, maxY }) => maxY - minY).sort((a, b) => a - b);
  return heights[ceil(0.8 * (heights.length - 1))] ?? 0;
}
