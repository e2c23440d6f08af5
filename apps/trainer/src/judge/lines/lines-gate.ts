import type { GateReport } from '@inkling/contract';
import { LINES_NETWORK, type LinesCard } from '@inkling/recognizer';
import type { LabelledLine } from '../../data/labelled-lines.js';
import { betweenLines } from '../../learn/line-tuning/between-lines.js';
import { openOrtSequence } from '../../onnx/ort-session.js';
import { calibrationRule } from '../gate/calibration-rule.js';
import { enginesRule } from '../gate/engines-rule.js';
import { holdoutRule } from '../gate/holdout-rule.js';
import { onlyLost } from '../gate/gate-or-interpolated.js';
import { latencyRule } from '../gate/latency-rule.js';
import type { GateLimits } from '../gate/limits.js';
import { isSameFile, type Log } from '../gate/measure.js';
import { haveSameGraph } from '../gate/same-graph.js';
import { count } from '../gate/wording.js';
import { calibrateLines, shippedCalibration, type ShippedCalibration } from './calibrate-lines.js';
import { compareLineEngines, compareLineLatencies } from './compare-line-engines.js';
import { errorRateRule, wrongOf } from './error-rate-rule.js';
import { settingsOf, type LineHelpers } from './line-helpers.js';
import { readSets, type ReadOfLine } from './evaluate-lines.js';
import {
  answersOf,
  answersToLines,
  evaluationsOf,
  lossPerCharacter,
  speakLines,
  type LineAnswer,
  type SpokenLines,
} from './line-answers.js';
import type { LinesModel } from './lines-model.js';
import { charactersRule, groupsRule } from './lost-rules.js';

export interface LinesGateInput {
  readonly champion: LinesModel;
  readonly base: LinesModel;
  /** What the challenger was trained from. */
  readonly start: LinesModel;
  readonly challenger: LinesModel;
  /** Lines that decide and do nothing else. */
  readonly gateSet: readonly LabelledLine[];
  /** Approved lines that were not trained on. May be empty. */
  readonly holdout: readonly LabelledLine[];
  /** For temperature and the limits of certainty; never trained on. */
  readonly validation: readonly LabelledLine[];
  /** As they serve, for all of them. */
  readonly helpers?: LineHelpers;
  /** Other limits, for sets that are too small for the usual ones. @defaultValue LINES_GATE_LIMITS */
  readonly limits?: Partial<GateLimits>;
}

export interface JudgedLines {
  readonly report: GateReport;
  /** Of the challenger, calibrated. */
  readonly card: Pick<LinesCard, 'temperature' | 'certainty' | 'evaluations'>;
  /** The network that the verdict is about. */
  readonly onnx: Uint8Array;
}

/** docs/gate.md says what these let through and what they stop. */
export const LINES_GATE_LIMITS: Omit<GateLimits, 'lostToSymbols'> = {
  loss: 0.005,
  fewSamples: 20,
  engineDifference: 1e-4,
  significance: 0.05,
  latencyRatio: 1.2,
  calibrationLoss: 0.02,
};

/**
 * Decides whether a challenger for lines may become champion, by the rules of `runGate` in terms of characters and
 * lines; one that is refused only for what it lost is judged once more half of the way to where it started.
 *
 * @throws Error when a file can't be opened or read with; RangeError when gate or validation set are empty
 */
export async function judgeLines(input: LinesGateInput, log: Log): Promise<JudgedLines> {
  if (input.gateSet.length === 0 || input.validation.length === 0) {
    throw new RangeError('The gate needs lines in its gate set and in its validation set.');
  }
  const former = await readFormer(input, log);
  const whole = await judge(input, former, log);
  if (!onlyLost(whole.report)) return whole;

  log('Gate: it lost too much, and nothing else is wrong: half of the way is judged too.');
  const { start, challenger } = input;
  const onnx = betweenLines(start, challenger.onnx, 0.5);
  const half = await judge({ ...input, challenger: { ...challenger, onnx } }, former, log);
  if (!half.report.passed) {
    log('Gate: half of the way is refused as well: the verdict is on the whole.');
    return whole;
  }
  return { ...half, report: { ...half.report, wholeWay: whole.report.rules } };
}

interface Former {
  readonly champion: Reading;
  /** What the few validation lines say of a challenger is taken for how it differs from the base model. */
  readonly shipped: ShippedCalibration;
  readonly base: readonly LineAnswer[];
}

interface Reading {
  readonly gate: SpokenLines;
  readonly read: readonly (readonly ReadOfLine[])[];
  readonly answers: readonly LineAnswer[];
  readonly holdout: { readonly errors: number; readonly logLoss: number };
}

