/** A network's probabilities are known no better than that. */
export const LEAST_PROBABILITY = 1e-4;

/**
 * Log probabilities over the allowed classes: logits / temperature, softmax, mask, renormalised.
 * Classes that are not allowed get `-Infinity`.
 *
 * @param temperature above 0; 1 leaves the logits as they are
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

/** Glyphs that a network has read, with what they really are. */
export interface LabelledLogits {
  /** `[count, classes]`, row by row. */
  readonly logits: Float32Array;
  readonly classes: number;
  /** Class index of each row. */
  readonly labels: ArrayLike<number>;
}

/** Temperatures between which `fitTemperature` searches. */
export const TEMPERATURE_RANGE = [0.05, 20] as const;

/**
 * The temperature under which the labels are most likely (temperature scaling, Guo et al. 2017): the
 * minimum of the mean negative log likelihood. That is convex in 1 / temperature, so it has one valley
 * and a golden-section search over the logarithm finds it.
 *
 * @param allowed class indices that may answer. @defaultValue all
 * @returns within `TEMPERATURE_RANGE`, to a relative precision of 1e-4
 * @throws RangeError when there are no rows, or a label may not answer
 */
export function fitTemperature(data: LabelledLogits, allowed?: readonly number[]): number {
  const mayAnswer = allowed ?? Array.from({ length: data.classes }, (_, index) => index);
  const loss = (logTemperature: number) => meanLogLoss(data, Math.exp(logTemperature), mayAnswer);

  const golden = (Math.sqrt(5) - 1) / 2;
  let [low, high] = TEMPERATURE_RANGE.map(Math.log) as [number, number];
  let left = high - golden * (high - low);
  let right = low + golden * (high - low);
  let lossLeft = loss(left);
  let lossRight = loss(right);
  while (high - low > 1e-4) {
    if (lossLeft <= lossRight) {
      [high, right, lossRight] = [right, left, lossLeft];
      left = high - golden * (high - low);
      lossLeft = loss(left);
    } else {
      [low, left, lossLeft] = [left, right, lossRight];
      right = low + golden * (high - low);
      lossRight = loss(right);
    }
  }
  return Math.exp((low + high) / 2);
}

/**
 * Mean negative log probability of the right labels, in nats.
 *
 * @throws RangeError when there are no rows, or a label may not answer
 */
export function meanLogLoss(
  { logits, classes, labels }: LabelledLogits,
  temperature: number,
  allowed: readonly number[],
): number {
  if (labels.length === 0) throw new RangeError('There are no labelled rows.');
  const mayAnswer = new Set(allowed);
  let sum = 0;
  for (let row = 0; row < labels.length; row++) {
    const label = labels[row]!;
    if (!mayAnswer.has(label)) throw new RangeError(`Class ${label} of row ${row} may not answer.`);
    let highest = -Infinity;
    for (const index of allowed) highest = Math.max(highest, logits[row * classes + index]!);
    let total = 0;
    for (const index of allowed) {
      total += Math.exp((logits[row * classes + index]! - highest) / temperature);
    }
    sum += Math.log(total) - (logits[row * classes + label]! - highest) / temperature;
  }
  return sum / labels.length;
}

/**
 * Expected calibration error (Guo et al. 2017): answers are sorted into bins of equal width by their
 * probability; the mean, weighed by the bins' sizes, of how far their mean probability is from the
 * share that is right.
 *
 * @param probabilities of the answers, 0..1
 * @param right whether each answer is right
 * @returns 0 (what it says is what happens) to 1; 0 without answers
 */
export function expectedCalibrationError(
  probabilities: ArrayLike<number>,
  right: ArrayLike<boolean>,
  bins = 15,
): number {
  const gap = new Float64Array(bins);
  for (let at = 0; at < probabilities.length; at++) {
    const bin = Math.min(bins - 1, Math.floor(probabilities[at]! * bins));
    gap[bin]! += probabilities[at]! - (right[at] ? 1 : 0);
  }
  const sum = gap.reduce((total, difference) => total + Math.abs(difference), 0);
  return probabilities.length === 0 ? 0 : sum / probabilities.length;
}
