import { STRIP_HEIGHT, type Strip } from '@inkling/ink';
import type { Random } from '../../random.js';
import { stripValueAt } from '../lines/soil.js';

/** As a writer's next words differ from the ones before: lean, width and height of the writing, its place. */
const LIMITS = { lean: 0.2, wide: 0.15, high: 0.1, down: 1.5, rise: 0.02 };

/** The same line, written a little differently. */
export function warpStrip(strip: Strip, random: Random): Strip {
  const either = (limit: number) => random.between(-limit, limit);
  const [lean, rise, down] = [either(LIMITS.lean), either(LIMITS.rise), either(LIMITS.down)];
  const [wide, high] = [Math.exp(either(LIMITS.wide)), Math.exp(either(LIMITS.high))];
  const middle = STRIP_HEIGHT / 2;
  // Leaned over, the ends need room.
  const room = Math.abs(lean) * middle;
  const width = Math.ceil(strip.width * wide + 2 * room);
  const values = new Float32Array(STRIP_HEIGHT * width);
  for (let row = 0; row < STRIP_HEIGHT; row++) {
    for (let column = 0; column < width; column++) {
      const up = row + 0.5 - middle;
      const x = (column + 0.5 - room + lean * up) / wide;
      const y = (up - down - rise * (column - width / 2)) / high + middle;
      values[row * width + column] = stripValueAt(strip, y - 0.5, x - 0.5);
    }
  }
  return { values, width };
}
