import { forEachOutcome, mcNemar } from '@inkling/recognizer';

/**
 * Probability that the classes rule calls a class lost: its p is small enough for the first step of
 * Holm's procedure (which is what one lost class among good ones needs). Summed up exactly.
 *
 * @param support glyphs of the class in the gate set
 * @param lostShare share of them that the challenger truly loses
 * @param wonShare share of them that it truly wins
 */
export function classLostProbability(
  support: number,
  lostShare: number,
  wonShare: number,
  classes: number,
  significance: number,
): number {
  const fewestLost = criticalCounts(significance / classes);
  let probability = 0;
  forEachOutcome(support, lostShare, wonShare, (lost, won, share) => {
    if (lost >= fewestLost(lost + won)) probability += share;
  });
  return Math.min(1, probability);
}

/** Of so many glyphs that differ, how many must be lost for p to reach a level. Grows with their number. */
function criticalCounts(level: number): (changed: number) => number {
  const known: number[] = [];
  return (changed) => {
    while (known.length <= changed) {
      const total = known.length;
      let lost = known.at(-1) ?? 1;
      while (lost <= total && mcNemar({ lost, won: total - lost }, 'worse') > level) lost++;
      known.push(lost);
    }
    return known[changed]!;
  };
}

/**
 * Probability that at least one class of an equal network is called lost: glyphs that change are lost
 * and won alike. Holm's procedure calls any class lost exactly when it does so with the smallest p.
 *
 * @param supports glyphs of each class
 * @param changed share of the glyphs that one of the two networks alone reads right
 */
export function falseAlarm(
  supports: readonly number[],
  changed: number,
  significance: number,
): number {
  const quiet = supports.reduce(
    (product, support) =>
      product *
      (1 - classLostProbability(support, changed / 2, changed / 2, supports.length, significance)),
    1,
  );
  return 1 - quiet;
}
