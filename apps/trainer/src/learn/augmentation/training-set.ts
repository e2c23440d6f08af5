import { GLYPH_PIXELS, InkError, glyphFromStrokes, type Stroke } from '@inkling/ink';
import type { LabelledGlyphs } from '../../data/glyph-sets.js';
import { createRandom, shuffle, type Random } from '../../random.js';
import { addHabit, withHabit } from './habits.js';
import { rewrittenGlyph } from './strokes.js';
import { changePenWidth, warpGlyph, type WarpLimits } from './warp.js';

/** What a network is trained on: pictures as they are, and ink that is rendered anew each time. */
export interface TrainingSources {
  readonly pictures: LabelledGlyphs;
  readonly ink: readonly InkSource[];
  /** Of the network's classes. */
  readonly labels: readonly string[];
}

export interface InkSource {
  readonly strokes: readonly Stroke[];
  readonly classIndex: number;
  /** How often it is shown in an epoch. */
  readonly repeats: number;
}

export interface Batch {
  /** `[count, 28, 28, 1]`, 0..1. */
  readonly glyphs: Float32Array;
  readonly labels: Int32Array;
  readonly count: number;
}

/** For pictures, whose whole variation has to come from the warp. */
const PICTURE_WARP: WarpLimits = {
  rotation: 0.2,
  shear: 0.22,
  scale: 0.14,
  shiftPx: 1.6,
  elasticPx: 0.9,
};

/** For ink, which was leaned and stretched already. */
const INK_WARP: WarpLimits = {
  rotation: 0.03,
  shear: 0.03,
  scale: 0.06,
  shiftPx: 1,
  elasticPx: 0.7,
};

export function epochSize({ pictures, ink }: TrainingSources): number {
  return ink.reduce((sum, { repeats }) => sum + repeats, pictures.count);
}

/**
 * One epoch's batches in an order that the seed decides. The last batch is filled up from the front,
 * so that all have the same size.
 */
export function* augmentedBatches(
  sources: TrainingSources,
  batchSize: number,
  seed: number,
): Generator<Batch> {
  const random = createRandom(seed);
  const { pictures, labels: classes } = sources;
  const ink = sources.ink.flatMap((source) => Array<InkSource>(source.repeats).fill(source));
  const total = pictures.count + ink.length;
  const order = Int32Array.from({ length: total }, (_, index) => index);
  shuffle(order, random);
  const plain = new Float32Array(GLYPH_PIXELS);
  for (let start = 0; start < total; start += batchSize) {
    const glyphs = new Float32Array(batchSize * GLYPH_PIXELS);
    const labels = new Int32Array(batchSize);
    for (let slot = 0; slot < batchSize; slot++) {
      const index = order[(start + slot) % total]!;
      const target = glyphs.subarray(slot * GLYPH_PIXELS, (slot + 1) * GLYPH_PIXELS);
      labels[slot] = writeSample({ pictures, ink, labels: classes }, index, plain, target, random);
    }
    yield { glyphs, labels, count: batchSize };
  }
}

function writeSample(
  { pictures, ink, labels }: TrainingSources,
  index: number,
  plain: Float32Array,
  target: Float32Array,
  random: Random,
): number {
  if (index < pictures.count) {
    plain.set(pictures.glyphs.subarray(index * GLYPH_PIXELS, (index + 1) * GLYPH_PIXELS));
    const label = pictures.labels[index]!;
    addHabit(plain, labels[label]!, random);
    rewritePicture(plain, target, random);
    return label;
  }
  const { strokes, classIndex } = ink[index - pictures.count]!;
  rewriteInk(withHabit(strokes, labels[classIndex]!, random), target, random);
  return classIndex;
}

/**
 * Another drawing of the same character, by chance, from a picture.
 *
 * @param glyph `[28, 28]`, 0..1; is changed
 * @param to receives `[28, 28]`, 0..1
 */
export function rewritePicture(glyph: Float32Array, to: Float32Array, random: Random): void {
  if (random.next() < 0.4) changePenWidth(glyph, random.between(-0.7, 0.8));
  warpGlyph(glyph, to, PICTURE_WARP, random);
}

/** Another drawing of the same character, by chance, from ink; `to` receives `[28, 28]`, 0..1. */
export function rewriteInk(strokes: readonly Stroke[], to: Float32Array, random: Random): void {
  warpGlyph(glyphOfInk(strokes, random), to, INK_WARP, random);
}

function glyphOfInk(strokes: readonly Stroke[], random: Random): Float32Array {
  try {
    return rewrittenGlyph(strokes, random);
  } catch (error) {
    // Leaning can shrink a drawing that was hardly more than a dot below the limit.
    if (error instanceof InkError) return glyphFromStrokes(strokes).glyph;
    throw error;
  }
}
