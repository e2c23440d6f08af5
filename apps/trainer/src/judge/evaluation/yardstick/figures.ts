import {
  bestClass,
  certaintyLimits,
  judge,
  labelsOfNetwork,
  measure,
  type Evaluation,
  type Likeness,
  type ModelCard,
  type Task,
} from '@inkling/recognizer';
import {
  allowedClasses,
  candidatesOf,
  logProbabilitiesOf,
  type Answers,
} from '../../../onnx/reading.js';
import { shareRight, type Answer } from '../certainty.js';

/** Share of the answers, the most certain ones, of which the accuracy is told. */
export const COVERAGE = 0.9;

/** How a network does on some glyphs. Rates are shares of 1. */
export interface Figures {
  /** Drawings that were to be read. */
  readonly samples: number;
  /** Of these the ones that gave no glyph: they count as wrong. */
  readonly refused: number;
  readonly top1: number;
  readonly top3: number;
  /** Expected calibration error of the answers that were given, over 15 bins of equal width. */
  readonly calibrationError: number;
  /** Share right among the `COVERAGE` most certain answers. */
  readonly mostCertainRight: number;
  /** Share of the answers that are called sure, and how many of those are right. */
  readonly sureShare: number;
  readonly sureRight: number;
  /** Share of the sure ones that are the right letter, but a capital for a small one or the reverse. */
  readonly sureOtherCase: number;
  /** Mean F1 of the classes that occur. */
  readonly macroF1: number;
  /** Left out of short rows. */
  readonly perClass?: Evaluation['perClass'];
}

/** Figures, and which of the glyphs that were read were read right. */
export interface Assessed {
  readonly figures: Figures;
  readonly right: readonly boolean[];
}

interface CasedAnswer extends Answer {
  /** Wrong, but the right letter. */
  readonly otherCase: boolean;
}

type Card = Pick<ModelCard, 'network' | 'temperature' | 'certainty'>;

/**
 * Figures of what a network said of glyphs, by the temperature and the limits of its card.
 *
 * @param task labels that may answer; the right ones are among them
 * @param refused drawings that gave no glyph
 * @returns `undefined` when nothing was read
 */
export function assess(
  card: Card,
  task: Task,
  reading: Answers,
  refused = 0,
): Assessed | undefined {
  if (reading.count === 0) return undefined;
  const { network, temperature } = card;
  const logProbabilities = logProbabilitiesOf(reading, temperature, allowedClasses(network, task));
  const { labels } = reading;
  const names = labelsOfNetwork(network);
  const measured = measure({ dataset: 'yardstick', task }, { logProbabilities, labels }, names);
  const answers = logProbabilities.map((row, at): CasedAnswer => {
    const answer = bestClass(row);
    const right = answer === labels[at];
    const isSameLetter = names[answer]!.toLowerCase() === names[labels[at]!]!.toLowerCase();
    return { probability: Math.exp(row[answer]!), right, otherCase: !right && isSameLetter };
  });
  const sure = answers.filter((_, at) => isSure(card, task, logProbabilities[at]!));
  const samples = reading.count + refused;
  const occurring = measured.perClass.filter(({ support }) => support > 0);
  const figures: Figures = {
    samples,
    refused,
    top1: (measured.top1 * reading.count) / samples,
    top3: (measured.top3 * reading.count) / samples,
    calibrationError: measured.calibrationError,
    mostCertainRight: shareRight(mostCertain(answers, COVERAGE)),
    sureShare: sure.length / samples,
    sureRight: shareRight(sure),
    sureOtherCase: sure.filter(({ otherCase }) => otherCase).length / Math.max(1, sure.length),
    macroF1: occurring.reduce((sum, { f1 }) => sum + f1, 0) / occurring.length,
    perClass: measured.perClass,
  };
  return { figures, right: answers.map(({ right }) => right) };
}

/**
 * As people are told without a memory.
 *
 * @param likeness what the likeness network says; absent: as without that network
 */
export function isSure(
  card: Pick<ModelCard, 'network' | 'certainty'>,
  task: Task,
  logProbabilities: Float64Array,
  likeness?: Likeness,
): boolean {
  const candidates = candidatesOf(logProbabilities, labelsOfNetwork(card.network));
  const answer = { task, candidates, known: 0, likeness };
  return judge(answer, certaintyLimits(card, task)).certainty === 'sure';
}

/** The part of the answers with the highest probabilities; of equal ones the earlier. */
export function mostCertain(answers: readonly Answer[], share: number): Answer[] {
  const sorted = [...answers].sort((a, b) => b.probability - a.probability);
  return sorted.slice(0, Math.round(sorted.length * share));
}

/** How single writers fare: the accuracies of those with enough samples. */
export interface WriterSpread {
  readonly writers: number;
  readonly worst: number;
  readonly median: number;
  readonly best: number;
}

/** A writer of fewer samples says little: one mistake in five would be the worst of all. */
export const LEAST_OF_A_WRITER = 10;

/**
 * @param writers who wrote each sample
 * @param right whether each was read right
 * @returns `undefined` when no writer has enough samples
 */
export function writerSpread(
  writers: readonly string[],
  right: readonly boolean[],
): WriterSpread | undefined {
  const counts = new Map<string, { samples: number; right: number }>();
  writers.forEach((writer, at) => {
    const count = counts.get(writer) ?? { samples: 0, right: 0 };
    counts.set(writer, count);
    count.samples++;
    if (right[at]) count.right++;
  });
  const accuracies = [...counts.values()]
    .filter(({ samples }) => samples >= LEAST_OF_A_WRITER)
    .map((count) => count.right / count.samples)
    .sort((a, b) => a - b);
  if (accuracies.length === 0) return undefined;
  return {
    writers: accuracies.length,
    worst: accuracies[0]!,
    median: medianOf(accuracies),
    best: accuracies.at(-1)!,
  };
}

function medianOf(sorted: readonly number[]): number {
  const middle = sorted.length / 2;
  return (sorted[Math.ceil(middle) - 1]! + sorted[Math.floor(middle)]!) / 2;
}
