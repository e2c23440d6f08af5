/** The first attempt, and those after one has failed: over about 27 hours with the default first pause. */
export const MOST_ATTEMPTS = 10;

/** Each pause is so many times the one before. */
const FACTOR = 3;

/** Parts of a pause by which it may be shorter or longer, so that what failed together does not come back together. */
const JITTER = 0.2;

/**
 * How long to wait after an attempt has failed, in milliseconds.
 *
 * @param attempts made so far, from 1
 * @param firstMs the pause after the first, without jitter
 * @param random 0..1
 */
export const retryDelayMs = (attempts: number, firstMs: number, random = Math.random()): number =>
  Math.round(firstMs * FACTOR ** (attempts - 1) * (1 + JITTER * (2 * random - 1)));
