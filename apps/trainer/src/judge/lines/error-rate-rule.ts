import type { GateRuleResult } from '@inkling/contract';
import { boundWords, count, counted } from '../gate/wording.js';
import { errorRateBound } from './error-rate-bound.js';
import type { LineAnswer } from './line-answers.js';

/**
 * Not worse on the gate set: by a paired bootstrap the 95 % bound of the rise of the character error rate stays
 * under the limit.
 *
 * @param other who it is compared with, as it will stand in the sentence
 * @param limit 0..1
 */
export function errorRateRule(
  rule: 'gate-set' | 'base',
  other: string,
  former: readonly LineAnswer[],
  challenger: readonly LineAnswer[],
  limit: number,
): GateRuleResult {
  const lengths = challenger.map(({ characters }) => characters.length);
  const characters = lengths.reduce((sum, length) => sum + length, 0);
  const bound = errorRateBound({
    lengths,
    former: former.map(({ wrong }) => wrong),
    challenger: challenger.map(({ wrong }) => wrong),
  });
  const [errors, formerErrors] = [wrongOf(challenger), wrongOf(former)];
  return {
    rule,
    passed: bound < limit,
    sentence:
      `Of ${counted(characters, 'character')} in ${counted(challenger.length, 'gate line')} the challenger reads ` +
      `${count(errors)} wrong, ${other} ${count(formerErrors)}: ${boundWords(bound, limit)}.`,
    figures: {
      lines: challenger.length,
      characters,
      errors,
      formerErrors,
      errorRate: errors / characters,
      formerErrorRate: formerErrors / characters,
      whole: wholeOf(challenger),
      formerWhole: wholeOf(former),
      lossBound: bound,
      limit,
    },
  };
}

export const wrongOf = (answers: readonly LineAnswer[]): number =>
  answers.reduce((sum, { wrong }) => sum + wrong, 0);

const wholeOf = (answers: readonly LineAnswer[]): number =>
  answers.filter(({ right }) => right).length / Math.max(1, answers.length);
