import { longerSide, type Box, type Grid, type Mask } from './grid.js';
import { ints } from './workspace.js';

// Looked up once: in sandboxes such as Jest's every look-up of a global in a loop is slow.
const { clz32 } = Math;

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
  readonly runs: Runs;
  /** The label of each run. */
  readonly labelOf: Int32Array;
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
 * The components of up to eight masks of paper, of which a byte holds a bit each. Pixels of paper hang together by
 * their sides alone: otherwise it would leak through a slanted line.
 *
 * @param count how many bits are in use
 * @param chosen the bits whose components are wanted
 */
export function findPatchesOfBits(
  bits: Mask,
  count: number,
  chosen: number,
): (Components | undefined)[] {
  return runsInBits(bits, count, chosen).map((runs, bit) =>
    (chosen >> bit) & 1 ? componentsOf(runs, false) : undefined,
  );
}

/** What is not of a component, in the box around it and a pixel more on all sides; it hangs together by corners too. */
export function findAround({ box, label }: Component, { runs, labelOf }: Components): Components {
  const width = box.right - box.left + 2;
  const height = box.bottom - box.top + 2;
  const ends = roomFor(height * (width + 1));
  const firstOf = ints(height + 1);
  let count = 0;
  const add = (from: number, to: number) => {
    ends[2 * count] = from;
    ends[2 * count++ + 1] = to;
  };
  add(0, width);
  firstOf[1] = count;
  for (let row = box.top; row < box.bottom; row++) {
    let free = 0;
    for (let run = runs.firstOf[row]!; run < runs.firstOf[row + 1]!; run++) {
      if (labelOf[run] !== label) continue;
      add(free, runs.ends[2 * run]! - box.left + 1);
      free = runs.ends[2 * run + 1]! - box.left + 1;
    }
    add(free, width);
    firstOf[row - box.top + 2] = count;
  }
  add(0, width);
  firstOf[height] = count;
  return componentsOf({ width, height, ends: ends.slice(0, 2 * count), firstOf }, true);
}

/** Of each row of a component's box its first column, and the first one after its last. */
export function extentsOf(
  { box, label }: Component,
  { runs, labelOf }: Components,
): { readonly first: Int32Array; readonly end: Int32Array } {
  const first = ints(box.bottom - box.top).fill(-1);
  const end = ints(first.length);
  for (let row = box.top; row < box.bottom; row++) {
    for (let run = runs.firstOf[row]!; run < runs.firstOf[row + 1]!; run++) {
      if (labelOf[run] !== label) continue;
      if (first[row - box.top]! < 0) first[row - box.top] = runs.ends[2 * run]!;
      end[row - box.top] = runs.ends[2 * run + 1]!;
    }
  }
  return { first, end };
}

/** Pieces of rows without a gap, row by row. */
export interface Runs {
  readonly width: number;
  readonly height: number;
  /** Of each run the first column, and the first one after it. */
  readonly ends: Uint16Array;
  /** The first run of each row, and at the end how many there are. */
  readonly firstOf: Int32Array;
}

/** More than pictures need that come from an overview. */
const MOST_ROOM = 1 << 20;

let room = new Uint16Array(0);

/** Where runs are written before it is known how many there are: used again, since what is handed out are copies. */
function roomFor(length: number): Uint16Array {
  if (length > MOST_ROOM) return new Uint16Array(length);
  if (room.length < length) room = new Uint16Array(length);
  return room;
}

function runsAbove({ width, height, values }: Grid, level: number): Runs {
  const ends = roomFor(height * (width + 1));
  const firstOf = ints(height + 1);
  let count = 0;
  for (let row = 0; row < height; row++) {
    const start = row * width;
    for (let column = 0; column < width; column++) {
      if (!(values[start + column]! > level)) continue;
      ends[count++] = column++;
      while (column < width && values[start + column]! > level) column++;
      ends[count++] = column;
    }
    firstOf[row + 1] = count >> 1;
  }
  return { width, height, ends: ends.slice(0, count), firstOf };
}

function runsIn({ width, height, values }: Mask): Runs {
  const ends = roomFor(height * (width + 1));
  const firstOf = ints(height + 1);
  let count = 0;
  for (let row = 0; row < height; row++) {
    const start = row * width;
    for (let column = 0; column < width; column++) {
      if (values[start + column] === 0) continue;
      ends[count++] = column++;
      while (column < width && values[start + column] !== 0) column++;
      ends[count++] = column;
    }
    firstOf[row + 1] = count >> 1;
  }
  return { width, height, ends: ends.slice(0, count), firstOf };
}

