const FIRST_MS = 500;
const LONGEST_MS = 60_000;

/** Doubles with each failed attempt (from 1 on), up to a minute. */
export const retryDelayMs = (attempts: number): number =>
  Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(20, attempts - 1));
