import { logAdd } from './log-add.js';
import type { SequenceReading } from './prefix-beam.js';
import { TextStates } from './text-states.js';

/**
 * How probable it is that a line says just this text, over all ways to write it along the line (the forward
 * algorithm of connectionist temporal classification, Graves et al. 2006). For a character that the network does not
 * know any other will do.
 *
 * @returns natural logarithm; -Infinity where the text does not fit into the steps
 */
export function textLogProbability(reading: SequenceReading, text: string): number {
  if (text.length > reading.steps) return -Infinity;
  const states = new TextStates(reading, text);
  let scores = new Float64Array(states.length).fill(-Infinity);
  // As if a blank stood before the first step.
  scores[0] = 0;
  for (let step = 0; step < reading.steps; step++) {
    const next = new Float64Array(states.length);
    for (let at = 0; at < states.length; at++) {
      let score = logAdd(scores[at]!, at >= 1 ? scores[at - 1]! : -Infinity);
      if (states.mayPassTo(at)) score = logAdd(score, scores[at - 2]!);
      next[at] = score + states.logProbability(step, at);
    }
    scores = next;
  }
  const last = scores.length - 1;
  return last > 0 ? logAdd(scores[last]!, scores[last - 1]!) : scores[last]!;
}
