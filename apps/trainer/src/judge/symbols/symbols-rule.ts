import type { GateRuleResult } from '@inkling/contract';
import { mcNemar, pairedCounts } from '@inkling/recognizer';
import type { Answers } from '../gate/answers.js';
import { classesRule } from '../gate/classes-rule.js';
import { readsBetter, type HoldoutScore } from '../gate/holdout-rule.js';
import type { GateLimits } from '../gate/limits.js';
import { count, counted, decimals, points } from '../gate/wording.js';

/** What is known of symbols that are to get a class, all on drawings that nothing learnt from. */
export interface SymbolFindings {
  readonly symbols: readonly string[];
  /** The gate set as the network reads it without classes for symbols, and with them. */
  readonly gate: {
    readonly labels: ArrayLike<number>;
    readonly names: readonly string[];
    readonly without: Answers;
    readonly grown: Answers;
  };
  /** Drawings of the symbols that were held out. */
  readonly holdout: {
    readonly byClass: SymbolScore;
    readonly byMemory: SymbolScore;
    /** Of those drawings whose symbol has a class in the champion: which it reads right, and which the challenger. */
    readonly champion: ReadonlyArray<{ readonly before: number; readonly after: number }>;
  };
  /** Largest difference between the file and what it was made of, in a logit. */
  readonly difference: number;
}

export interface SymbolScore extends HoldoutScore {
  readonly samples: number;
}

type Limits = Pick<
  GateLimits,
  'fewSamples' | 'significance' | 'engineDifference' | 'lostToSymbols'
>;

/**
 * Classes for symbols: no old class is lost to them, they read drawings that were held out better than memory alone
 * did, and no worse than the champion where that had classes for them.
 */
export function symbolsRule(findings: SymbolFindings, limits: Limits): GateRuleResult {
  const { symbols, gate, holdout, difference } = findings;
  const paired = pairedCounts(gate.without.right, gate.grown.right);
  const lost = (paired.lost - paired.won) / paired.count;
  const ofClasses = classesRule(
    gate.labels,
    gate.names,
    gate.without,
    gate.grown,
    limits.significance,
  );
  const { byClass, byMemory } = holdout;
  const ofChampion = pairedCounts(
    holdout.champion.map(({ before }) => before),
    holdout.champion.map(({ after }) => after),
  );
  const pOfChampion = holdout.champion.length === 0 ? 1 : mcNemar(ofChampion, 'worse');
  const problems = [
    ...(lost > limits.lostToSymbols
      ? [
          `of ${counted(paired.count, 'gate glyph')} they take ${points(lost)} points; ` +
            `limit ${points(limits.lostToSymbols)}`,
        ]
      : []),
    ...(ofClasses.passed
      ? []
      : [`some characters are read significantly worse: ${String(ofClasses.figures.lostClasses)}`]),
    ...(byClass.samples === 0 ? ['no drawing of them was held out to show anything'] : []),
    ...(isBetter(byClass, byMemory, limits.fewSamples)
      ? []
      : ['memory alone does as well or better']),
    ...(pOfChampion <= limits.significance
      ? [`the champion reads ${count(ofChampion.lost)} of them that are lost now`]
      : []),
    ...(difference <= limits.engineDifference
      ? []
      : [`the file differs from what was measured by ${decimals(difference)} in a logit`]),
  ];
  const told =
    `Classes for ${symbols.join(' ')}: of ${counted(byClass.samples, 'held-out drawing')} ` +
    `${count(byClass.errors)} are read wrong, by memory alone ${count(byMemory.errors)} (log loss ` +
    `${decimals(byClass.logLoss)}, ${decimals(byMemory.logLoss)}); characters lose ${points(lost)} points`;
  return {
    rule: 'symbols',
    passed: problems.length === 0,
    sentence: problems.length === 0 ? `${told}.` : `${told}. Refused: ${problems.join('; ')}.`,
    figures: {
      symbols: symbols.join(' '),
      samples: byClass.samples,
      errors: byClass.errors,
      memoryErrors: byMemory.errors,
      logLoss: byClass.samples === 0 ? null : byClass.logLoss,
      memoryLogLoss: byClass.samples === 0 ? null : byMemory.logLoss,
      lostToSymbols: lost,
      allowed: limits.lostToSymbols,
      lostClasses: String(ofClasses.figures.lostClasses),
      championLost: ofChampion.lost,
      championWon: ofChampion.won,
      difference,
    },
  };
}

/** As the holdout rule has it; where neither makes an error, a class can't make fewer, but answers also those whose memory doesn't. */
const isBetter = (one: SymbolScore, other: SymbolScore, fewSamples: number): boolean =>
  (one.errors === 0 && one.samples > 0) || readsBetter(one, other, one.samples < fewSamples);
