import type { SequenceReading } from './prefix-beam.js';
import { TextStates } from './text-states.js';

/** Where a character of a text stands along a line. */
export interface CharacterSpan {
  /** First step that writes it. */
  readonly from: number;
  /** The step after the last one. */
  readonly to: number;
  /** Mean over these steps, natural logarithm. */
  readonly logProbability: number;
}

/**
 * Lays a text along a line: the single most probable way to write exactly it (Viterbi over CTC's states, each
 * character between blanks; Graves 2006). A character that the network does not know lies where it sees some character.
 *
 * @returns a span for each character; `undefined` where the text does not fit into the steps
 */
export function alignText(reading: SequenceReading, text: string): CharacterSpan[] | undefined {
  const { steps } = reading;
  // The states of a long text would take their time only to tell the same.
  if (text.length > steps) return undefined;
  const states = new TextStates(reading, text);
  const from = new Int32Array(steps * states.length);
  let scores = new Float64Array(states.length).fill(-Infinity);
  let next = new Float64Array(states.length);
  for (let step = 0; step < steps; step++) {
    for (let at = 0; at < states.length; at++) {
      const before = step === 0 ? at : bestBefore(scores, states, at);
      from[step * states.length + at] = before;
      next[at] = (step === 0 ? firstScore(at) : scores[before]!) + states.logProbability(step, at);
    }
    [scores, next] = [next, scores];
  }
  const end = lastState(scores);
  if (scores[end]! === -Infinity) return undefined;
  const path = backwards(from, states.length, steps, end);
  return spansOf(path, text.length, (step, at) => states.logProbability(step, at));
}

/** A line begins with a blank or with its first character. */
const firstScore = (at: number): number => (at <= 1 ? 0 : -Infinity);

/** It stays, goes on by one, or passes over a blank between two characters that differ. */
function bestBefore(scores: Float64Array, states: TextStates, at: number): number {
  let best = at;
  if (at >= 1 && scores[at - 1]! > scores[best]!) best = at - 1;
  if (states.mayPassTo(at) && scores[at - 2]! > scores[best]!) best = at - 2;
  return best;
}

/** It ends with the last blank or with the last character. */
function lastState(scores: Float64Array): number {
  const last = scores.length - 1;
  return last > 0 && scores[last - 1]! > scores[last]! ? last - 1 : last;
}

function backwards(from: Int32Array, count: number, steps: number, end: number): Int32Array {
  const path = new Int32Array(steps);
  let state = end;
  for (let step = steps - 1; step >= 0; step--) {
    path[step] = state;
    state = from[step * count + state]!;
  }
  return path;
}

function spansOf(
  path: Int32Array,
  length: number,
  valueOf: (step: number, state: number) => number,
): CharacterSpan[] {
  return Array.from({ length }, (_, at) => {
    const state = 2 * at + 1;
    const [from, to] = [path.indexOf(state), path.lastIndexOf(state) + 1];
    let sum = 0;
    for (let step = from; step < to; step++) sum += valueOf(step, state);
    return { from, to, logProbability: sum / (to - from) };
  });
}
