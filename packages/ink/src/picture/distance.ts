import { ints } from './workspace.js';

// Looked up once: in sandboxes such as Jest's every look-up of a global in a loop is slow.
const { ceil, floor, max, min } = Math;

/** Further than anything; its square is still a small integer, which are quick. */
const FAR = 20_000;

/**
 * For each pixel that is set the squared distance, centre to centre, to the nearest one that is not;
 * 0 for the others, and 4e8 or more where nothing is unset. Exact: down the columns first, then along the rows as far as something nearer may
 * come (Meijster, Roerdink and Hesselink: "A general algorithm for computing distance transforms in
 * linear time", 2000).
 *
 * @param outsideIsSet whether what lies outside the grid counts as set
 * @param reach what is further away is given as some number that is larger
 */
export function squaredDistances(
  set: Uint8Array,
  width: number,
  height: number,
  outsideIsSet = false,
  reach = FAR,
): Int32Array {
  const down = distancesDown(set, width, height, outsideIsSet ? FAR : 1);
  const result = ints(set.length);
  const beyond = outsideIsSet ? FAR : 0;
  const furthest = min(ceil(reach), width);
  // Whole numbers are compared faster.
  const near = floor(reach);
  for (let row = 0; row < height; row++) {
    const start = row * width;
    // The first column from here on, and the last one before it, with something within reach above or below.
    let last = outsideIsSet ? -FAR : -1;
    let next = -1;
    for (let column = 0; column < width; column++) {
      const own = down[start + column]!;
      if (own <= near) last = column;
      if (own === 0) continue;
      if (next < column) {
        next = column;
        while (next < width && down[start + next]! > near) next++;
        if (next === width && outsideIsSet) next = FAR;
      }
      let best = own * own;
      if (column - last > furthest && next - column > furthest) {
        // So it is for all up to the first one that has something within reach.
        const end = min(width, next - furthest);
        for (; column < end; column++) {
          const distance = down[start + column]!;
          result[start + column] = distance * distance;
        }
        column--;
        continue;
      }
      // Columns nearer than those two have nothing within reach.
      let away = own <= near ? 1 : max(1, min(column - last, next - column));
      for (; away <= furthest && away * away < best; away++) {
        const before = away > column ? beyond : down[start + column - away]!;
        const after = column + away >= width ? beyond : down[start + column + away]!;
        const nearer = before < after ? before : after;
        const square = away * away + nearer * nearer;
        if (square < best) best = square;
      }
      result[start + column] = best;
    }
  }
  return result;
}

/** For each pixel the distance to the nearest unset one of its column. @param outside of the first and the last row to what lies outside */
function distancesDown(
  set: Uint8Array,
  width: number,
  height: number,
  outside: number,
): Int32Array {
  const down = ints(set.length);
  const last = set.length - width;
  for (let at = 0; at < width; at++) down[at] = set[at]! * outside;
  for (let at = width; at < set.length; at++) down[at] = set[at]! * (down[at - width]! + 1);
  for (let at = last; at < set.length; at++) if (down[at]! > outside) down[at] = outside;
  for (let at = last - 1; at >= 0; at--) {
    const below = down[at + width]! + 1;
    if (below < down[at]!) down[at] = below;
  }
  return down;
}
