import { GLYPH_PIXELS } from '@inkling/ink';
import { changePenWidth, warpGlyph } from '../augmentation/warp.js';
import type { LabelledGlyphs } from '../../data/glyph-sets.js';
import { createRandom, shuffle, type Random } from '../../random.js';
import { BalancedReplay } from './balanced-replay.js';
import type { Recipe } from './recipe.js';

/** What batches are mixed from. */
export interface Mixture {
  readonly classes: number;
  readonly corrections: LabelledGlyphs;
  /** `[corrections.count, classes]`: what the corrections are to be answered with; rows sum to 1. */
  readonly correctionTargets: Float32Array;
  readonly replay: LabelledGlyphs;
  /** `[replay.count, classes]`: what the replayed samples are to be answered with; rows sum to 1. */
  readonly replayTargets: Float32Array;
}

/** Corrections first, then replay. */
export interface MixedBatch {
  readonly count: number;
  /** `[count, 28, 28, 1]`, 0..1. */
  readonly glyphs: Float32Array;
  /** `[count, classes]`, rows sum to 1. */
  readonly targets: Float32Array;
  readonly labels: Int32Array;
}

/** How an epoch is cut into batches. */
export interface BatchPlan {
  readonly batchSize: number;
  /** Of each batch. */
  readonly corrections: number;
  readonly steps: number;
}

/** An epoch shows at least this many corrections, a few of them several times, each time bent anew. */
const LEAST_SHOWN = 64;

/** An epoch shows every correction once, with `replayRatio` replayed samples for each. */
export function planBatches(count: number, batchSize: number, replayRatio: number): BatchPlan {
  const corrections = Math.max(
    1,
    Math.min(batchSize - 1, Math.round(batchSize / (1 + replayRatio))),
  );
  const steps = Math.ceil(Math.max(count, LEAST_SHOWN) / corrections);
  return { batchSize, corrections, steps };
}

/** One epoch's batches; the seed decides order, replay and every warp. */
export function* mixedBatches(
  { classes, corrections, correctionTargets, replay, replayTargets }: Mixture,
  { batchSize, corrections: corrected, steps }: BatchPlan,
  { warp, penChange }: Pick<Recipe, 'warp' | 'penChange'>,
  seed: number,
): Generator<MixedBatch> {
  const random = createRandom(seed);
  const order = repeatedOrder(corrections.count, steps * corrected, random);
  const balance = new BalancedReplay(replay.labels, classes, random);
  const plain = new Float32Array(GLYPH_PIXELS);
  for (let step = 0; step < steps; step++) {
    const glyphs = new Float32Array(batchSize * GLYPH_PIXELS);
    const targets = new Float32Array(batchSize * classes);
    const labels = new Int32Array(batchSize);
    for (let slot = 0; slot < batchSize; slot++) {
      const glyph = glyphs.subarray(slot * GLYPH_PIXELS, (slot + 1) * GLYPH_PIXELS);
      const target = targets.subarray(slot * classes, (slot + 1) * classes);
      if (slot < corrected) {
        const row = order[step * corrected + slot]!;
        const label = corrections.labels[row]!;
        plain.set(glyphOf(corrections, row));
        if (random.next() < penChange) changePenWidth(plain, random.between(-0.6, 0.7));
        warpGlyph(plain, glyph, warp, random);
        target.set(correctionTargets.subarray(row * classes, (row + 1) * classes));
        labels[slot] = label;
        balance.countCorrection(label);
      } else {
        const row = balance.draw();
        glyph.set(glyphOf(replay, row));
        target.set(replayTargets.subarray(row * classes, (row + 1) * classes));
        labels[slot] = replay.labels[row]!;
      }
    }
    yield { count: batchSize, glyphs, targets, labels };
  }
}

const glyphOf = ({ glyphs }: LabelledGlyphs, row: number) =>
  glyphs.subarray(row * GLYPH_PIXELS, (row + 1) * GLYPH_PIXELS);

/** All rows in random order, and again in another one, until there are enough. */
function repeatedOrder(count: number, wanted: number, random: Random): Int32Array {
  const order = new Int32Array(wanted);
  const all = Int32Array.from({ length: count }, (_, row) => row);
  for (let at = 0; at < wanted; at += count) {
    shuffle(all, random);
    order.set(all.subarray(0, Math.min(count, wanted - at)), at);
  }
  return order;
}
