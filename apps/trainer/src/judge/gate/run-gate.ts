import type { GateReport, GateRuleResult } from '@inkling/contract';
import { labelsOfNetwork, taskOfNetwork, type ModelCard } from '@inkling/recognizer';
import type { Calibration } from '../evaluation/calibrate.js';
import { allowedClasses, type Reading } from '../../onnx/reading.js';
import { answersTo } from './answers.js';
import { calibrationRule } from './calibration-rule.js';
import { classesRule } from './classes-rule.js';
import { enginesRule } from './engines-rule.js';
import type { GateInput, GateModel } from './gate-input.js';
import { holdoutRule, untouchedRule, type HoldoutScore } from './holdout-rule.js';
import { holdoutScore } from './holdout-score.js';
import { latencyRule } from './latency-rule.js';
import { GATE_LIMITS } from './limits.js';
import { lossRule } from './loss-rule.js';
import { compareEngines } from './compare-engines.js';
import {
  compareLatencies,
  readChallenger,
  readFormer,
  type FormerReadings,
  type Log,
} from './measure.js';
import { maskedFigures } from './masked-figures.js';

/** The verdict with its reasons, and what goes into the challenger's card whatever the verdict is. */
export interface GateResult {
  readonly report: GateReport;
  readonly calibration: Calibration;
  /** What the challenger said of the shipped sets, for whoever wants to know more of it. */
  readonly readings: { readonly gate: Reading; readonly validation: Reading };
}

/**
 * Decides whether a challenger may become champion; docs/gate.md tells the rules and what they stop. All
 * is measured on the ONNX files, opened and read as the API does it. Every rule is evaluated, also after
 * one has failed. Nothing is changed, and nothing is kept for another job.
 *
 * The event loop gets its turn after every batch of glyphs.
 *
 * @param log told what is being measured, and then each rule's sentence
 * @param former where champion and base have been read already, by a gate with the same sets
 * @throws Error when a file can't be opened or read with; RangeError when gate or validation set are empty
 */
export async function runGate(
  input: GateInput,
  log: Log,
  former?: FormerReadings,
): Promise<GateResult> {
  const { network, gateSet, holdout, validation } = input;
  const limits = { ...GATE_LIMITS[network], ...input.limits };
  if (gateSet.count === 0 || validation.count === 0) {
    throw new RangeError('The gate needs glyphs in its gate set and in its validation set.');
  }

  const { champion, base } = former ?? (await readFormer(input, log));
  const challenger = await readChallenger(input, log);
  const latencies = await compareLatencies(input, log);
  const engines = await compareEngines(input, challenger.gate, log);

  const all = (labels: readonly string[]) =>
    allowedClasses(network, taskOfNetwork(network), labels);
  const answersOf = (
    reading: Reading,
    { labels }: Pick<ModelCard, 'labels'>,
    temperature: number,
  ) => answersTo(reading, temperature, all(labels));
  const ofChampion = answersOf(champion.gate, input.champion.card, champion.temperature);
  const ofChallenger = answersOf(challenger.gate, input.challenger.card, challenger.temperature);
  const ofBase = answersOf(base, input.base.card, input.base.card.temperature);
  const scoreOf = (
    { holdout: reading, temperature }: typeof champion,
    { card: { labels } }: GateModel,
  ): HoldoutScore => holdoutScore(network, reading, input.holdoutTasks, { labels, temperature });
  const gateRule = (
    rule: 'gate-set' | 'base',
    other: string,
    former: typeof ofBase,
    read: Reading,
  ) =>
    withFigures(
      lossRule(rule, other, former, ofChallenger, limits.loss),
      maskedFigures(network, read, challenger.gate),
    );

  const rules = [
    gateRule('gate-set', 'the champion', ofChampion, champion.gate),
    gateRule('base', 'the base model', ofBase, base),
    input.isUntouched
      ? untouchedRule(holdout.count)
      : holdoutRule(
          holdout.count,
          scoreOf(champion, input.champion),
          scoreOf(challenger, input.challenger),
          limits,
        ),
    enginesRule(engines, limits.engineDifference),
    classesRule(
      gateSet.labels,
      labelsOfNetwork(network),
      ofChampion,
      ofChallenger,
      limits.significance,
    ),
    latencyRule(latencies, limits.latencyRatio),
    calibrationRule(
      { answers: ofChampion, temperature: champion.temperature },
      { answers: ofChallenger, temperature: challenger.temperature },
      limits.calibrationLoss,
    ),
  ];
  for (const { passed, sentence } of rules)
    log(`Gate: ${passed ? 'passed' : 'FAILED'}: ${sentence}`);
  return {
    report: {
      passed: rules.every(({ passed }) => passed),
      network,
      sizes: { gate: gateSet.count, holdout: holdout.count, validation: validation.count },
      rules,
    },
    calibration: challenger.calibration,
    readings: { gate: challenger.gate, validation: challenger.validation },
  };
}

const withFigures = (
  result: GateRuleResult,
  figures: GateRuleResult['figures'],
): GateRuleResult => ({ ...result, figures: { ...result.figures, ...figures } });
