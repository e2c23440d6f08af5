import type { Hand } from '../ink-line.js';

/** A hand without any chance in it. */
export const EVEN: Hand = {
  spacing: 0.2,
  unevenness: 0,
  sizes: 0,
  wobble: 0,
  rise: 0,
  bend: 0,
  lean: 0,
  gap: 0.6,
};
