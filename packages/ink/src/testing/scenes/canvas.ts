import { renderStrokes } from '../../strokes/render.js';
import type { GreyPicture, Point, Stroke } from '../../types.js';
import { nearlyNormal } from '../random.js';

// Looked up once: in sandboxes such as Jest's every look-up of a global in a loop is slow.
const { abs, atan2, ceil, cos, floor, hypot, max, min, sin } = Math;

/** A picture that is being painted: luma in 0..255, row by row. */
export interface Canvas {
  readonly width: number;
  readonly height: number;
  readonly values: Float32Array;
}

export type Random = () => number;

/** Pixels of the canvas. */
export interface Spot {
  readonly x: number;
  readonly y: number;
}

export interface Rectangle extends Spot {
  readonly width: number;
  readonly height: number;
}

/** How ink is put on a canvas. */
export interface Drawing extends Spot {
  /** Longer side of the drawing in pixels, from the middle of one line to the middle of the other. */
  readonly size: number;
  readonly pen: number;
  /** Clockwise, in radians. @defaultValue 0 */
  readonly turn?: number;
}

export const between = (random: Random, low: number, high: number): number =>
  low + (high - low) * random();

export const oneOf = <T>(random: Random, choices: readonly T[]): T =>
  choices[floor(random() * choices.length)]!;

export function canvas(width: number, height: number, tone: number): Canvas {
  return { width, height, values: new Float32Array(width * height).fill(tone) };
}

/** The box around all points of an ink. */
export function boxOf(strokes: readonly Stroke[]) {
  const points = strokes.flat();
  const xs = points.map((point) => point[0]);
  const ys = points.map((point) => point[1]);
  const [left, right] = [min(...xs), max(...xs)];
  const [top, bottom] = [min(...ys), max(...ys)];
  return { left, top, width: right - left, height: bottom - top };
}

/** The strokes in pixels of a canvas: scaled, turned around their middle, and moved there. */
export function placed(strokes: readonly Stroke[], { x, y, size, turn = 0 }: Drawing): Stroke[] {
  const box = boxOf(strokes);
  const scale = size / max(box.width, box.height, 1e-9);
  const [across, up] = [cos(turn) * scale, sin(turn) * scale];
  return strokes.map((stroke) =>
    stroke.map(([px, py]): Point => {
      const dx = px - box.left - box.width / 2;
      const dy = py - box.top - box.height / 2;
      return [x + dx * across - dy * up, y + dx * up + dy * across];
    }),
  );
}

/** How much of each pixel is under the ink, 0..1. */
export function coverageOf(
  { width, height }: Pick<Canvas, 'width' | 'height'>,
  strokes: readonly Stroke[],
  drawing: Drawing,
): Float32Array {
  const side = max(width, height);
  const whole = renderStrokes(
    placed(strokes, drawing),
    { scale: 1, offsetX: 0, offsetY: 0 },
    side,
    drawing.pen,
  );
  if (width === side && height === side) return whole;
  const cut = new Float32Array(width * height);
  for (let row = 0; row < height; row++) {
    cut.set(whole.subarray(row * side, row * side + width), row * width);
  }
  return cut;
}

/** Lays a tone over the canvas, as thick as the coverage says. */
export function blend(to: Canvas, coverage: ArrayLike<number>, tone: number): void {
  for (let at = 0; at < to.values.length; at++) {
    to.values[at]! += (tone - to.values[at]!) * coverage[at]!;
  }
}

/** Draws where the ink is, and leaves the rest of a large canvas alone. */
export function drawInk(
  to: Canvas,
  strokes: readonly Stroke[],
  drawing: Drawing,
  tone: number,
): void {
  const lines = placed(strokes, drawing);
  const box = boxOf(lines);
  const margin = drawing.pen / 2 + 1;
  const left = floor(box.left - margin);
  const top = floor(box.top - margin);
  const side = ceil(max(box.width, box.height) + 2 * margin) + 1;
  const placement = { scale: 1, offsetX: -left, offsetY: -top };
  const ink = renderStrokes(lines, placement, side, drawing.pen);
  for (let row = max(0, -top); row < min(side, to.height - top); row++) {
    for (let column = max(0, -left); column < min(side, to.width - left); column++) {
      const at = (row + top) * to.width + column + left;
      to.values[at]! += (tone - to.values[at]!) * ink[row * side + column]!;
    }
  }
}

