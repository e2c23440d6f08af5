import { maskedLogProbabilities, type LabelledLogits } from '@inkling/recognizer';

/** One number a kept sample: how probable a wrong answer is, 0..1. */
export interface KeptErrors {
  /** Empty where there are too few corrections to keep some. */
  readonly corrections: readonly number[];
  readonly replay: readonly number[];
}

/**
 * How probable a wrong answer to each sample is. Unlike a log loss that has a limit: of some ten kept
 * corrections one that nobody could read, or that is labelled wrong, would otherwise decide alone.
 *
 * @param temperature the champion's
 */
export function expectedErrors(
  { logits, classes, labels }: LabelledLogits,
  temperature: number,
): number[] {
  const all = Array.from({ length: classes }, (_, index) => index);
  return Array.from(labels, (label, row) => {
    const own = logits.subarray(row * classes, (row + 1) * classes);
    return 1 - Math.exp(maskedLogProbabilities(own, temperature, all)[label]!);
  });
}

/** Expected error on corrections that were not trained on, plus that on what must not be forgotten. */
export const scoreOf = ({ corrections, replay }: KeptErrors): number =>
  mean(corrections) + mean(replay);

/**
 * Whether an epoch is as good as the best so far: better, or worse by no more than one standard error
 * of the paired difference. A few kept corrections say too little to prefer an early epoch, while the
 * learning rate is still high, over a later one for the sake of a single sample.
 */
export function isAsGood(errors: KeptErrors, best: KeptErrors): boolean {
  const parts = (['corrections', 'replay'] as const).map((part) =>
    errors[part].map((error, at) => error - best[part][at]!),
  );
  const worse = parts.reduce((sum, part) => sum + mean(part), 0);
  const variance = parts.reduce((sum, part) => sum + varianceOfMean(part), 0);
  return worse <= Math.sqrt(variance);
}

export const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);

function varianceOfMean(values: readonly number[]): number {
  if (values.length < 2) return 0;
  const middle = mean(values);
  const squares = values.reduce((sum, value) => sum + (value - middle) ** 2, 0);
  return squares / (values.length - 1) / values.length;
}
