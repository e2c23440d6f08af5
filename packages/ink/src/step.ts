import type { Step, StepName } from './types.js';

// Looked up once: in sandboxes such as Jest's every look-up of a global in a loop is slow.
const { max, min, round } = Math;

/** A grid of ink in 0..1 as a picture that can be shown: white ink on black. */
export function stepFromGrid(
  name: StepName,
  grid: ArrayLike<number>,
  width: number,
  height: number,
): Step {
  const pixels = new Uint8Array(width * height);
  for (let at = 0; at < pixels.length; at++) {
    pixels[at] = round(min(1, max(0, grid[at]!)) * 255);
  }
  return { name, width, height, pixels };
}
