import type { Point, Stroke } from '@inkling/ink';
import type { Random } from '../../../random.js';

/** Another way in which the same ink might have come from a pen or a screen. Never changes what it gets. */
export type InkChange = (strokes: readonly Stroke[], random: Random) => Stroke[];

/** Clockwise on the screen, since y points down. */
export const turned = (degrees: number): InkChange => {
  const [cos, sin] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
  return mapPoints(([x, y]) => [cos * x - sin * y, sin * x + cos * y]);
};

/** Wider (above 1) or narrower than it was drawn. */
export const stretched = (factor: number): InkChange => mapPoints(([x, y]) => [x * factor, y]);

/** Larger or smaller as a whole. */
export const scaled = (factor: number): InkChange =>
  mapPoints(([x, y]) => [x * factor, y * factor]);

/** Points on a coarse grid, as old tablets and low resolutions give them. */
export const jagged =
  (cells: number): InkChange =>
  (strokes, random) => {
    const cell = extentOf(strokes) / cells;
    return mapPoints(([x, y]) => [Math.round(x / cell) * cell, Math.round(y / cell) * cell])(
      strokes,
      random,
    );
  };

/** Each point off its place by up to a part of the drawing's extent. */
export const trembling =
  (share: number): InkChange =>
  (strokes, random) => {
    const reach = extentOf(strokes) * share;
    const off = () => random.between(-reach, reach);
    return mapPoints(([x, y]) => [x + off(), y + off()])(strokes, random);
  };

/** Only every n-th point, and the ends. */
export const sparse = (every: number): InkChange => keepPoints((index) => index % every === 0);

/** Each point but the ends is lost by chance. */
export const dropped = (share: number): InkChange =>
  keepPoints((_, random) => random.next() >= share);

/** The pen loses touch: pieces of a stroke are missing, a share of its points in all. */
export const interrupted =
  (share: number, longest = 4): InkChange =>
  (strokes, random) => {
    const meanGap = (1 + longest) / 2;
    const start = share / (1 - share) / meanGap;
    return strokes.flatMap((stroke) => {
      const parts: Point[][] = [[]];
      let gap = 0;
      for (const point of stroke) {
        if (gap === 0 && random.next() < start) {
          gap = 1 + random.integer(longest);
        }
        if (gap > 0) {
          gap--;
          if (parts.at(-1)!.length > 0) parts.push([]);
        } else parts.at(-1)!.push(point);
      }
      const left = parts.filter(({ length }) => length > 0);
      return left.length > 0 ? left : [stroke];
    });
  };

function mapPoints(map: (point: Point) => Point): InkChange {
  return (strokes) => strokes.map((stroke) => stroke.map(map));
}

function keepPoints(keep: (index: number, random: Random) => boolean): InkChange {
  return (strokes, random) =>
    strokes.map((stroke) =>
      stroke.filter(
        (_, index) => index === 0 || index === stroke.length - 1 || keep(index, random),
      ),
    );
}

/** The longer side of the box around an ink. */
function extentOf(strokes: readonly Stroke[]): number {
  const points = strokes.flat();
  const sideOf = (values: readonly number[]) =>
    values.reduce((most, value) => Math.max(most, value), -Infinity) -
    values.reduce((least, value) => Math.min(least, value), Infinity);
  return Math.max(sideOf(points.map(([x]) => x)), sideOf(points.map(([, y]) => y)));
}
