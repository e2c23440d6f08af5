import type { GateRuleResult } from '@inkling/contract';
import { lossBound, pairedCounts } from '@inkling/recognizer';
import { errorsOf, type Answers } from './answers.js';
import { boundWords, count, counted } from './wording.js';

/**
 * Not worse on the gate set: by a paired bootstrap the 95 % bound of the loss of accuracy stays under
 * the limit.
 *
 * @param other who it is compared with, as it will stand in the sentence
 * @param limit share of the glyphs, 0..1
 * @throws RangeError without glyphs
 */
export function lossRule(
  rule: 'gate-set' | 'base',
  other: string,
  former: Answers,
  challenger: Answers,
  limit: number,
): GateRuleResult {
  const paired = pairedCounts(former.right, challenger.right);
  const bound = lossBound(paired);
  const errors = errorsOf(challenger);
  const formerErrors = errorsOf(former);
  return {
    rule,
    passed: bound < limit,
    sentence:
      `On ${counted(paired.count, 'gate glyph')} the challenger makes ${counted(errors, 'error')}, ` +
      `${other} ${count(formerErrors)}: ${boundWords(bound, limit)}.`,
    figures: {
      glyphs: paired.count,
      errors,
      formerErrors,
      accuracy: 1 - errors / paired.count,
      formerAccuracy: 1 - formerErrors / paired.count,
      lost: paired.lost,
      won: paired.won,
      loss: (paired.lost - paired.won) / paired.count,
      lossBound: bound,
      limit,
    },
  };
}
