import { LIKENESS_KINDS, likenessOf, type LikenessLimits, type Task } from '@inkling/recognizer';
import { allowedClasses, logProbabilitiesOf, type Answers } from '../../onnx/reading.js';
import type { ModelFolder } from '../evaluation/model-folder.js';
import { isSure } from '../evaluation/yardstick/figures.js';
import type { ReadSet } from './limits.js';

/** A network that reads, and what it says of a set. */
export interface Reader {
  readonly card: ModelFolder['card'];
  readonly reading: Answers;
}

/** The share of a set that is answered as sure, by what the server tells people without a memory. */
export function sureShare(
  { logits, count }: ReadSet,
  limits: LikenessLimits,
  task: Task,
  { card, reading }: Reader,
): number {
  const allowed = allowedClasses(card.network, task);
  const kinds = LIKENESS_KINDS.length;
  const sure = logProbabilitiesOf(reading, card.temperature, allowed).filter((row, at) =>
    isSure(card, task, row, likenessOf(logits.subarray(at * kinds, (at + 1) * kinds), limits)),
  );
  return sure.length / Math.max(1, count);
}
