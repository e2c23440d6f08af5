import { extentsOf, findAround, type Component, type Components } from './components.js';
import type { Mask } from './grid.js';
import { convexHull, smallestBox, type Corner, type TurnedBox } from './hull.js';
import { bytes } from './workspace.js';

// Looked up once: in sandboxes such as Jest's every look-up of a global in a loop is slow.
const { cos, floor, max, min, sin } = Math;

/** A patch of one tone and what lies in its holes, as far as boxes and areas tell. */
export interface Patch {
  readonly component: Component;
  readonly patches: Components;
  /** All that is not of it, in the box around it and a pixel more on all sides. */
  readonly around: Components;
  /** Those of `around` that lie in its holes. */
  readonly holes: readonly Component[];
  /** With its holes. */
  readonly area: number;
}

/** Its pixels hang together by their sides alone, its holes by corners too. */
export function patchOf(component: Component, patches: Components): Patch {
  const around = findAround(component, patches);
  const holes = around.components.filter(({ onBorder }) => onBorder === 0);
  const area = component.area + holes.reduce((sum, hole) => sum + hole.area, 0);
  return { component, patches, around, holes, area };
}

/** A patch of one tone with all that lies in its holes. */
export interface Region extends Patch {
  /** 1 where the patch or one of its holes is: the box around it and a pixel more on all sides. */
  readonly filled: Mask;
  /** The place of `filled` in the picture. */
  readonly offset: Corner;
  /** The smallest rectangle around it. */
  readonly box: TurnedBox;
  /** The smallest level one. */
  readonly levelBox: TurnedBox;
}

export function regionOf(patch: Patch, box: TurnedBox): Region {
  const { component } = patch;
  return {
    ...patch,
    filled: filledOf(patch),
    offset: offsetOf(component),
    box,
    levelBox: levelBoxOf(component),
  };
}

/** Where what is around a component begins in the picture. */
export const offsetOf = ({ box }: Component): Corner => ({ x: box.left - 1, y: box.top - 1 });

function filledOf({ around, holes }: Patch): Mask {
  const { width, height, ends, firstOf } = around.runs;
  const isHole = new Uint8Array(around.components.length + 1);
  for (const { label } of holes) isHole[label] = 1;
  const values = bytes(width * height).fill(1);
  for (let row = 0; row < height; row++) {
    for (let run = firstOf[row]!; run < firstOf[row + 1]!; run++) {
      if (isHole[around.labelOf[run]!] === 1) continue;
      values.fill(0, row * width + ends[2 * run]!, row * width + ends[2 * run + 1]!);
    }
  }
  return { width, height, values };
}

const levelBoxOf = ({ box: { left, top, right, bottom } }: Component): TurnedBox => ({
  x: (left + right) / 2,
  y: (top + bottom) / 2,
  width: right - left,
  height: bottom - top,
  angle: 0,
});

/** The smallest rectangle around a patch: its holes lie inside. */
export const boxAround = ({ component, patches }: Patch): TurnedBox =>
  smallestBox(convexHull(outlineCorners(component, patches)));

/** The outermost corners of each row of pixels: their hull is that of the whole. */
function outlineCorners(component: Component, patches: Components): Corner[] {
  const { first, end } = extentsOf(component, patches);
  const { top } = component.box;
  const rows = first.length;
  const corners: Corner[] = [];
  // Between two rows the corner of the one that reaches further.
  for (let y = 0; y <= rows; y++) {
    const [above, below] = [max(0, y - 1), min(rows - 1, y)];
    corners.push({ x: min(first[above]!, first[below]!), y: top + y });
    corners.push({ x: max(end[above]!, end[below]!), y: top + y });
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
  const { width, height, values } = filled;
  let inside = 0;
  for (let row = 0; row < height; row++) {
    const dy = offset.y + row + 0.5 - box.y;
    for (let column = 0; column < width; column++) {
      if (values[row * width + column] === 0) continue;
      const dx = offset.x + column + 0.5 - box.x;
      const along = (dx * c + dy * s) / (box.width / 2);
      const across = (dy * c - dx * s) / (box.height / 2);
      if (along * along + across * across <= 1) inside++;
    }
  }
  const ellipse = (Math.PI / 4) * box.width * box.height;
  return (inside - (area - inside)) / max(ellipse, area);
}
