import { longerSide, type Box, type Grid, type Mask } from './grid.js';

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
  readonly from: Int32Array;
  readonly to: Int32Array;
  /** The first run of each row, and at the end how many there are. */
  readonly firstOf: Int32Array;
}

const emptyRuns = (width: number, height: number): Runs => ({
  width,
  height,
  from: new Int32Array(height * ((width + 1) >> 1)),
  to: new Int32Array(height * ((width + 1) >> 1)),
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
  const labels = new Int32Array(width * height);
  const found: Counted[] = [];
  // The root of a component is its first run, so its label is known when another one comes.
  const labelOf = new Int32Array(roots.length);
  for (let row = 0; row < height; row++) {
    const start = row * width;
    const isEnd = row === 0 || row === height - 1;
    for (let run = firstOf[row]!; run < firstOf[row + 1]!; run++) {
      const [left, right] = [from[run]!, to[run]!];
      const root = roots[run]!;
      if (root === run) found.push(newlyCounted(left, row));
      const label = root === run ? found.length : labelOf[root]!;
      labelOf[run] = label;
      for (let at = start + left; at < start + right; at++) labels[at] = label;
      const one = found[label - 1]!;
      one.area += right - left;
      if (left < one.left) one.left = left;
      if (right > one.right) one.right = right;
      one.bottom = row + 1;
      if (isEnd) one.onBorder += right - left;
      else one.onBorder += +(left === 0) + +(right === width && width > 1);
    }
  }
  countEdges(runs, labels, found);
  const components = found.map(({ area, left, top, right, bottom, onBorder, onEdge }, at) => ({
    label: at + 1,
    area,
    box: { left, top, right, bottom },
    onBorder,
    penWidth: (2 * area) / onEdge,
  }));
  return { labels, components };
}

interface Counted {
  area: number;
  left: number;
  readonly top: number;
  right: number;
  bottom: number;
  onBorder: number;
  onEdge: number;
}

const newlyCounted = (left: number, top: number): Counted => ({
  area: 0,
  left,
  top,
  right: 0,
  bottom: 0,
  onBorder: 0,
  onEdge: 0,
});

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

/** Pixels on the edge have a side in common with one that is not set, or with the border. */
function countEdges(
  { width, height, from, to, firstOf }: Runs,
  labels: Int32Array,
  found: Counted[],
): void {
  for (let row = 0; row < height; row++) {
    const start = row * width;
    const isEnd = row === 0 || row === height - 1;
    for (let run = firstOf[row]!; run < firstOf[row + 1]!; run++) {
      const [first, last] = [start + from[run]!, start + to[run]! - 1];
      let onEdge = last > first ? 2 : 1;
      if (isEnd) onEdge = last + 1 - first;
      else {
        for (let at = first + 1; at < last; at++) {
          if (labels[at - width] === 0 || labels[at + width] === 0) onEdge++;
        }
      }
      found[labels[first]! - 1]!.onEdge += onEdge;
    }
  }
}

/** The component with the most pixels, if there is any. */
export const largestOf = (components: readonly Component[]): Component | undefined =>
  components.length > 0 ? components.reduce((a, b) => (b.area > a.area ? b : a)) : undefined;

export const longestOf = (components: readonly Component[]): Component | undefined =>
  [...components].sort((a, b) => longerSide(b.box) - longerSide(a.box))[0];
