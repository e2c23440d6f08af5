import { longerSide, type Box, type Grid } from './grid.js';

// Looked up once: in sandboxes such as Jest's every look-up of a global in a loop is slow.
const { floor } = Math;

/** Pixels that hang together by sides or corners. */
export interface Component {
  /** Its number in the labels, from 1. */
  readonly label: number;
  readonly area: number;
  readonly box: Box;
  /** How many of its pixels lie on the border of the picture. */
  readonly onBorder: number;
  /** Rough width of its lines: a line has two edges, so it is twice the area for each edge pixel. */
  readonly penWidth: number;
}

export interface Components {
  /** For each pixel the label of its component, 0 where there is none. */
  readonly labels: Int32Array;
  readonly components: readonly Component[];
}

/**
 * The components of all pixels above a level.
 *
 * @param corners whether pixels that touch by a corner alone hang together, as ink does. Paper does not,
 * or it would leak through a slanted line. @defaultValue true
 */
export function findComponents(
  { width, height, values }: Grid,
  level: number,
  corners = true,
): Components {
  const labels = new Int32Array(width * height);
  const components: Component[] = [];
  // A pixel is put there once, when it gets its label.
  const stack = new Int32Array(width * height);
  const [lastRow, lastColumn] = [height - 1, width - 1];
  for (let start = 0; start < labels.length; start++) {
    if (labels[start] !== 0 || !(values[start]! > level)) continue;
    const label = components.length + 1;
    let area = 0;
    let onBorder = 0;
    let onEdge = 0;
    let left = width;
    let top = height;
    let right = 0;
    let bottom = 0;
    let waiting = 0;
    labels[start] = label;
    stack[waiting++] = start;
    while (waiting > 0) {
      const at = stack[--waiting]!;
      const row = floor(at / width);
      const column = at - row * width;
      const [hasAbove, hasBelow] = [row > 0, row < lastRow];
      const [hasLeft, hasRight] = [column > 0, column < lastColumn];
      area++;
      if (!hasAbove || !hasBelow || !hasLeft || !hasRight) onBorder++;
      if (column < left) left = column;
      if (column >= right) right = column + 1;
      if (row < top) top = row;
      if (row >= bottom) bottom = row + 1;
      const above = hasAbove && values[at - width]! > level;
      const below = hasBelow && values[at + width]! > level;
      const before = hasLeft && values[at - 1]! > level;
      const after = hasRight && values[at + 1]! > level;
      if (!above || !below || !before || !after) onEdge++;
      if (above && labels[at - width] === 0) {
        labels[at - width] = label;
        stack[waiting++] = at - width;
      }
      if (below && labels[at + width] === 0) {
        labels[at + width] = label;
        stack[waiting++] = at + width;
      }
      if (before && labels[at - 1] === 0) {
        labels[at - 1] = label;
        stack[waiting++] = at - 1;
      }
      if (after && labels[at + 1] === 0) {
        labels[at + 1] = label;
        stack[waiting++] = at + 1;
      }
      if (!corners) continue;
      for (let side = -1; side <= 1; side += 2) {
        if (!(side < 0 ? hasLeft : hasRight)) continue;
        const [higher, lower] = [at - width + side, at + width + side];
        if (hasAbove && labels[higher] === 0 && values[higher]! > level) {
          labels[higher] = label;
          stack[waiting++] = higher;
        }
        if (hasBelow && labels[lower] === 0 && values[lower]! > level) {
          labels[lower] = label;
          stack[waiting++] = lower;
        }
      }
    }
    const penWidth = (2 * area) / onEdge;
    components.push({ label, area, box: { left, top, right, bottom }, onBorder, penWidth });
  }
  return { labels, components };
}

/** The component with the most pixels, if there is any. */
export const largestOf = (components: readonly Component[]): Component | undefined =>
  components.length > 0 ? components.reduce((a, b) => (b.area > a.area ? b : a)) : undefined;

export const longestOf = (components: readonly Component[]): Component | undefined =>
  [...components].sort((a, b) => longerSide(b.box) - longerSide(a.box))[0];