async function readFormer(input: LinesGateInput, log: Log): Promise<Former> {
  const { champion, base, gateSet, validation, helpers = {} } = input;
  log(`Gate: the champion reads ${count(gateSet.length)} gate lines`);
  const ofChampion = await speaking(champion, (session) => read(session, champion.card, input));
  log(`Gate: the base model reads ${count(validation.length)} validation lines`);
  return speaking(base, async (session) => {
    const ofValidation = await speakLines(session, validation);
    const shipped = await shippedCalibration(ofValidation.sets, base.card, helpers);
    if (isSameFile(base, champion))
      return { champion: ofChampion, base: ofChampion.answers, shipped };
    log(`Gate: the base model reads ${count(gateSet.length)} gate lines`);
    const said = await speakLines(session, gateSet);
    const ofBase = await answersToLines(said, settingsOf(base.card, helpers));
    return { champion: ofChampion, base: ofBase, shipped };
  });
}

type Session = Awaited<ReturnType<typeof openOrtSequence>>;

async function speaking<T>(
  { onnx }: Pick<LinesModel, 'onnx'>,
  use: (session: Session) => Promise<T>,
): Promise<T> {
  const session = await openOrtSequence(onnx);
  try {
    return await use(session);
  } finally {
    await session.release();
  }
}

async function read(
  session: Session,
  card: LinesCard,
  { gateSet, holdout, champion, helpers = {} }: LinesGateInput,
): Promise<Reading> {
  const gate = await speakLines(session, gateSet);
  const kept = await speakLines(session, holdout);
  const settings = settingsOf(card, helpers);
  const ofGate = await readSets(gate.sets, settings);
  return {
    gate,
    read: ofGate,
    answers: answersOf(gate, ofGate),
    holdout: {
      errors: wrongOf(await answersToLines(kept, settings)),
      // Under one temperature for both: a temperature alone must not make a network better.
      logLoss: lossPerCharacter(kept, champion.card),
    },
  };
}

async function judge(
  input: LinesGateInput,
  { champion, base, shipped }: Former,
  log: Log,
): Promise<JudgedLines> {
  const { challenger, gateSet, holdout, validation } = input;
  const limits = { ...LINES_GATE_LIMITS, ...input.limits };
  const { reading, spoken, calibration, ofValidation } = await speaking(
    challenger,
    async (session) => {
      log(`Gate: the challenger is calibrated on ${count(validation.length)} validation lines`);
      const said = await speakLines(session, validation);
      const { fitted, read: byThen } = await calibrateLines(
        said.sets,
        challenger.card,
        input.helpers,
        shipped,
      );
      log(`Gate: the challenger reads ${count(gateSet.length)} gate lines`);
      const calibrated = { ...challenger.card, ...fitted };
      return {
        calibration: fitted,
        spoken: said,
        ofValidation: byThen,
        reading: await read(session, calibrated, input),
      };
    },
  );
  const latencies = haveSameGraph(input.champion.onnx, challenger.onnx)
    ? 'same graph'
    : await compareLineLatencies(input.champion, challenger, gateSet);
  log('Gate: TensorFlow reads gate lines with the weights of the file');
  const engines = await compareLineEngines(challenger, reading.gate);
  const { answers } = reading;
  const rules = [
    errorRateRule('gate-set', 'the champion', champion.answers, answers, limits.loss),
    errorRateRule('base', 'the base model', base, answers, limits.loss),
    holdoutRule(holdout.length, champion.holdout, reading.holdout, limits),
    enginesRule(engines, limits.engineDifference, 'gate line'),
    charactersRule(challenger.card.characters, champion.answers, answers, limits.significance),
    groupsRule(gateSet, champion.answers, answers, limits.significance),
    latencyRule(latencies, limits.latencyRatio),
    calibrationRule(
      { answers: judgedOf(champion.answers), temperature: input.champion.card.temperature },
      { answers: judgedOf(answers), temperature: calibration.temperature },
      limits.calibrationLoss,
    ),
  ];
  for (const { passed, sentence } of rules)
    log(`Gate: ${passed ? 'passed' : 'FAILED'}: ${sentence}`);
  const { certainty } = calibration;
  return {
    onnx: challenger.onnx,
    card: {
      ...calibration,
      evaluations: [
        ...evaluationsOf(reading.gate, reading.read, certainty, 'Gate set'),
        ...evaluationsOf(spoken, ofValidation, certainty, 'Validation set'),
      ],
    },
    report: {
      passed: rules.every(({ passed }) => passed),
      network: LINES_NETWORK,
      sizes: { gate: gateSet.length, holdout: holdout.length, validation: validation.length },
      rules,
    },
  };
}

const judgedOf = (answers: readonly LineAnswer[]) => ({
  right: answers.map(({ right }) => (right ? 1 : 0)),
  probabilities: answers.map(({ probability }) => probability),
});
