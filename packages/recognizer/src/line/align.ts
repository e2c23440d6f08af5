import type { SequenceReading } from './prefix-beam.js';

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
 * character between blanks; Graves 2006).
 *
 * @returns a span for each character; `undefined` where the text does not fit into the steps
 * @throws RangeError for a character that the network does not know
 */
export function alignText(
  { logProbabilities, steps, characters }: SequenceReading,
  text: string,
): CharacterSpan[] | undefined {
  const blank = characters.length;
  const classes = blank + 1;
  const states = statesOf(text, characters);
  const from = new Int32Array(steps * states.length);
  let scores = new Float64Array(states.length).fill(-Infinity);
  for (let step = 0; step < steps; step++) {
    const next = new Float64Array(states.length).fill(-Infinity);
    for (const [at, state] of states.entries()) {
      const [before, score] = step === 0 ? firstStep(at) : bestBefore(scores, states, at, blank);
      from[step * states.length + at] = before;
      next[at] = score + logProbabilities[step * classes + state]!;
    }
    scores = next;
  }
  const end = lastState(scores);
  if (scores[end]! === -Infinity) return undefined;
  const path = backwards(from, states.length, steps, end);
  return spansOf(path, text.length, (step, state) => {
    return logProbabilities[step * classes + states[state]!]!;
  });
}

/** blank, first character, blank, second … blank */
export function statesOf(text: string, characters: readonly string[]): number[] {
  const blank = characters.length;
  const states = [blank];
  for (const character of text) {
    const at = characters.indexOf(character);
    if (at < 0) throw new RangeError(`the network does not know "${character}"`);
    states.push(at, blank);
  }
  return states;
}

/** A line begins with a blank or with its first character. */
const firstStep = (at: number): [number, number] => [at, at <= 1 ? 0 : -Infinity];

/** It stays, goes on by one, or passes over a blank between two characters that differ. */
function bestBefore(
  scores: Float64Array,
  states: readonly number[],
  at: number,
  blank: number,
): [number, number] {
  let best = at;
  if (at >= 1 && scores[at - 1]! > scores[best]!) best = at - 1;
  const passes = at >= 2 && states[at] !== blank && states[at] !== states[at - 2];
  if (passes && scores[at - 2]! > scores[best]!) best = at - 2;
  return [best, scores[best]!];
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