/** The runs of each bit, all in one go: most pixels are like the one before. */
function runsInBits({ width, height, values }: Mask, bits: number, chosen: number): Runs[] {
  const stride = height * (width + 1);
  const ends = roomFor(bits * stride);
  const counts = Int32Array.from({ length: bits }, (_, bit) => bit * stride);
  const firstOf = Array.from({ length: bits }, () => ints(height + 1));
  for (let row = 0; row < height; row++) {
    const start = row * width;
    let before = 0;
    for (let column = 0; column <= width; column++) {
      const here = column < width ? values[start + column]! & chosen : 0;
      // Where a run of a bit begins, and where it ends.
      for (let changed = here ^ before; changed !== 0; changed &= changed - 1) {
        const bit = 31 - clz32(changed & -changed);
        ends[counts[bit]!++] = column;
      }
      before = here;
    }
    for (let bit = 0; bit < bits; bit++) {
      firstOf[bit]![row + 1] = (counts[bit]! - bit * stride) >> 1;
    }
  }
  return firstOf.map((first, bit) => ({
    width,
    height,
    ends: ends.slice(bit * stride, counts[bit]),
    firstOf: first,
  }));
}

/** Joins runs that touch those of the row above (Rosenfeld and Pfaltz: "Sequential operations in digital picture processing", 1966). */
function componentsOf(runs: Runs, corners: boolean): Components {
  const { width, height, ends, firstOf } = runs;
  const roots = rootsOf(runs, corners);
  // The root of a component is its first run, so its label is known when another one comes.
  const labelOf = ints(roots.length);
  const components: Growing[] = [];
  for (let row = 0; row < height; row++) {
    const isEnd = row === 0 || row === height - 1;
    for (let run = firstOf[row]!; run < firstOf[row + 1]!; run++) {
      const left = ends[2 * run]!;
      const right = ends[2 * run + 1]!;
      const root = roots[run]!;
      if (root === run) {
        const box = { left, top: row, right, bottom: row };
        components.push({ label: components.length + 1, area: 0, box, onBorder: 0 });
        labelOf[run] = components.length;
      }
      const label = labelOf[root]!;
      labelOf[run] = label;
      const one = components[label - 1]!;
      const { box } = one;
      one.area += right - left;
      if (left < box.left) box.left = left;
      if (right > box.right) box.right = right;
      box.bottom = row + 1;
      if (isEnd) one.onBorder += right - left;
      else one.onBorder += +(left === 0) + +(right === width && width > 1);
    }
  }
  let labels: Int32Array | undefined;
  return {
    components,
    runs,
    labelOf,
    // Of most patches the boxes alone tell that they are of no use.
    get labels() {
      return (labels ??= drawLabels(runs, labelOf));
    },
  };
}

/** A component while more of its runs may come. */
interface Growing {
  readonly label: number;
  area: number;
  readonly box: { left: number; readonly top: number; right: number; bottom: number };
  onBorder: number;
}

function drawLabels({ width, height, ends, firstOf }: Runs, labelOf: Int32Array): Int32Array {
  const labels = ints(width * height);
  for (let row = 0; row < height; row++) {
    for (let run = firstOf[row]!; run < firstOf[row + 1]!; run++) {
      const label = labelOf[run]!;
      const end = row * width + ends[2 * run + 1]!;
      for (let at = row * width + ends[2 * run]!; at < end; at++) labels[at] = label;
    }
  }
  return labels;
}

/** For each run the first one that it hangs together with. */
function rootsOf({ height, ends, firstOf }: Runs, corners: boolean): Int32Array {
  const count = firstOf[height]!;
  const parents = ints(count);
  for (let run = 0; run < count; run++) parents[run] = run;
  const reach = corners ? 1 : 0;
  for (let row = 1; row < height; row++) {
    let above = firstOf[row - 1]!;
    const aboveEnd = firstOf[row]!;
    for (let run = aboveEnd; run < firstOf[row + 1]!; run++) {
      const left = ends[2 * run]! - reach;
      const right = ends[2 * run + 1]! + reach;
      while (above < aboveEnd && ends[2 * above + 1]! <= left) above++;
      for (let other = above; other < aboveEnd && ends[2 * other]! < right; other++) {
        const a = rootOf(parents, other);
        const b = rootOf(parents, run);
        if (a < b) parents[b] = a;
        else parents[a] = b;
      }
    }
  }
  for (let run = 0; run < count; run++) parents[run] = parents[parents[run]!]!;
  return parents;
}

function rootOf(parents: Int32Array, run: number): number {
  while (parents[run] !== run) {
    parents[run] = parents[parents[run]!]!;
    run = parents[run]!;
  }
  return run;
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
