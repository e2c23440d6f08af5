import type { GateRuleResult } from '@inkling/contract';
import { lossBound, pairedCounts } from '@inkling/recognizer';
import { errorsOf, type Answers } from './answers.js';
import { count, counted, points } from './wording.js';

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
  const atMost =
    bound < 0
      ? `it gains at least ${points(-bound)} points (95 %)`
      : `it loses at most ${points(bound)} points (95 %)`;
  return {
    rule,
    passed: bound < limit,
    sentence:
      `On ${counted(paired.count, 'gate glyph')} it makes ${counted(errors, 'error')}, ` +
      `${other} ${count(formerErrors)}: ${atMost}; allowed: less than ${points(limit)}.`,
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