/** Paints each pixel anew, of the whole canvas or of a part of it: gets its middle and its tone. */
export function paint(
  to: Canvas,
  tone: (spot: Spot, now: number) => number,
  { x, y, width, height }: Rectangle = { x: 0, y: 0, width: to.width, height: to.height },
): void {
  const [bottom, right] = [min(to.height, ceil(y + height)), min(to.width, ceil(x + width))];
  for (let row = max(0, floor(y)); row < bottom; row++) {
    for (let column = max(0, floor(x)); column < right; column++) {
      const at = row * to.width + column;
      to.values[at] = tone({ x: column + 0.5, y: row + 0.5 }, to.values[at]!);
    }
  }
}

/** A shape with an edge one pixel soft: `inside` is the depth of a spot under its edge in pixels. */
export function fill(
  to: Canvas,
  inside: (spot: Spot) => number,
  tone: number,
  part?: Rectangle,
): void {
  paint(to, (spot, now) => now + (tone - now) * min(1, max(0, inside(spot) + 0.5)), part);
}

/** A line with flat ends; the rest of a large canvas is left alone. */
export function fillLine(
  to: Canvas,
  from: Spot,
  end: Spot,
  { thickness, tone }: { readonly thickness: number; readonly tone: number },
): void {
  const margin = thickness / 2 + 1;
  fill(to, insideLine(from, end, thickness), tone, {
    x: min(from.x, end.x) - margin,
    y: min(from.y, end.y) - margin,
    width: abs(end.x - from.x) + 2 * margin,
    height: abs(end.y - from.y) + 2 * margin,
  });
}

/** A disc; the rest of a large canvas is left alone. */
export function fillCircle(to: Canvas, middle: Spot, radius: number, tone: number): void {
  const [reach, side] = [radius + 1, 2 * radius + 2];
  const part = { x: middle.x - reach, y: middle.y - reach, width: side, height: side };
  fill(to, insideCircle(middle, radius), tone, part);
}

/** Depth under the edge of a rectangle that is turned around its middle. */
export const insideRectangle = ({ x, y, width, height }: Rectangle, turn = 0) => {
  const [c, s] = [cos(turn), sin(turn)];
  const [middleX, middleY] = [x + width / 2, y + height / 2];
  return (spot: Spot): number => {
    const dx = (spot.x - middleX) * c + (spot.y - middleY) * s;
    const dy = (spot.y - middleY) * c - (spot.x - middleX) * s;
    return min(width / 2 - abs(dx), height / 2 - abs(dy));
  };
};

/** The outline of a shape, inwards from its edge. */
export const outline = (inside: (spot: Spot) => number, thickness: number) => (spot: Spot) =>
  min(inside(spot), thickness - inside(spot));

/** Depth under the edge of a line with flat ends. */
export const insideLine = (from: Spot, to: Spot, thickness: number) => {
  const length = hypot(to.x - from.x, to.y - from.y);
  const rectangle = {
    x: (from.x + to.x) / 2 - length / 2,
    y: (from.y + to.y) / 2 - thickness / 2,
    width: length,
    height: thickness,
  };
  return insideRectangle(rectangle, atan2(to.y - from.y, to.x - from.x));
};

export const insideCircle = (middle: Spot, radius: number) => (spot: Spot) =>
  radius - hypot(spot.x - middle.x, spot.y - middle.y);

export function addNoise(to: Canvas, deviation: number, random: Random): void {
  paint(to, (_, now) => now + deviation * nearlyNormal(random));
}

/** Light that falls off to one side, by a part of it over the whole picture. */
export function addSlope(to: Canvas, share: number, angle: number): void {
  const [dx, dy] = [cos(angle), sin(angle)];
  paint(to, ({ x, y }, now) => {
    const along = (x / to.width - 0.5) * dx + (y / to.height - 0.5) * dy;
    return now * (1 + share * along);
  });
}

export function toPicture({ width, height, values }: Canvas): GreyPicture {
  return { width, height, pixels: Uint8ClampedArray.from(values) };
}
