import { createRandom } from '../../random.js';

/** What two networks got wrong of the same lines. */
export interface PairedErrors {
  /** Characters of each line. */
  readonly lengths: readonly number[];
  /** Wrong ones, by the former network. */
  readonly former: readonly number[];
  readonly challenger: readonly number[];
}

const RESAMPLES = 2000;
const SEED = 1;

/**
 * How much higher the character error rate of the new network may be than the former one's at most, by a paired
 * bootstrap over lines (Efron and Tibshirani 1993; for error rates of recognisers Bisani and Ney 2004): the upper
 * end of the one-sided percentile interval. Always with the same random numbers: the same answers give the same bound.
 *
 * Where hardly a line differs, resampling knows no spread: there the rule of three takes over, as in `lossBound`.
 *
 * @param confidence of the bound, one-sided
 * @returns below 0 the new network is better even in the worse case
 * @throws RangeError without lines
 */
export function errorRateBound(
  { lengths, former, challenger }: PairedErrors,
  confidence = 0.95,
): number {
  const count = lengths.length;
  if (count === 0) throw new RangeError('A bound needs lines.');
  const more = lengths.map((_, at) => challenger[at]! - former[at]!);
  const random = createRandom(SEED);
  const rates = Array.from({ length: RESAMPLES }, () => {
    let [wrong, characters] = [0, 0];
    for (let draw = 0; draw < count; draw++) {
      const at = random.integer(count);
      wrong += more[at]!;
      characters += lengths[at]!;
    }
    return wrong / characters;
  }).sort((a, b) => a - b);
  const characters = sumOf(lengths);
  const unseen = (sumOf(more) - Math.log(1 - confidence)) / characters;
  return Math.max(rates[Math.ceil(confidence * RESAMPLES) - 1]!, unseen);
}

const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
