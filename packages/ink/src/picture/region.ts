import { findInMask, type Component } from './components.js';
import type { Mask } from './grid.js';
import { convexHull, smallestBox, type Corner, type TurnedBox } from './hull.js';

// Looked up once: in sandboxes such as Jest's every look-up of a global in a loop is slow.
const { cos, floor, max, min, sin } = Math;

/** A patch of one tone with all that lies in its holes. */
export interface Region {
  /** 1 where the patch or one of its holes is: the box around it and a pixel more on all sides. */
  readonly filled: Mask;
  /** The place of `filled` in the picture, which is so wide. */
  readonly offset: Corner;
  readonly pictureWidth: number;
  readonly area: number;
  /** What lies in the holes, in the labels of `holeLabels`; places in `filled`. */
  readonly holes: readonly Component[];
  readonly holeLabels: Int32Array;
  /** The smallest rectangle around it. */
  readonly box: TurnedBox;
  /** The smallest level one. */
  readonly levelBox: TurnedBox;
}

/** A component of the picture, filled. It hangs together by its sides alone, its holes by corners too. */
export function regionOf(component: Component, labels: Int32Array, width: number): Region {
  const { box } = component;
  const offset = { x: box.left - 1, y: box.top - 1 };
  const size = { width: box.right - box.left + 2, height: box.bottom - box.top + 2 };
  const others = new Uint8Array(size.width * size.height).fill(1);
  for (let row = box.top; row < box.bottom; row++) {
    const start = (row - offset.y) * size.width - offset.x;
    for (let column = box.left; column < box.right; column++) {
      if (labels[row * width + column] === component.label) others[start + column] = 0;
    }
  }
  const around = findInMask({ ...size, values: others });
  const holes = around.components.filter(({ onBorder }) => onBorder === 0);
  const isFilled = new Uint8Array(around.components.length + 1);
  isFilled[0] = 1;
  for (const { label } of holes) isFilled[label] = 1;
  const values = new Uint8Array(around.labels.length);
  for (let at = 0; at < values.length; at++) values[at] = isFilled[around.labels[at]!]!;
  const filled = { ...size, values };
  return {
    filled,
    offset,
    pictureWidth: width,
    area: component.area + holes.reduce((sum, hole) => sum + hole.area, 0),
    holes,
    holeLabels: around.labels,
    box: smallestBox(convexHull(outlineCorners(filled, offset))),
    levelBox: levelBoxOf(component),
  };
}

const levelBoxOf = ({ box: { left, top, right, bottom } }: Component): TurnedBox => ({
  x: (left + right) / 2,
  y: (top + bottom) / 2,
  width: right - left,
  height: bottom - top,
  angle: 0,
});

/** The corners of the outermost pixels of each row: their hull is that of the whole. */
function outlineCorners({ width, height, values }: Mask, offset: Corner): Corner[] {
  const corners: Corner[] = [];
  for (let row = 0; row < height; row++) {
    const line = values.subarray(row * width, (row + 1) * width);
    const [first, last] = [line.indexOf(1), line.lastIndexOf(1)];
    if (first < 0) continue;
    for (const y of [row, row + 1]) {
      corners.push({ x: offset.x + first, y: offset.y + y });
      corners.push({ x: offset.x + last + 1, y: offset.y + y });
    }
  }
  return corners;
}

/** From the middle of a turned box, along its sides, to a place in the picture. */
export function placeIn({ x, y, angle }: TurnedBox, along: number, across: number): Corner {
  const [c, s] = [cos(angle), sin(angle)];
  return { x: x + along * c - across * s, y: y + along * s + across * c };
}

export function isInside({ filled, offset }: Region, { x, y }: Corner): boolean {
  const [column, row] = [floor(x) - offset.x, floor(y) - offset.y];
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
export function likenessToEllipse({ filled, offset, box, area }: Region): number {
  const [c, s] = [cos(box.angle), sin(box.angle)];
  let inside = 0;
  for (let row = 0; row < filled.height; row++) {
    for (let column = 0; column < filled.width; column++) {
      if (filled.values[row * filled.width + column] === 0) continue;
      const [dx, dy] = [offset.x + column + 0.5 - box.x, offset.y + row + 0.5 - box.y];
      const along = (dx * c + dy * s) / (box.width / 2);
      const across = (dy * c - dx * s) / (box.height / 2);
      if (along * along + across * across <= 1) inside++;
    }
  }
  const ellipse = (Math.PI / 4) * box.width * box.height;
  return (inside - (area - inside)) / max(ellipse, area);
}
