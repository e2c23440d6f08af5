import { fitCalibration, readScribbles, type Calibration } from '../evaluation/calibrate.js';
import type { Reading } from '../../onnx/reading.js';
import type { GateInput, GateModel } from './gate-input.js';
import type { Latencies } from './latency-rule.js';
import { measureLatencies } from './measure-latencies.js';
import { readSet, withSession } from './read-model.js';
import { haveSameGraph } from './same-graph.js';
import { count } from './wording.js';

/** What a network in or for service said of the sets that decide. */
export interface Readings {
  readonly gate: Reading;
  readonly holdout: Reading;
  readonly temperature: number;
}

export type Log = (text: string) => void;

/** What those said that a challenger is compared with. */
export interface FormerReadings {
  readonly champion: Readings;
  /** On the gate set. */
  readonly base: Reading;
}

export async function readFormer(input: GateInput, log: Log): Promise<FormerReadings> {
  const champion = await readChampion(input, log);
  return { champion, base: await readBase(input, champion, log) };
}

/** The champion, with the temperature that it serves with. */
function readChampion(input: GateInput, log: Log): Promise<Readings> {
  const { champion, gateSet, holdout } = input;
  log(`Gate: the champion reads ${count(gateSet.count)} gate glyphs`);
  return withSession('champion', champion, async (session) => ({
    gate: await readSet('champion', champion, session, gateSet),
    holdout: await readSet('champion', champion, session, holdout),
    temperature: champion.card.temperature,
  }));
}

/** What the challenger said, also of the set that it was calibrated on. */
export interface ChallengerReadings extends Readings {
  readonly validation: Reading;
  readonly calibration: Calibration;
}

/** The challenger, calibrated first; one that was not trained is. */
export function readChallenger(input: GateInput, log: Log): Promise<ChallengerReadings> {
  const { network, challenger, gateSet, holdout, validation, isUntouched } = input;
  return withSession('challenger', challenger, async (session) => {
    log(`Gate: the challenger is calibrated on ${count(validation.count)} validation glyphs`);
    const ofValidation = await readSet('challenger', challenger, session, validation);
    const { temperature, certainty } = challenger.card;
    const calibration = isUntouched
      ? { temperature, certainty }
      : fitCalibration(network, ofValidation, await readScribbles(session));
    log(`Gate: the challenger reads ${count(gateSet.count)} gate glyphs`);
    return {
      gate: await readSet('challenger', challenger, session, gateSet),
      holdout: await readSet('challenger', challenger, session, holdout),
      validation: ofValidation,
      temperature: calibration.temperature,
      calibration,
    };
  });
}

/** The base model, unless it is the champion and has answered already. */
async function readBase(input: GateInput, champion: Readings, log: Log): Promise<Reading> {
  const { base, gateSet } = input;
  if (isSameFile(base, input.champion)) return champion.gate;
  log(`Gate: the base model reads ${count(gateSet.count)} gate glyphs`);
  return withSession('base model', base, (session) =>
    readSet('base model', base, session, gateSet),
  );
}

export async function compareLatencies(
  { champion, challenger, gateSet }: GateInput,
  log: Log,
): Promise<Latencies | 'same graph'> {
  if (haveSameGraph(champion.onnx, challenger.onnx)) return 'same graph';
  log('Gate: champion and challenger take turns, because their graphs differ');
  return withSession('champion', champion, (first) =>
    withSession('challenger', challenger, (second) =>
      measureLatencies(first, second, gateSet.glyphs),
    ),
  );
}

export function isSameFile(a: Pick<GateModel, 'onnx'>, b: Pick<GateModel, 'onnx'>): boolean {
  return Buffer.from(a.onnx.buffer, a.onnx.byteOffset, a.onnx.byteLength).equals(b.onnx);
}
