import { longerSide, type Box, type Grid } from './grid.js';

// Looked up once: in sandboxes such as Jest's every look-up of a global in a loop is slow.
const { floor, max, min } = Math;

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
  const stack: number[] = [];
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
    labels[start] = label;
    stack.push(start);
    while (stack.length > 0) {
      const at = stack.pop()!;
      const row = floor(at / width);
      const column = at - row * width;
      area++;
      if (row === 0 || column === 0 || row === height - 1 || column === width - 1) onBorder++;
      left = min(left, column);
      right = max(right, column + 1);
      top = min(top, row);
      bottom = max(bottom, row + 1);
      const isEdge =
        !(row > 0 && values[at - width]! > level) ||
        !(row < height - 1 && values[at + width]! > level) ||
        !(column > 0 && values[at - 1]! > level) ||
        !(column < width - 1 && values[at + 1]! > level);
      if (isEdge) onEdge++;
      for (let y = max(0, row - 1); y <= min(height - 1, row + 1); y++) {
        for (let x = max(0, column - 1); x <= min(width - 1, column + 1); x++) {
          if (!corners && y !== row && x !== column) continue;
          const next = y * width + x;
          if (labels[next] !== 0 || !(values[next]! > level)) continue;
          labels[next] = label;
          stack.push(next);
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
