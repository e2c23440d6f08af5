import type { Point, Stroke } from '@inkling/ink';

/** A place of an ink measured in its own height: y from 0 at the top to 1 at the foot, x from its left. */
export type Place = readonly [x: number, y: number];
export type Line = readonly Place[];

/** An ink whose height is 1, whatever its size on the screen. */
export function upright(strokes: readonly Stroke[]): Line[] {
  const points = strokes.flat();
  const left = points.reduce((least, [x]) => Math.min(least, x), Infinity);
  const top = points.reduce((least, [, y]) => Math.min(least, y), Infinity);
  const foot = points.reduce((most, [, y]) => Math.max(most, y), -Infinity);
  const height = Math.max(foot - top, Number.MIN_VALUE);
  const place = ([x, y]: Point): Place => [(x - left) / height, (y - top) / height];
  return strokes.map((stroke) => stroke.map(place));
}

export interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly foot: number;
}

export function boxOf(line: Line): Box {
  let [left, right, top, foot] = [Infinity, -Infinity, Infinity, -Infinity];
  for (const [x, y] of line) {
    [left, right] = [Math.min(left, x), Math.max(right, x)];
    [top, foot] = [Math.min(top, y), Math.max(foot, y)];
  }
  return { left, right, top, foot };
}

export function lengthOf(line: Line): number {
  let length = 0;
  for (let at = 1; at < line.length; at++) {
    length += Math.hypot(line[at]![0] - line[at - 1]![0], line[at]![1] - line[at - 1]![1]);
  }
  return length;
}

/** From its first to its last point. */
export function chordOf(line: Line): { readonly dx: number; readonly dy: number } {
  const [first, last] = [line[0]!, line.at(-1)!];
  return { dx: last[0] - first[0], dy: last[1] - first[1] };
}

/** 1 for a straight line, 0 for a closed one. */
export function straightness(line: Line): number {
  const { dx, dy } = chordOf(line);
  const length = lengthOf(line);
  return length === 0 ? 0 : Math.hypot(dx, dy) / length;
}

/** Whether two lines have a place in common. */
export function meet(a: Line, b: Line): boolean {
  for (let i = 1; i < a.length; i++) {
    for (let j = 1; j < b.length; j++) {
      if (cross(a[i - 1]!, a[i]!, b[j - 1]!, b[j]!)) return true;
    }
  }
  return false;
}

/** Whether a line meets itself, other than where one piece follows the other. */
export function meetsItself(line: Line): boolean {
  for (let i = 1; i < line.length; i++) {
    for (let j = i + 2; j < line.length; j++) {
      if (cross(line[i - 1]!, line[i]!, line[j - 1]!, line[j]!)) return true;
    }
  }
  return false;
}

function cross(a: Place, b: Place, c: Place, d: Place): boolean {
  return (
    side(a, b, c) * side(a, b, d) <= 0 &&
    side(c, d, a) * side(c, d, b) <= 0 &&
    overlap(a[0], b[0], c[0], d[0]) &&
    overlap(a[1], b[1], c[1], d[1])
  );
}

/** On which side of the line from a to b a place lies; 0 on it. */
const side = (a: Place, b: Place, c: Place) =>
  Math.sign((b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]));

const overlap = (a: number, b: number, c: number, d: number) =>
  Math.max(Math.min(a, b), Math.min(c, d)) <= Math.min(Math.max(a, b), Math.max(c, d));

/** How far a line strays from the straight one between its ends. */
export function bendOf(line: Line): number {
  if (line.length < 2) return 0;
  const { dx, dy } = chordOf(line);
  const chord = Math.hypot(dx, dy);
  const [startX, startY] = line[0]!;
  return line.reduce((most, [x, y]) => {
    const across = (x - startX) * dy - (y - startY) * dx;
    const distance = chord === 0 ? Math.hypot(x - startX, y - startY) : Math.abs(across) / chord;
    return Math.max(most, distance);
  }, 0);
}

export function widthOf(ink: readonly Line[]): number {
  const { left, right } = boxOf(ink.flat());
  return right - left;
}
