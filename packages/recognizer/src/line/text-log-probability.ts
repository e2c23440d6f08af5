import { statesOf } from './align.js';
import { logAdd } from './log-add.js';
import type { SequenceReading } from './prefix-beam.js';

/**
 * How probable it is that a line says just this text, over all ways to write it along the line (the forward
 * algorithm of connectionist temporal classification, Graves et al. 2006).
 *
 * @returns natural logarithm; -Infinity where the text does not fit into the steps
 * @throws RangeError for a character that the network does not know
 */
export function textLogProbability(
  { logProbabilities, steps, characters }: SequenceReading,
  text: string,
): number {
  const blank = characters.length;
  const classes = blank + 1;
  const states = statesOf(text, characters);
  let scores = new Float64Array(states.length).fill(-Infinity);
  // As if a blank stood before the first step.
  scores[0] = 0;
  for (let step = 0; step < steps; step++) {
    const next = new Float64Array(states.length);
    for (const [at, state] of states.entries()) {
      let score = logAdd(scores[at]!, at >= 1 ? scores[at - 1]! : -Infinity);
      const passes = at >= 2 && state !== blank && state !== states[at - 2];
      if (passes) score = logAdd(score, scores[at - 2]!);
      next[at] = score + logProbabilities[step * classes + state]!;
    }
    scores = next;
  }
  const last = scores.length - 1;
  return last > 0 ? logAdd(scores[last]!, scores[last - 1]!) : scores[last]!;
}
