import type { GateRuleResult } from '@inkling/contract';
import type { GateLimits } from './limits.js';
import { count, counted, decimals } from './wording.js';

/** How a network does on the samples that were held out. */
export interface HoldoutScore {
  readonly errors: number;
  /** Mean negative log probability of the right label, in nats. */
  readonly logLoss: number;
}

/**
 * Better on approved samples that it was not trained on: fewer errors; or a lower log loss with as many
 * errors, or with so few samples that a single one would decide.
 *
 * Without any sample nothing shows that it is better, so it does not pass: what serves stays in service
 * until there is a reason to change it. The sentence says how to get further.
 */
export function holdoutRule(
  samples: number,
  champion: HoldoutScore,
  challenger: HoldoutScore,
  { fewSamples }: Pick<GateLimits, 'fewSamples'>,
): GateRuleResult {
  const figures = {
    samples,
    errors: challenger.errors,
    championErrors: champion.errors,
    logLoss: samples === 0 ? null : challenger.logLoss,
    championLogLoss: samples === 0 ? null : champion.logLoss,
    fewSamples,
  };
  if (samples === 0) {
    return {
      rule: 'holdout',
      passed: false,
      sentence:
        'No approved sample was held out (one in five is), so nothing shows that the challenger is ' +
        'better. Approve more samples and train again; an admin may promote it with a reason.',
      figures,
    };
  }
  const few = samples < fewSamples;
  const lossDecides = few || challenger.errors === champion.errors;
  const fewer = challenger.errors < champion.errors;
  const lowerLoss = challenger.logLoss < champion.logLoss;
  const passed = readsBetter(challenger, champion, few);
  const told =
    `On ${counted(samples, 'sample')} held out, the challenger makes ` +
    `${counted(challenger.errors, 'error')}, the champion ${count(champion.errors)}`;
  const losses =
    `its log loss is ${decimals(challenger.logLoss)}, the champion's ` + decimals(champion.logLoss);
  return { rule: 'holdout', passed, sentence: `${told}${ending()}`, figures };

  function ending(): string {
    if (fewer) return ': better.';
    if (!lossDecides) return ': worse.';
    const why =
      few && challenger.errors !== champion.errors
        ? ` (fewer than ${fewSamples} samples decide by the log loss)`
        : '';
    return `; ${losses}: ${lowerLoss ? 'better' : 'not better'}${why}.`;
  }
}

/** @param few a single drawing would decide, so a lower loss is enough */
export const readsBetter = (one: HoldoutScore, other: HoldoutScore, few: boolean): boolean =>
  one.errors < other.errors ||
  (one.logLoss < other.logLoss && (few || one.errors === other.errors));

/** For a network that was not trained, since symbols alone are to be learnt: nothing could be better or worse. */
export const untouchedRule = (samples: number): GateRuleResult => ({
  rule: 'holdout',
  passed: true,
  sentence:
    'Its own classes are as they were: no sample of them was there to train on, and symbols are judged by themselves.',
  figures: { samples },
});
