import { greyPng } from '../common/png.js';

/** As the pages of other demos draw. */
interface Canvas {
  readonly sidePx?: number;
  readonly penPx?: number;
  /** 0 black to 255 white. */
  readonly ink?: number;
  readonly ground?: number;
}

/** Strokes in the middle of a square canvas, which they fill by two thirds, as PNG. */
export function canvasPicture(
  strokes: readonly (readonly (readonly number[])[])[],
  { sidePx = 280, penPx = 8, ink = 0, ground = 255 }: Canvas = {},
): Buffer {
  const pixels = new Uint8Array(sidePx * sidePx).fill(ground);
  for (const stroke of fitted(strokes, sidePx)) {
    for (const [at, to] of stroke.entries()) {
      const from = stroke[Math.max(0, at - 1)]!;
      const steps = Math.ceil(Math.hypot(to[0] - from[0], to[1] - from[1])) + 1;
      for (let step = 0; step <= steps; step++) {
        const share = step / steps;
        const x = from[0] + share * (to[0] - from[0]);
        const y = from[1] + share * (to[1] - from[1]);
        drawDot(pixels, sidePx, { x, y, radius: penPx / 2, ink });
      }
    }
  }
  return greyPng(pixels, sidePx, sidePx);
}

function fitted(
  strokes: readonly (readonly (readonly number[])[])[],
  sidePx: number,
): [number, number][][] {
  const points = strokes.flat();
  const rangeOf = (values: number[]) => [Math.min(...values), Math.max(...values)] as const;
  const [left, right] = rangeOf(points.map(([x]) => x!));
  const [top, bottom] = rangeOf(points.map(([, y]) => y!));
  const scale = (sidePx * 2) / 3 / Math.max(right - left, bottom - top);
  const place = (value: number, low: number, high: number) =>
    sidePx / 2 + (value - (low + high) / 2) * scale;
  return strokes.map((stroke) =>
    stroke.map(([x, y]) => [place(x!, left, right), place(y!, top, bottom)]),
  );
}

function drawDot(
  pixels: Uint8Array,
  side: number,
  { x, y, radius, ink }: { x: number; y: number; radius: number; ink: number },
): void {
  for (let row = Math.floor(y - radius); row <= y + radius; row++) {
    for (let column = Math.floor(x - radius); column <= x + radius; column++) {
      const isIn = Math.hypot(column + 0.5 - x, row + 0.5 - y) <= radius;
      const isThere = row >= 0 && row < side && column >= 0 && column < side;
      if (isIn && isThere) pixels[row * side + column] = ink;
    }
  }
}
