// Looked up once: in sandboxes such as Jest's every look-up of a global in a loop is slow.
const { ceil, min } = Math;

/** Further than anything. */
const FAR = 1e6;

/**
 * For each pixel that is set the squared distance, centre to centre, to the nearest one that is not;
 * 0 for the others, and 1e12 where nothing is unset. Exact: down the columns first, then along the rows as far as something nearer may
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
): Float64Array {
  const down = distancesDown(set, width, height, outsideIsSet ? FAR : 1);
  const result = new Float64Array(set.length);
  const beyond = outsideIsSet ? FAR : 0;
  const furthest = min(ceil(reach), width);
  for (let row = 0; row < height; row++) {
    const start = row * width;
    for (let column = 0; column < width; column++) {
      const own = down[start + column]!;
      if (own === 0) continue;
      let best = own * own;
      for (let away = 1; away <= furthest && away * away < best; away++) {
        const [left, right] = [column - away, column + away];
        const before = left < 0 ? beyond : down[start + left]!;
        const after = right >= width ? beyond : down[start + right]!;
        const nearer = min(before, after);
        best = min(best, away * away + nearer * nearer);
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
  const down = new Int32Array(set.length);
  for (let at = 0; at < set.length; at++) {
    if (set[at] === 0) continue;
    down[at] = at < width ? outside : down[at - width]! + 1;
  }
  for (let at = set.length - 1; at >= 0; at--) {
    const below = at >= set.length - width ? outside : down[at + width]! + 1;
    if (below < down[at]!) down[at] = below;
  }
  return down;
}
