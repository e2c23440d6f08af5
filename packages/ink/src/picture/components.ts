import { longerSide, type Box, type Grid, type Mask } from './grid.js';

/** Pixels that hang together by sides or corners. */
export interface Component {
  /** Its number in the labels, from 1. */
  readonly label: number;
  readonly area: number;
  readonly box: Box;
  /** How many of its pixels lie on the border of the picture. */
  readonly onBorder: number;
}

export interface Components {
  /** For each pixel the label of its component, 0 where there is none. */
  readonly labels: Int32Array;
  readonly components: readonly Component[];
}

/** The components of all pixels above a level. Pixels that touch by a corner alone hang together, as ink does. */
export function findComponents(grid: Grid, level: number): Components {
  return componentsOf(runsAbove(grid, level), true);
}

/** The components of a mask. */
export function findInMask(mask: Mask): Components {
  return componentsOf(runsIn(mask), true);
}

/**
 * The components of a mask of paper, where pixels hang together by their sides alone: otherwise it would
 * leak through a slanted line.
 */
export function findPatches(mask: Mask): Components {
  return componentsOf(runsIn(mask), false);
}

/** Pieces of rows without a gap, row by row. */
interface Runs {
  readonly width: number;
  readonly height: number;
  /** Of each run the first column, and the first one after it. */
  readonly from: Uint16Array;
  readonly to: Uint16Array;
  /** The first run of each row, and at the end how many there are. */
  readonly firstOf: Int32Array;
}

const emptyRuns = (width: number, height: number): Runs => ({
  width,
  height,
  from: new Uint16Array(height * ((width + 1) >> 1)),
  to: new Uint16Array(height * ((width + 1) >> 1)),
  firstOf: new Int32Array(height + 1),
});

function runsAbove({ width, height, values }: Grid, level: number): Runs {
  const runs = emptyRuns(width, height);
  let count = 0;
  for (let row = 0; row < height; row++) {
    const start = row * width;
    for (let column = 0; column < width; column++) {
      if (!(values[start + column]! > level)) continue;
      runs.from[count] = column++;
      while (column < width && values[start + column]! > level) column++;
      runs.to[count++] = column;
    }
    runs.firstOf[row + 1] = count;
  }
  return runs;
}

function runsIn({ width, height, values }: Mask): Runs {
  const runs = emptyRuns(width, height);
  let count = 0;
  for (let row = 0; row < height; row++) {
    const start = row * width;
    for (let column = 0; column < width; column++) {
      if (values[start + column] === 0) continue;
      runs.from[count] = column++;
      while (column < width && values[start + column] !== 0) column++;
      runs.to[count++] = column;
    }
    runs.firstOf[row + 1] = count;
  }
  return runs;
}

/** Joins runs that touch those of the row above (Rosenfeld and Pfaltz: "Sequential operations in digital picture processing", 1966). */
function componentsOf(runs: Runs, corners: boolean): Components {
  const { width, height, from, to, firstOf } = runs;
  const roots = rootsOf(runs, corners);
  // The root of a component is its first run, so its label is known when another one comes.
  const labelOf = new Int32Array(roots.length);
  const found: Counted[] = [];
  for (let row = 0; row < height; row++) {
    const isEnd = row === 0 || row === height - 1;
    for (let run = firstOf[row]!; run < firstOf[row + 1]!; run++) {
      const left = from[run]!;
      const right = to[run]!;
      const root = roots[run]!;
      if (root === run) {
        found.push({ area: 0, left, top: row, right, bottom: row, onBorder: 0 });
        labelOf[run] = found.length;
      }
      const label = labelOf[root]!;
      labelOf[run] = label;
      const one = found[label - 1]!;
      one.area += right - left;
      if (left < one.left) one.left = left;
      if (right > one.right) one.right = right;
      one.bottom = row + 1;
      if (isEnd) one.onBorder += right - left;
      else one.onBorder += +(left === 0) + +(right === width && width > 1);
    }
  }
  let labels: Int32Array | undefined;
  return {
    components: found.map(({ area, onBorder, ...box }, at) => ({
      label: at + 1,
      area,
      box,
      onBorder,
    })),
    // Of most patches the boxes alone tell that they are of no use.
    get labels() {
      return (labels ??= drawLabels(runs, labelOf));
    },
  };
}

interface Counted {
  area: number;
  left: number;
  readonly top: number;
  right: number;
  bottom: number;
  onBorder: number;
}

function drawLabels({ width, height, from, to, firstOf }: Runs, labelOf: Int32Array): Int32Array {
  const labels = new Int32Array(width * height);
  for (let row = 0; row < height; row++) {
    for (let run = firstOf[row]!; run < firstOf[row + 1]!; run++) {
      const label = labelOf[run]!;
      const end = row * width + to[run]!;
      for (let at = row * width + from[run]!; at < end; at++) labels[at] = label;
    }
  }
  return labels;
}

/** For each run the first one that it hangs together with. */
function rootsOf({ height, from, to, firstOf }: Runs, corners: boolean): Int32Array {
  const count = firstOf[height]!;
  const parents = new Int32Array(count);
  for (let run = 0; run < count; run++) parents[run] = run;
  const rootOf = (run: number): number => {
    while (parents[run] !== run) {
      parents[run] = parents[parents[run]!]!;
      run = parents[run]!;
    }
    return run;
  };
  const reach = corners ? 1 : 0;
  for (let row = 1; row < height; row++) {
    let above = firstOf[row - 1]!;
    const aboveEnd = firstOf[row]!;
    for (let run = aboveEnd; run < firstOf[row + 1]!; run++) {
      const [left, right] = [from[run]! - reach, to[run]! + reach];
      while (above < aboveEnd && to[above]! <= left) above++;
      for (let other = above; other < aboveEnd && from[other]! < right; other++) {
        const [a, b] = [rootOf(other), rootOf(run)];
        if (a < b) parents[b] = a;
        else parents[a] = b;
      }
    }
  }
  for (let run = 0; run < count; run++) parents[run] = parents[parents[run]!]!;
  return parents;
}

/**
 * Rough width of the lines of a component: a line has two edges, so it is twice the area for each edge pixel,
 * which has a side in common with one that is not set, or with the border.
 */
export function penWidthOf(component: Component, labels: Int32Array, width: number): number {
  return (2 * component.area) / edgeOf(component, labels, width);
}

/** How many pixels of a component lie on its edge. */
export function edgeOf({ label, box }: Component, labels: Int32Array, width: number): number {
  let onEdge = 0;
  const last = labels.length - width;
  for (let row = box.top; row < box.bottom; row++) {
    const end = row * width + box.right;
    for (let at = row * width + box.left; at < end; at++) {
      if (labels[at] !== label) continue;
      const column = at - row * width;
      const isInside =
        column > 0 &&
        column < width - 1 &&
        at >= width &&
        at < last &&
        labels[at - 1] !== 0 &&
        labels[at + 1] !== 0 &&
        labels[at - width] !== 0 &&
        labels[at + width] !== 0;
      if (!isInside) onEdge++;
    }
  }
  return onEdge;
}

/** The component with the most pixels, if there is any. */
export const largestOf = (components: readonly Component[]): Component | undefined =>
  components.length > 0 ? components.reduce((a, b) => (b.area > a.area ? b : a)) : undefined;

export const longestOf = (components: readonly Component[]): Component | undefined =>
  [...components].sort((a, b) => longerSide(b.box) - longerSide(a.box))[0];
