import type { Grid } from './grid.js';
import { floats } from './workspace.js';

// Looked up once: in sandboxes such as Jest's every look-up of a global in a loop is slow.
const { abs, floor } = Math;

/** A tone that changes evenly over a picture: at its middle, and by how much over its width and height. */
export interface Plane {
  readonly middle: number;
  readonly slopeX: number;
  readonly slopeY: number;
}

/**
 * The plane that fits best to the pixels that are chosen (least squares).
 *
 * @param chosen 1 for a pixel that counts
 * @returns `undefined` when no plane is determined
 */
export function fitPlane(
  { width, height, values }: Grid,
  chosen: ArrayLike<number>,
): Plane | undefined {
  let [n, sx, sy, sv, sxx, syy, sxy, sxv, syv] = [0, 0, 0, 0, 0, 0, 0, 0, 0];
  for (let at = 0; at < values.length; at++) {
    if (!chosen[at]) continue;
    const x = ((at % width) + 0.5) / width - 0.5;
    const y = (floor(at / width) + 0.5) / height - 0.5;
    const value = values[at]!;
    n++;
    sx += x;
    sy += y;
    sv += value;
    sxx += x * x;
    syy += y * y;
    sxy += x * y;
    sxv += x * value;
    syv += y * value;
  }
  const [cxx, cyy, cxy] = [n * sxx - sx * sx, n * syy - sy * sy, n * sxy - sx * sy];
  const [cxv, cyv] = [n * sxv - sx * sv, n * syv - sy * sv];
  const determinant = cxx * cyy - cxy * cxy;
  if (!(determinant > 1e-9 * n ** 4)) return undefined;
  const slopeX = (cxv * cyy - cyv * cxy) / determinant;
  const slopeY = (cyv * cxx - cxv * cxy) / determinant;
  return { middle: (sv - slopeX * sx - slopeY * sy) / n, slopeX, slopeY };
}

/** How far the tones of the plane lie apart over the whole picture. */
export const rangeOf = ({ slopeX, slopeY }: Plane): number => abs(slopeX) + abs(slopeY);

/** Its tone in each pixel. */
export function drawPlane({ middle, slopeX, slopeY }: Plane, width: number, height: number): Grid {
  const values = floats(width * height);
  for (let at = 0; at < values.length; at++) {
    const x = ((at % width) + 0.5) / width - 0.5;
    const y = (floor(at / width) + 0.5) / height - 0.5;
    values[at] = middle + slopeX * x + slopeY * y;
  }
  return { width, height, values };
}
