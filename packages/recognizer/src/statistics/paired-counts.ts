import { logFactorials } from './log-factorials.js';

/**
 * Two networks read the same glyphs, and this is where they differ; what both read right or both read
 * wrong says nothing about which one is better.
 */
export interface PairedCounts {
  /** Glyphs that both read, at least 1. */
  readonly count: number;
  /** Right with the former, wrong with the new one. */
  readonly lost: number;
  /** Wrong with the former, right with the new one. */
  readonly won: number;
}

/** Compares glyph by glyph whether each of two networks was right. */
export function pairedCounts(
  formerRight: ArrayLike<boolean | number>,
  newRight: ArrayLike<boolean | number>,
): PairedCounts {
  if (formerRight.length !== newRight.length) {
    throw new RangeError(`${formerRight.length} answers can't be paired with ${newRight.length}.`);
  }
  let lost = 0;
  let won = 0;
  for (let at = 0; at < formerRight.length; at++) {
    if (formerRight[at] && !newRight[at]) lost++;
    if (!formerRight[at] && newRight[at]) won++;
  }
  return { count: formerRight.length, lost, won };
}

/** Beyond this many standard deviations (and `MARGIN`) lies less than 1e-14 of a binomial. */
const DEVIATIONS = 9;
const MARGIN = 20;

/**
 * Goes through all likely outcomes of drawing `count` glyphs at random when each is lost with
 * probability `lostShare`, won with `wonShare` and neither otherwise.
 */
export function forEachOutcome(
  count: number,
  lostShare: number,
  wonShare: number,
  visit: (lost: number, won: number, probability: number) => void,
): void {
  const logs = logFactorials(count);
  const logNeither = logOf(1 - lostShare - wonShare);
  const [lostFrom, lostTo] = likelyRange(count, lostShare);
  const [wonFrom, wonTo] = likelyRange(count, wonShare);
  const [logLost, logWon] = [logOf(lostShare), logOf(wonShare)];
  // The loops are what a bound costs: nothing is looked up in them that need not be.
  const { exp, min } = Math;
  for (let lost = lostFrom; lost <= lostTo; lost++) {
    const ofLost = logs[count]! - logs[lost]! + lost * logLost;
    const mostWon = min(wonTo, count - lost);
    for (let won = wonFrom; won <= mostWon; won++) {
      const neither = count - lost - won;
      const ofOthers = won * logWon - logs[won]! + neither * logNeither - logs[neither]!;
      visit(lost, won, exp(ofLost + ofOthers));
    }
  }
}

function likelyRange(count: number, share: number): readonly [from: number, to: number] {
  const mean = count * share;
  const reach = DEVIATIONS * Math.sqrt(mean * (1 - share)) + MARGIN;
  // What has no share never occurs, and what has every share always does.
  if (share <= 0) return [0, 0];
  return [Math.max(0, Math.floor(mean - reach)), Math.min(count, Math.ceil(mean + reach))];
}

/** Low instead of infinite for a share of 0: times 0 it is 0, times anything else impossible. */
function logOf(share: number): number {
  return share > 0 ? Math.log(share) : -1e6;
}
