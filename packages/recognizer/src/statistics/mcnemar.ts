import type { PairedCounts } from './paired-counts.js';
import { logFactorials } from './log-factorials.js';

/**
 * McNemar's test in its exact form (McNemar, "Note on the sampling error of the difference between
 * correlated proportions", Psychometrika 1947): of two equally good networks each glyph that only one of
 * them reads right is as likely to be lost as won, so the lost ones follow a binomial of 1/2.
 *
 * @param alternative `worse`: one-sided, how likely at least as many were lost; `different`: two-sided
 * @returns p, 0..1; 1 when no glyph differs
 */
export function mcNemar(
  { lost, won }: Pick<PairedCounts, 'lost' | 'won'>,
  alternative: 'worse' | 'different',
): number {
  if (alternative === 'worse') return atLeast(lost, lost + won);
  return Math.min(1, 2 * atLeast(Math.max(lost, won), lost + won));
}

/** Probability of at least that many heads in so many throws of a coin. */
function atLeast(heads: number, throws: number): number {
  const logs = logFactorials(throws);
  let sum = 0;
  // From the least likely on, so that small parts are not lost in a large sum.
  for (let count = throws; count >= heads; count--) {
    sum += Math.exp(logs[throws]! - logs[count]! - logs[throws - count]! - throws * Math.LN2);
  }
  return Math.min(1, sum);
}
