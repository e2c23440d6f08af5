import { GLYPH_PIXELS } from '@inkling/ink';
import { labelsOfNetwork, type Task } from '@inkling/recognizer';
import { pickGlyphs, type LabelledGlyphs } from '../../data/glyph-sets.js';
import { createRandom } from '../../random.js';
import { BalancedReplay } from './balanced-replay.js';
import type { FineTuningInput } from './fine-tuning-input.js';
import { groupsOfEqualGlyphs, keepGroups } from './look-alikes.js';
import { planBatches, type BatchPlan } from './mixed-batches.js';
import type { Recipe } from './recipe.js';

/** Replayed samples kept for early stopping: enough to notice forgetting, few enough to cost little. */
const KEPT_REPLAY = 250;
/** So many times an epoch's replay is chosen to draw from, since each needs the champion's own answer. */
const REPLAY_POOL_EPOCHS = 2;

/** The data of a fine-tuning, cut into its parts. */
export interface PreparedData {
  readonly corrections: LabelledGlyphs;
  /** Of the corrections, where the input has them. */
  readonly tasks: readonly Task[] | undefined;
  /** For early stopping; empty where there are few corrections. */
  readonly keptCorrections: LabelledGlyphs;
  readonly replay: LabelledGlyphs;
  readonly keptReplay: LabelledGlyphs;
  readonly plan: BatchPlan;
}

/** @throws Error naming what is wrong with the data */
export function prepareData(
  { network, corrections, groups, tasks, replay, parameters }: FineTuningInput,
  { keptShare }: Pick<Recipe, 'keptShare'>,
): PreparedData {
  const classes = labelsOfNetwork(network).length;
  checkGlyphs('corrections', corrections, classes);
  checkGlyphs('replay set', replay, classes);
  if (groups && groups.length !== corrections.count) {
    throw new Error(`There are ${groups.length} groups for ${corrections.count} corrections.`);
  }
  if (tasks && tasks.length !== corrections.count) {
    throw new Error(`There are ${tasks.length} tasks for ${corrections.count} corrections.`);
  }
  const parts = keepGroups(groups ?? groupsOfEqualGlyphs(corrections), keptShare, parameters.seed);
  const plan = planBatches(parts.train.length, parameters.batchSize, parameters.replayRatio);
  const replayed = (plan.batchSize - plan.corrections) * plan.steps;
  const kept = Math.min(KEPT_REPLAY, Math.floor(replay.count / 4));
  const chosen = chooseReplay(
    replay,
    classes,
    kept + replayed * REPLAY_POOL_EPOCHS,
    parameters.seed,
  );
  return {
    corrections: pickGlyphs(corrections, parts.train),
    tasks: tasks && Array.from(parts.train, (row) => tasks[row]!),
    keptCorrections: pickGlyphs(corrections, parts.kept),
    replay: pickGlyphs(replay, chosen.subarray(kept)),
    keptReplay: pickGlyphs(replay, chosen.subarray(0, kept)),
    plan,
  };
}

/** Rows of a set, classes balanced as far as it has them, none twice. */
function chooseReplay(
  replay: LabelledGlyphs,
  classes: number,
  wanted: number,
  seed: number,
): Int32Array {
  const draws = new BalancedReplay(replay.labels, classes, createRandom(seed));
  const rows = new Set<number>();
  // A class that is used up starts over: that many draws in vain mean that little is left elsewhere.
  for (let vain = 0; rows.size < Math.min(wanted, replay.count) && vain < replay.count;) {
    const before = rows.size;
    rows.add(draws.draw());
    if (rows.size === before) vain++;
  }
  return Int32Array.from(rows);
}

function checkGlyphs(what: string, set: LabelledGlyphs, classes: number): void {
  const { count, glyphs, labels } = set;
  if (count === 0) throw new Error(`The ${what} must not be empty.`);
  if (glyphs.length !== count * GLYPH_PIXELS || labels.length !== count) {
    throw new Error(
      `The ${what}: ${glyphs.length} pixels and ${labels.length} labels do not fit ${count} glyphs.`,
    );
  }
  const wrong = labels.find((label) => label >= classes);
  if (wrong !== undefined) {
    throw new Error(`The ${what}: class ${wrong} is none of the network's ${classes}.`);
  }
  if (!glyphs.every((value) => value >= 0 && value <= 1)) {
    throw new Error(`The ${what}: a pixel is not between 0 and 1.`);
  }
}
