import { expectedCalibrationError } from './calibration.js';
import type { Evaluation } from './card/card.js';

/** What was asked and what is right, for `measure`. */
export interface Measured {
  /** Natural logarithms of the probabilities, `[classes]` for each glyph; `-Infinity` for masked ones. */
  readonly logProbabilities: readonly Float64Array[];
  /** The right class of each glyph. */
  readonly labels: ArrayLike<number>;
}

/**
 * Figures on one data set. Classes that neither occur nor are ever answered are left out of the tables.
 *
 * @param about `dataset` and `task` as they will stand in the card
 * @param labelsOfClasses the network's labels in the order of its outputs
 * @throws RangeError when there is nothing to measure, or a right label was not allowed to answer
 */
export function measure(
  about: { readonly dataset: string; readonly task: string },
  { logProbabilities, labels }: Measured,
  labelsOfClasses: readonly string[],
): Evaluation {
  const samples = logProbabilities.length;
  if (samples === 0) throw new RangeError(`${about.dataset} has no samples to measure.`);
  if (labels.length !== samples) {
    throw new RangeError(`${samples} answers have ${labels.length} labels.`);
  }

  const confusion = labelsOfClasses.map(() => new Array<number>(labelsOfClasses.length).fill(0));
  const confidences = new Float64Array(samples);
  const isRight: boolean[] = [];
  let amongThree = 0;
  let loss = 0;
  for (let at = 0; at < samples; at++) {
    const row = logProbabilities[at]!;
    const label = labels[at]!;
    if (!(row[label]! > -Infinity)) {
      throw new RangeError(
        `The right label "${labelsOfClasses[label] ?? label}" of sample ${at} was not allowed to answer.`,
      );
    }
    const answer = bestClass(row);
    confusion[label]![answer]!++;
    confidences[at] = Math.exp(row[answer]!);
    isRight.push(answer === label);
    if (rankOf(row, label) < 3) amongThree++;
    loss -= row[label]!;
  }

  const all = labelsOfClasses.map((_, index) => index);
  const shown = all.filter((index) =>
    all.some((o) => confusion[index]![o]! + confusion[o]![index]! > 0),
  );
  return {
    dataset: about.dataset,
    task: about.task,
    samples,
    top1: isRight.filter(Boolean).length / samples,
    top3: amongThree / samples,
    // A probability of 1 may give a loss of -0.
    logLoss: Math.max(0, loss / samples),
    calibrationError: expectedCalibrationError(confidences, isRight),
    perClass: shown.map((index) => classMetrics(confusion, index, labelsOfClasses[index]!)),
    confusion: shown.map((right) => shown.map((read) => confusion[right]![read]!)),
    labels: shown.map((index) => labelsOfClasses[index]!),
  };
}

/** The class with the highest score; the first of equals. */
export function bestClass(scores: ArrayLike<number>): number {
  let best = 0;
  for (let at = 1; at < scores.length; at++) if (scores[at]! > scores[best]!) best = at;
  return best;
}

/** How many classes stand before this one, 0 for the best; equals stand in the order of their indices. */
export function rankOf(scores: ArrayLike<number>, classIndex: number): number {
  const own = scores[classIndex]!;
  let rank = 0;
  for (let at = 0; at < scores.length; at++) {
    if (scores[at]! > own || (scores[at]! === own && at < classIndex)) rank++;
  }
  return rank;
}

/**
 * Figures of one class from `confusion[right][read]`. Precision is 0 for a class that is never answered,
 * recall 0 for one that never occurs.
 */
export function classMetrics(
  confusion: readonly (readonly number[])[],
  index: number,
  label: string,
): Evaluation['perClass'][number] {
  const right = confusion[index]![index]!;
  const support = confusion[index]!.reduce((sum, count) => sum + count, 0);
  const answered = confusion.reduce((sum, row) => sum + row[index]!, 0);
  const precision = answered === 0 ? 0 : right / answered;
  const recall = support === 0 ? 0 : right / support;
  const f1 = right === 0 ? 0 : (2 * precision * recall) / (precision + recall);
  return { label, support, precision, recall, f1 };
}
