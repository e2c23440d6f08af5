import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { GateReport } from '@inkling/contract';
import {
  bestClass,
  pairedCounts,
  type ModelCard,
  type Network,
  type NetworkSession,
  type PairedCounts,
} from '@inkling/recognizer';
import { pickGlyphs, type LabelledGlyphs } from '../../data/glyph-sets.js';
import { DEFAULT_PARAMETERS } from '../../learn/fine-tuning/default-parameters.js';
import { fineTune } from '../../learn/fine-tuning/fine-tune.js';
import { gateOrInterpolated } from '../../judge/gate/gate-or-interpolated.js';
import { openOrtSession } from '../../onnx/ort-session.js';
import { retuneVersion } from '../../judge/evaluation/memory/retune-version.js';
import { logProbabilitiesOf, readGlyphs } from '../../onnx/reading.js';
import { rowsByHand } from '../../judge/evaluation/rows-by-hand.js';
import { placeCorrections } from './place-corrections.js';
import type { Plan } from './plan.js';
import { readPlan, type Drawings, type PlanErrors } from './read-plan.js';
import type { HandErrors } from './summary.js';

export interface Version {
  readonly onnx: Uint8Array;
  readonly card: ModelCard;
}

/** All that does not change from one simulated installation to the next. */
export interface School {
  readonly network: Network;
  readonly base: Version;
  readonly drawings: Drawings;
  readonly test: OfficialTest;
  readonly replay: LabelledGlyphs;
  readonly gateSet: LabelledGlyphs;
  readonly validation: LabelledGlyphs;
  /** Who drew its glyphs. */
  readonly validationHands: readonly string[] | undefined;
}

/** The official test set of the network. */
export interface OfficialTest {
  readonly glyphs: LabelledGlyphs;
  /** The classes that may answer. */
  readonly allowed: readonly number[];
  /** Which glyphs the base reads right. */
  readonly baseRight: readonly boolean[];
}

export interface Lesson {
  readonly corrections: number;
  readonly holdout: number;
  readonly seconds: number;
  readonly gate: GateReport;
  /** What the writers drew besides. */
  readonly writers: readonly HandErrors[];
  readonly others: readonly HandErrors[];
  /** The official test set before and after, paired. */
  readonly test: PairedCounts;
}

/**
 * One installation: its writers' corrections are approved, one job trains on those that are not held
 * out, and everything is read before and after by the code that serves.
 */
export async function learn(
  { network, base, drawings, test, replay, gateSet, validation, validationHands }: School,
  plan: Plan,
  seed: number,
): Promise<Lesson> {
  const { trained, groups, held } = placeCorrections(drawings, plan);
  const folder = await mkdtemp(join(tmpdir(), 'inkling-learn-'));
  const started = Date.now();
  try {
    const whole = await fineTune(
      {
        network,
        champion: base,
        corrections: pickGlyphs(drawings.glyphs, trained),
        groups,
        tasks: trained.map(() => drawings.task),
        replay,
        parameters: { ...DEFAULT_PARAMETERS[network], seed },
        checkpointFolder: folder,
      },
      { onProgress: () => undefined, onEpoch: () => undefined, log: () => undefined },
    );
    const seconds = (Date.now() - started) / 1000;
    const { report, calibration, readings, onnx } = await gateOrInterpolated(
      {
        network,
        start: base,
        champion: base,
        base,
        challenger: { onnx: whole.onnx, card: base.card },
        gateSet,
        holdout: pickGlyphs(drawings.glyphs, held),
        holdoutTasks: held.map(() => drawings.task),
        validation,
      },
      () => undefined,
    );
    const { memory } = await withSession({ onnx }, (session) =>
      retuneVersion({
        network,
        session,
        temperature: calibration.temperature,
        memory: base.card.memory,
        validation: readings.validation,
        hands: validationHands,
        replay,
      }),
    );
    const challenger = { onnx, card: { ...base.card, ...calibration, memory } };
    const before = await withSession(base, (session) =>
      readPlan(session, base.card, drawings, plan),
    );
    const { errors: after, testRight } = await withSession(challenger, async (session) => ({
      errors: await readPlan(session, challenger.card, drawings, plan),
      testRight: await rightOf(session, challenger.card, test),
    }));
    return {
      corrections: plan.corrections.length,
      holdout: held.length,
      seconds,
      gate: report,
      writers: errorsByHand(plan.remaining, drawings.hands, before, after),
      others: errorsByHand(plan.others, drawings.hands, before, after),
      test: pairedCounts(test.baseRight, testRight),
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Which glyphs of a test set a version reads right. */
export async function rightOf(
  session: NetworkSession,
  { temperature }: ModelCard,
  { glyphs, allowed }: Pick<OfficialTest, 'glyphs' | 'allowed'>,
): Promise<boolean[]> {
  const reading = await readGlyphs(session, glyphs);
  return logProbabilitiesOf(reading, temperature, allowed).map(
    (row, at) => bestClass(row) === reading.labels[at],
  );
}

/** Opens a version in ONNX Runtime for as long as `work` takes. */
export async function withSession<T>(
  { onnx }: Pick<Version, 'onnx'>,
  work: (session: NetworkSession) => Promise<T>,
): Promise<T> {
  const session = await openOrtSession(onnx);
  try {
    return await work(session);
  } finally {
    await session.release();
  }
}

function errorsByHand(
  rows: readonly number[],
  hands: readonly string[],
  before: PlanErrors,
  after: PlanErrors,
): HandErrors[] {
  return [...rowsByHand(rows.map((row) => hands[row]!))].map(([hand, places]) => {
    const wrongIn = (errors: ReadonlySet<number>) =>
      places.filter((place) => errors.has(rows[place]!)).length;
    return {
      hand,
      count: places.length,
      cold: wrongIn(before.alone),
      memory: wrongIn(before.withMemory),
      fineTuned: wrongIn(after.alone),
      both: wrongIn(after.withMemory),
    };
  });
}
