import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bestClass, type ModelCard, type Network } from '@inkling/recognizer';
import { pickGlyphs, type LabelledGlyphs } from '../../data/glyph-sets.js';
import type { Plan } from '../learning/plan.js';
import { readPlan, type Drawings } from '../learning/read-plan.js';
import { logProbabilitiesOf, readGlyphs } from '../../onnx/reading.js';
import { openOrtSession } from '../../onnx/ort-session.js';
import { DEFAULT_PARAMETERS } from '../../learn/fine-tuning/default-parameters.js';
import { fineTune } from '../../learn/fine-tuning/fine-tune.js';
import type { FineTuningCallbacks } from '../../learn/fine-tuning/fine-tuning-input.js';
import { RECIPES } from '../../learn/fine-tuning/recipe.js';
import type { Setting } from './setting.js';

/** What all trials of a network share. */
export interface Bench {
  readonly network: Network;
  readonly champion: { readonly onnx: Uint8Array; readonly card: ModelCard };
  /** Of validation writers. */
  readonly drawings: Drawings;
  readonly replay: LabelledGlyphs;
  /** Held-out pictures, like those of the test sets. */
  readonly pictures: LabelledGlyphs;
  /** Pictures of the base training that are not replayed. */
  readonly basePictures: LabelledGlyphs;
}

/** How one version reads everything. */
export interface Reading {
  /** Shares read wrong, 0..1. */
  readonly writers: number;
  readonly writersWithMemory: number;
  /** Mean negative log probability of the right labels, in nats, without memory. */
  readonly writersLoss: number;
  readonly others: number;
  readonly pictures: number;
  readonly picturesLoss: number;
  readonly basePictures: number;
}

export interface Trial extends Reading {
  readonly seconds: number;
  readonly epochs: number;
  readonly bestEpoch: number;
}

/** One in so many corrections is not trained on, as in a job, whose gate they are for. */
const HOLDOUT_EVERY = 5;

/** Fine-tunes on a plan's corrections with one setting and reads what its writers drew besides. */
export async function runTrial(
  bench: Bench,
  plan: Plan,
  setting: Setting,
  onEpoch: FineTuningCallbacks['onEpoch'],
): Promise<Trial> {
  const { network, champion, drawings, replay } = bench;
  const recipe = RECIPES[network];
  const folder = await mkdtemp(join(tmpdir(), 'inkling-trial-'));
  const started = Date.now();
  try {
    const trained = plan.corrections.filter((_, at) => at % HOLDOUT_EVERY !== 0);
    const { onnx, epochs, bestEpoch } = await fineTune(
      {
        network,
        champion,
        corrections: pickGlyphs(drawings.glyphs, trained),
        tasks: trained.map(() => drawings.task),
        replay,
        parameters: { ...DEFAULT_PARAMETERS[network], ...setting.parameters },
        checkpointFolder: folder,
      },
      { onProgress: () => undefined, onEpoch, log: () => undefined },
      { ...recipe, ...setting.recipe, stages: { ...recipe.stages, ...setting.recipe.stages } },
    );
    const seconds = (Date.now() - started) / 1000;
    return { ...(await readAll(bench, plan, onnx)), seconds, epochs, bestEpoch };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Reads with ONNX Runtime, by the way that answers take; with the champion's temperature. */
export async function readAll(bench: Bench, plan: Plan, onnx: Uint8Array): Promise<Reading> {
  const { champion, drawings, pictures, basePictures } = bench;
  const session = await openOrtSession(onnx);
  try {
    const { alone, withMemory } = await readPlan(session, champion.card, drawings, plan);
    const share = (rows: readonly number[], wrong: ReadonlySet<number>) =>
      rows.filter((row) => wrong.has(row)).length / Math.max(1, rows.length);
    const lossOf = async (glyphs: LabelledGlyphs) => {
      const reading = await readGlyphs(session, glyphs);
      const rows = logProbabilitiesOf(reading, champion.card.temperature, drawings.allowed);
      const wrong = rows.filter((row, at) => bestClass(row) !== glyphs.labels[at]).length;
      const loss = rows.reduce((sum, row, at) => sum - row[glyphs.labels[at]!]!, 0);
      return { error: wrong / glyphs.count, loss: loss / glyphs.count };
    };
    const onPictures = await lossOf(pictures);
    const onWriters = await lossOf(pickGlyphs(drawings.glyphs, plan.remaining));
    return {
      writers: share(plan.remaining, alone),
      writersWithMemory: share(plan.remaining, withMemory),
      writersLoss: onWriters.loss,
      others: share(plan.others, alone),
      pictures: onPictures.error,
      picturesLoss: onPictures.loss,
      basePictures: (await lossOf(basePictures)).error,
    };
  } finally {
    await session.release();
  }
}
