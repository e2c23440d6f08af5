import { forEachOutcome, type PairedCounts } from './paired-counts.js';

/**
 * How much accuracy the new network may have lost against the former one at most, by a paired bootstrap
 * over the glyphs: the upper end of the one-sided percentile interval of (lost - won) / count.
 *
 * Each glyph is lost, won or neither, so a resample is a draw from a trinomial and the bootstrap
 * distribution is summed up exactly (the "ideal" bootstrap of infinitely many resamples, Efron and
 * Tibshirani, "An Introduction to the Bootstrap", 1993): no random numbers, and the same answers always
 * give the same bound.
 *
 * Where hardly a glyph differs, resampling knows no spread: 10 glyphs without a difference would prove
 * two networks equal. There the rule of three takes over (nothing seen in n trials leaves a rate of
 * -ln(0.05) / n, about 3 / n, possible; Hanley and Lippman-Hand, JAMA 1983).
 *
 * @param confidence of the bound, one-sided
 * @returns share of glyphs, -1..1; below 0 the new network is better even in the worse case
 * @throws RangeError without glyphs, or when more differ than there are
 */
export function lossBound({ count, lost, won }: PairedCounts, confidence = 0.95): number {
  if (!(count >= 1) || lost < 0 || won < 0 || lost + won > count) {
    throw new RangeError(`${lost} lost and ${won} won of ${count} glyphs is not possible.`);
  }
  // Index 0 is a loss of -count.
  const probabilities = new Float64Array(2 * count + 1);
  forEachOutcome(count, lost / count, won / count, (drawnLost, drawnWon, probability) => {
    probabilities[drawnLost - drawnWon + count]! += probability;
  });
  let loss = -count;
  let sum = probabilities[0]!;
  // What was summed may lack 1e-14 of the whole.
  while (sum < confidence - 1e-12 && loss < count) sum += probabilities[++loss + count]!;
  const unseen = Math.min(count, lost - won - Math.log(1 - confidence));
  return Math.max(loss, unseen) / count;
}
