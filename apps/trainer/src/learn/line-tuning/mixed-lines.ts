import type { LabelledLine } from '../../data/labelled-lines.js';
import { createRandom, shuffle, type Random } from '../../random.js';
import type { LineSample } from '../lines/line-sources.js';
import { warpStrip } from './warp-strip.js';

/** How an epoch of lines is cut into batches. */
export interface LineBatchPlan {
  readonly batchSize: number;
  readonly steps: number;
  /** Of all batches of an epoch. */
  readonly corrections: number;
}

/** An epoch shows at least this many corrections, a few of them several times, each time written anew. */
const LEAST_SHOWN = 48;

/** Batches whose lines are drawn together and sorted by width, so that little of each batch is empty. */
const POOLED_BATCHES = 8;

/** An epoch shows every correction at least once, with `replayRatio` replayed lines for each. */
export function planLineBatches(
  count: number,
  batchSize: number,
  replayRatio: number,
): LineBatchPlan {
  const corrections = Math.max(count, LEAST_SHOWN);
  return {
    batchSize,
    corrections,
    steps: Math.ceil((corrections * (1 + replayRatio)) / batchSize),
  };
}

/** One epoch's batches; the seed decides order, replay and how corrections are written anew. */
export function* mixedLines(
  corrections: readonly LabelledLine[],
  replay: readonly LabelledLine[],
  plan: LineBatchPlan,
  seed: number,
): Generator<LineSample[]> {
  const random = createRandom(seed);
  const corrected = endlessly(corrections, random);
  const replayed = endlessly(replay, random);
  const share = plan.corrections / (plan.steps * plan.batchSize);
  let [drawn, given] = [0, 0];
  for (let step = 0; step < plan.steps; step += POOLED_BATCHES) {
    const batches = Math.min(POOLED_BATCHES, plan.steps - step);
    const lines = Array.from({ length: batches * plan.batchSize }, (): LineSample => {
      drawn++;
      if (given + 1 > share * drawn + 0.5) return replayed.next().value;
      given++;
      const { text, strip } = corrected.next().value;
      return { text, strip: warpStrip(strip, random) };
    }).sort((one, other) => one.strip.width - other.strip.width);
    for (const at of shuffled(batches, random)) {
      yield lines.slice(at * plan.batchSize, (at + 1) * plan.batchSize);
    }
  }
}

/** All in random order, and again in another one. */
function* endlessly<T>(all: readonly T[], random: Random): Generator<T, never> {
  for (;;) for (const at of shuffled(all.length, random)) yield all[at]!;
}

function shuffled(count: number, random: Random): Int32Array {
  const order = Int32Array.from({ length: count }, (_, at) => at);
  shuffle(order, random);
  return order;
}
