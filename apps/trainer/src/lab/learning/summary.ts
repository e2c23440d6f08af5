import { createRandom } from '../../random.js';

/** One hand's drawings in one simulated installation: how many, and how many were read wrong. */
export interface HandErrors {
  readonly hand: string;
  readonly count: number;
  readonly cold: number;
  readonly memory: number;
  readonly fineTuned: number;
  readonly both: number;
}

export type Way = 'cold' | 'memory' | 'fineTuned' | 'both';

/** A figure with its 95 % interval. */
export interface Estimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

const RESAMPLES = 2000;

/** Share of drawings read wrong. */
export const errorOf = (parts: readonly HandErrors[], way: Way): number =>
  sum(parts, way) / sum(parts, 'count');

/** By how much of itself the cold error falls, 0..1; below 0 it rose. */
export const cutOf = (parts: readonly HandErrors[], way: Way): number => {
  const cold = sum(parts, 'cold');
  return cold === 0 ? 0 : 1 - sum(parts, way) / cold;
};

/**
 * A statistic with its percentile interval over writers: whole hands are drawn anew, because the
 * drawings of one hand are alike (cluster bootstrap, Davison and Hinkley 1997). A hand that stands in
 * several installations is drawn with all of them.
 */
export function overHands(
  parts: readonly HandErrors[],
  statistic: (parts: readonly HandErrors[]) => number,
): Estimate {
  const byHand = new Map<string, HandErrors[]>();
  for (const part of parts) byHand.set(part.hand, [...(byHand.get(part.hand) ?? []), part]);
  const hands = [...byHand.values()];
  const random = createRandom(17);
  const drawn = Array.from({ length: RESAMPLES }, () =>
    statistic(hands.flatMap(() => hands[random.integer(hands.length)]!)),
  ).sort((a, b) => a - b);
  return {
    value: statistic(parts),
    low: drawn[Math.floor(RESAMPLES * 0.025)]!,
    high: drawn[Math.ceil(RESAMPLES * 0.975) - 1]!,
  };
}

function sum(parts: readonly HandErrors[], key: Way | 'count'): number {
  return parts.reduce((total, part) => total + part[key], 0);
}
