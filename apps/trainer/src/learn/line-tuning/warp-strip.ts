import { reshapeStrip, STRIP_HEIGHT, type Strip } from '@inkling/ink';
import type { Random } from '../../random.js';

/** As a writer's next words differ from the ones before: lean, width and height of the writing, its place. */
const LIMITS = { lean: 0.2, wide: 0.15, high: 0.1, down: 1.5, rise: 0.02 };

/** The same line, written a little differently. */
export function warpStrip(strip: Strip, random: Random): Strip {
  const either = (limit: number) => random.between(-limit, limit);
  const [lean, rise, down] = [either(LIMITS.lean), either(LIMITS.rise), either(LIMITS.down)];
  const [wide, high] = [Math.exp(either(LIMITS.wide)), Math.exp(either(LIMITS.high))];
  const room = (Math.abs(lean) * STRIP_HEIGHT) / 2;
  return reshapeStrip(strip, { wide, high, lean, room, down, rise });
}
