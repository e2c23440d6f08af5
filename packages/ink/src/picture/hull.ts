// Looked up once: in sandboxes such as Jest's every look-up of a global in a loop is slow.
const { abs, atan2, cos, hypot, max, min, round, sin } = Math;

export interface Corner {
  readonly x: number;
  readonly y: number;
}

/** A rectangle that may be turned: its middle, its sides, and the angle of the first one in radians. */
export interface TurnedBox {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** Clockwise, in -π/4..π/4: how far its nearly level sides are off the level. */
  readonly angle: number;
}

/** The convex hull (Andrew: "Another efficient algorithm for convex hulls in two dimensions", 1979). */
export function convexHull(corners: readonly Corner[]): Corner[] {
  const sorted = [...corners].sort((a, b) => a.x - b.x || a.y - b.y);
  return [...halfHull(sorted), ...halfHull(sorted.reverse())];
}

function halfHull(sorted: readonly Corner[]): Corner[] {
  const hull: Corner[] = [];
  for (const corner of sorted) {
    while (hull.length >= 2 && turn(hull[hull.length - 2]!, hull[hull.length - 1]!, corner) <= 0) {
      hull.pop();
    }
    hull.push(corner);
  }
  // The other half begins with it.
  hull.pop();
  return hull;
}

const turn = (a: Corner, b: Corner, c: Corner): number =>
  (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);

/**
 * The smallest rectangle around a convex hull: one of its sides lies on a side of the hull (Freeman and
 * Shapira: "Determining the minimum-area encasing rectangle for an arbitrary closed curve", 1975).
 */
export function smallestBox(hull: readonly Corner[]): TurnedBox {
  let best: TurnedBox | undefined;
  hull.forEach((from, at) => {
    const to = hull[(at + 1) % hull.length]!;
    if (hypot(to.x - from.x, to.y - from.y) === 0) return;
    const box = boxAlong(hull, levelAngle(atan2(to.y - from.y, to.x - from.x)));
    if (!best || box.width * box.height < best.width * best.height) best = box;
  });
  return best ?? boxAlong(hull, 0);
}

/** The same direction or the one across it, whichever is nearer to the level. */
function levelAngle(angle: number): number {
  const quarter = Math.PI / 2;
  const rest = angle - quarter * round(angle / quarter);
  return abs(rest) < 1e-9 ? 0 : rest;
}

function boxAlong(hull: readonly Corner[], angle: number): TurnedBox {
  const [c, s] = [cos(angle), sin(angle)];
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
  for (const { x, y } of hull) {
    const along = x * c + y * s;
    const across = y * c - x * s;
    left = min(left, along);
    right = max(right, along);
    top = min(top, across);
    bottom = max(bottom, across);
  }
  const [u, v] = [(left + right) / 2, (top + bottom) / 2];
  return { x: u * c - v * s, y: u * s + v * c, width: right - left, height: bottom - top, angle };
}
