import type { Answers } from '../answers.js';

/** Answers to a set of `count` glyphs of which those with these indices are wrong: called a 1. */
export function answersWith(count: number, wrong: readonly number[]): Answers {
  const isWrong = new Set(wrong);
  return {
    classes: Uint8Array.from({ length: count }, (_, at) => (isWrong.has(at) ? 1 : 0)),
    right: Uint8Array.from({ length: count }, (_, at) => (isWrong.has(at) ? 0 : 1)),
    probabilities: new Float64Array(count).fill(0.9),
  };
}

/** from, from + 1, …, to - 1 */
export const range = (from: number, to: number): number[] =>
  Array.from({ length: to - from }, (_, at) => from + at);
