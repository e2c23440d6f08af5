/**
 * Log probabilities over the allowed classes: logits / temperature, softmax, mask, renormalised.
 * Classes that are not allowed get `-Infinity`.
 *
 * @param allowed class indices that may answer; at least one
 */
export function maskedLogProbabilities(
  logits: ArrayLike<number>,
  temperature: number,
  allowed: readonly number[],
): Float64Array {
  const logProbabilities = new Float64Array(logits.length).fill(-Infinity);
  let highest = -Infinity;
  for (const index of allowed) highest = Math.max(highest, logits[index]! / temperature);
  let sum = 0;
  for (const index of allowed) sum += Math.exp(logits[index]! / temperature - highest);
  const logSum = highest + Math.log(sum);
  for (const index of allowed) {
    logProbabilities[index] = logits[index]! / temperature - logSum;
  }
  return logProbabilities;
}

/** Softmax of scores; `-Infinity` gives 0. */
export function softmax(scores: ArrayLike<number>): Float64Array {
  let highest = -Infinity;
  for (let at = 0; at < scores.length; at++) highest = Math.max(highest, scores[at]!);
  const probabilities = new Float64Array(scores.length);
  let sum = 0;
  for (let at = 0; at < scores.length; at++) {
    probabilities[at] = Math.exp(scores[at]! - highest);
    sum += probabilities[at]!;
  }
  for (let at = 0; at < scores.length; at++) probabilities[at]! /= sum;
  return probabilities;
}
