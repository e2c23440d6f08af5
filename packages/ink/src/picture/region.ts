import { findComponents, type Component } from './components.js';
import type { Grid } from './grid.js';
import { convexHull, smallestBox, type Corner, type TurnedBox } from './hull.js';

// Looked up once: in sandboxes such as Jest's every look-up of a global in a loop is slow.
const { cos, floor, max, min, sin, sqrt } = Math;

/** A patch of one tone with all that lies in its holes. */
export interface Region {
  /** 1 where the patch or one of its holes is; the whole picture. */
  readonly filled: Grid;
  readonly area: number;
  /** What lies in the holes, in the labels of `holeLabels`. */
  readonly holes: readonly Component[];
  readonly holeLabels: Int32Array;
  /** The smallest rectangle around it. */
  readonly box: TurnedBox;
  /** The smallest level one. */
  readonly levelBox: TurnedBox;
}

/** A component of the picture, filled. It hangs together by its sides alone, its holes by corners too. */
export function regionOf(component: Component, labels: Int32Array, width: number): Region {
  const height = labels.length / width;
  const others = new Float32Array(labels.length).fill(1);
  const { left, top, right, bottom } = component.box;
  for (let row = top; row < bottom; row++) {
    for (let column = left; column < right; column++) {
      const at = row * width + column;
      if (labels[at] === component.label) others[at] = 0;
    }
  }
  const outside = findComponents({ width, height, values: others }, 0.5);
  // A hole has its neighbours on all sides in the box; what reaches out of the box is no hole.
  const holes = outside.components.filter(
    ({ box, onBorder }) =>
      onBorder === 0 &&
      box.left > left &&
      box.top > top &&
      box.right < right &&
      box.bottom < bottom &&
      !reachesAround(box, component.box),
  );
  const isHole = new Set(holes.map(({ label }) => label));
  let area = 0;
  const values = outside.labels.reduce((filled, label, at) => {
    if (label === 0 || isHole.has(label)) {
      filled[at] = 1;
      area++;
    }
    return filled;
  }, new Float32Array(labels.length));
  const filled = { width, height, values };
  const box = smallestBox(convexHull(outlineCorners(filled, component)));
  return { filled, area, holes, holeLabels: outside.labels, box, levelBox: levelBoxOf(component) };
}

const levelBoxOf = ({ box: { left, top, right, bottom } }: Component): TurnedBox => ({
  x: (left + right) / 2,
  y: (top + bottom) / 2,
  width: right - left,
  height: bottom - top,
  angle: 0,
});

const reachesAround = (inner: Component['box'], outer: Component['box']): boolean =>
  inner.left <= outer.left && inner.right >= outer.right;

/** The corners of the outermost pixels of each row: their hull is that of the whole. */
function outlineCorners({ width, values }: Grid, { box }: Component): Corner[] {
  const corners: Corner[] = [];
  for (let row = box.top; row < box.bottom; row++) {
    let [first, last] = [-1, -1];
    for (let column = box.left; column < box.right; column++) {
      if (values[row * width + column] === 0) continue;
      if (first < 0) first = column;
      last = column;
    }
    if (first < 0) continue;
    for (const y of [row, row + 1]) corners.push({ x: first, y }, { x: last + 1, y });
  }
  return corners;
}

/** From the middle of a turned box, along its sides, to a place in the picture. */
export function placeIn({ x, y, angle }: TurnedBox, along: number, across: number): Corner {
  const [c, s] = [cos(angle), sin(angle)];
  return { x: x + along * c - across * s, y: y + along * s + across * c };
}

export function isInside({ filled }: Region, { x, y }: Corner): boolean {
  const [column, row] = [floor(x), floor(y)];
  if (column < 0 || row < 0 || column >= filled.width || row >= filled.height) return false;
  return filled.values[row * filled.width + column] === 1;
}

/** Places on a grid of 5x5 in a corner of the turned box. */
const ZONE_STEPS = [0.1, 0.3, 0.5, 0.7, 0.9];

/** The part of each corner of the turned box that the region fills; the emptiest of the four. */
export function emptiestCorner(region: Region, share: number): number {
  const { box } = region;
  const shares = [-1, 1].flatMap((right) =>
    [-1, 1].map((down) => {
      const inside = ZONE_STEPS.flatMap((a) =>
        ZONE_STEPS.map((b) => {
          const along = right * (0.5 - share * a) * box.width;
          const across = down * (0.5 - share * b) * box.height;
          return isInside(region, placeIn(box, along, across));
        }),
      );
      return inside.filter(Boolean).length / inside.length;
    }),
  );
  return min(...shares);
}

/** The part of the ellipse in the box that the region fills, less what it fills outside of it. */
export function likenessToEllipse({ filled, box, area }: Region): number {
  const [c, s] = [cos(box.angle), sin(box.angle)];
  let inside = 0;
  const reach = sqrt(box.width ** 2 + box.height ** 2) / 2;
  for (let row = max(0, floor(box.y - reach)); row < min(filled.height, box.y + reach); row++) {
    for (
      let column = max(0, floor(box.x - reach));
      column < min(filled.width, box.x + reach);
      column++
    ) {
      if (filled.values[row * filled.width + column] === 0) continue;
      const [dx, dy] = [column + 0.5 - box.x, row + 0.5 - box.y];
      const along = (dx * c + dy * s) / (box.width / 2);
      const across = (dy * c - dx * s) / (box.height / 2);
      if (along * along + across * across <= 1) inside++;
    }
  }
  const ellipse = (Math.PI / 4) * box.width * box.height;
  return (inside - (area - inside)) / max(ellipse, area);
}
