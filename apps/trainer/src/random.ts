/** A source of reproducible random numbers. */
export interface Random {
  /** Uniform in [0, 1). */
  next(): number;
  /** Uniform in [low, high). */
  between(low: number, high: number): number;
  /** A whole number in [0, below). */
  integer(below: number): number;
}

/** Mulberry32 (Tommy Ettinger): small, quick, and equal on every machine. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  return {
    next,
    between: (low, high) => low + (high - low) * next(),
    integer: (below) => Math.floor(next() * below),
  };
}

/** About normal, of deviation 1 and never beyond 3: the sum of three uniform numbers is close enough. */
export const nearNormal = (random: Random): number =>
  2 * (random.next() + random.next() + random.next() - 1.5);

/** Shuffles in place (Fisher and Yates). */
export function shuffle(values: Int32Array, random: Random): void {
  for (let at = values.length - 1; at > 0; at--) {
    const other = random.integer(at + 1);
    const kept = values[at]!;
    values[at] = values[other]!;
    values[other] = kept;
  }
}
