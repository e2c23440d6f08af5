import { forEachOutcome, lossBound } from '@inkling/recognizer';

/** How often a truth leads to which verdict, for one gate set and one limit. */
export interface LossPower {
  /**
   * Probability that the rule lets a network pass that truly loses `lostShare` of all glyphs and wins
   * `wonShare`, over all gate sets of this size. Summed up exactly.
   */
  passes(lostShare: number, wonShare: number): number;
}

/**
 * @param count glyphs of the gate set
 * @param limit the bound of the loss must stay under this, share 0..1
 */
export function lossPower(count: number, limit: number): LossPower {
  const mostLost = thresholds(count, limit);
  return {
    passes(lostShare, wonShare) {
      let passed = 0;
      forEachOutcome(count, lostShare, wonShare, (lost, won, probability) => {
        if (lost <= mostLost(won)) passed += probability;
      });
      // Rounding adds up to a little more than everything.
      return Math.min(1, passed);
    },
  };
}

/** For a number of won glyphs, how many lost ones still pass; -1 where none does. Grows with what is won. */
function thresholds(count: number, limit: number): (won: number) => number {
  const known: number[] = [];
  const passes = (lost: number, won: number) =>
    lost >= 0 && lost + won <= count && lossBound({ count, lost, won }) < limit;
  return (won) => {
    while (known.length <= won) {
      const next = known.length;
      let lost = known.at(-1) ?? -1;
      while (passes(lost + 1, next)) lost++;
      while (lost >= 0 && !passes(lost, next)) lost--;
      known.push(lost);
    }
    return known[won]!;
  };
}
