import { STRIP_HEIGHT, type Strip } from './types.js';

/** How a line is written otherwise. */
export interface StripShape {
  /** Above 1 it is wider. */
  readonly wide: number;
  /** Above 1 it is higher. */
  readonly high: number;
  /** To the right for each pixel upwards. */
  readonly lean: number;
  /** Empty columns at either end, for what leans over. */
  readonly room: number;
  /** Pixels that it lies lower. @defaultValue 0 */
  readonly down?: number;
  /** Pixels that it sinks for each pixel to the right. @defaultValue 0 */
  readonly rise?: number;
}

/** The same line in another shape, about the middle of its height; what leaves the strip is lost. */
export function reshapeStrip(
  strip: Strip,
  { wide, high, lean, room, down = 0, rise = 0 }: StripShape,
): Strip {
  const middle = STRIP_HEIGHT / 2;
  const width = Math.ceil(strip.width * wide + 2 * room);
  const values = new Float32Array(STRIP_HEIGHT * width);
  for (let row = 0; row < STRIP_HEIGHT; row++) {
    for (let column = 0; column < width; column++) {
      const below = row + 0.5 - middle;
      const x = (column + 0.5 - room + lean * below) / wide;
      const y = (below - down - rise * (column - width / 2)) / high + middle;
      values[row * width + column] = stripValueAt(strip, y - 0.5, x - 0.5);
    }
  }
  return { values, width };
}

/** The value between pixels, 0 outside. */
export function stripValueAt({ values, width }: Strip, row: number, column: number): number {
  const [top, left] = [Math.floor(row), Math.floor(column)];
  const [down, right] = [row - top, column - left];
  const pixel = (y: number, x: number) =>
    y < 0 || y >= STRIP_HEIGHT || x < 0 || x >= width ? 0 : values[y * width + x]!;
  return (
    (1 - down) * ((1 - right) * pixel(top, left) + right * pixel(top, left + 1)) +
    down * ((1 - right) * pixel(top + 1, left) + right * pixel(top + 1, left + 1))
  );
}
