import { bestClass, type Network, type Task } from '@inkling/recognizer';
import { allowedClasses, logProbabilitiesOf, type Reading } from '../../onnx/reading.js';

/** What a network answered to each glyph of a set. */
export interface Answers {
  /** Class index of each answer. */
  readonly classes: Uint8Array;
  /** 1 where it was right. */
  readonly right: Uint8Array;
  /** Of the answer it gave, 0..1. */
  readonly probabilities: Float64Array;
}

/** Answers by the arithmetic that serves: logits / temperature, softmax, mask. */
export function answersTo(
  reading: Reading,
  temperature: number,
  allowed: readonly number[],
): Answers {
  const classes = new Uint8Array(reading.count);
  const right = new Uint8Array(reading.count);
  const probabilities = new Float64Array(reading.count);
  logProbabilitiesOf(reading, temperature, allowed).forEach((row, at) => {
    const answer = bestClass(row);
    classes[at] = answer;
    right[at] = answer === reading.labels[at] ? 1 : 0;
    probabilities[at] = Math.exp(row[answer]!);
  });
  return { classes, right, probabilities };
}

/** Share of a task's glyphs that is read right when only the task's labels may answer. */
export function accuracyAtTask(network: Network, task: Task, reading: Reading): number | null {
  const allowed = allowedClasses(network, task);
  const mayAnswer = new Set(allowed);
  const { right } = answersTo(reading, 1, allowed);
  let total = 0;
  let correct = 0;
  reading.labels.forEach((label, at) => {
    if (!mayAnswer.has(label)) return;
    total++;
    correct += right[at]!;
  });
  return total === 0 ? null : correct / total;
}

export function errorsOf({ right }: Answers): number {
  return right.reduce((errors, isRight) => errors + 1 - isRight, 0);
}
