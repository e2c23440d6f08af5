import type { Pieces } from './pieces.js';

/** Characters of fewer pixels, when they were looked at from near, are dust, dots of the paper, or grain: ... */
const LEAST_SIZE = 5;

/** ... of paper whose noise reaches up to this part of the full ink also those of fewer than this. */
const NOISY = 0.3;
const LEAST_SIZE_IN_NOISE = 10;

/** Whether pieces are too small to be writing in what was looked at last. */
export const areGrains = ({ size }: Pieces, noise: number): boolean =>
  size < (noise >= NOISY ? LEAST_SIZE_IN_NOISE : LEAST_SIZE);
