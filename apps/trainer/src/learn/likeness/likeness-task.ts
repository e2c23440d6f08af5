import { GLYPH_PIXELS, InkError, type Stroke } from '@inkling/ink';
import { LIKENESS_KINDS } from '@inkling/recognizer';
import type { LayersModel, Scalar, Tensor } from '@tensorflow/tfjs-node';
import type { ForeignGlyphs } from '../../data/foreign.js';
import { pickGlyphs, type LabelledGlyphs } from '../../data/glyph-sets.js';
import { createRandom, type Random } from '../../random.js';
import { tf } from '../../tensorflow.js';
import { rewrittenGlyph } from '../augmentation/strokes.js';
import { changePenWidth, warpGlyph, type WarpLimits } from '../augmentation/warp.js';
import { glyphInput, type GlyphBatch, type TrainingTask } from '../training/train.js';
import { DOODLES_BY_LOT, drawDoodle } from './doodles/kinds.js';
import { inARow, pictureInARow } from './several.js';

export interface LabelledInk {
  readonly label: string;
  readonly strokes: readonly Stroke[];
}

/** Characters and what is none, to learn from. */
export interface LikenessSources {
  /** Pictures of single characters, with the labels of their classes. */
  readonly pictures: LabelledGlyphs;
  readonly labels: readonly string[];
  /** Single characters as ink. */
  readonly ink: readonly LabelledInk[];
  /** Ink of words and numbers. */
  readonly words: readonly (readonly Stroke[])[];
  /** Letters of other alphabets. */
  readonly foreign: ForeignGlyphs;
  /** Ink of other signs. */
  readonly signs: readonly (readonly Stroke[])[];
}

/** What a drawing is, by kind of likeness: 1 or 0, or `undefined` where nobody could tell. */
export type LikenessTarget = readonly (0 | 1 | undefined)[];

/** Letters that are also written digits by somebody; merged ones as their capital. */
const LIKE_DIGITS = new Set('ABCDGIJLOQSTUYZbgq');

const isDigit = (label: string): boolean => /^\d$/.test(label);

/**
 * What a single character looks like. Whether a digit looks like a letter is left open, as is whether a
 * letter that some write like a digit does.
 */
export function targetOfCharacter(label: string): LikenessTarget {
  if (isDigit(label)) return [1, undefined, 0];
  return [LIKE_DIGITS.has(label) ? undefined : 0, 1, 0];
}

const SEVERAL: LikenessTarget = [0, 0, 1];
const DOODLE: LikenessTarget = [0, 0, 0];
/** Some signs have parts that stand by themselves; whether these are several is left open. */
const SIGN: LikenessTarget = [0, 0, undefined];

export interface LikenessBatch extends GlyphBatch {
  /** `[count, kinds]`. */
  readonly targets: Float32Array;
  /** 1 where the target counts. */
  readonly weights: Float32Array;
}

/** Shares of what is shown; the rest are doodles. */
const SHARES = { picture: 0.27, ink: 0.25, several: 0.14, word: 0.05, foreign: 0.06, sign: 0.03 };

const PICTURE_WARP: WarpLimits = {
  rotation: 0.2,
  shear: 0.22,
  scale: 0.14,
  shiftPx: 1.6,
  elasticPx: 0.8,
};
const SLIGHT_WARP: WarpLimits = {
  rotation: 0.05,
  shear: 0.05,
  scale: 0.06,
  shiftPx: 1.2,
  elasticPx: 0.6,
};

export interface LikenessExample {
  readonly glyph: Float32Array;
  readonly target: LikenessTarget;
}

/** Draws one example after another, each anew. */
export function drawExample(sources: LikenessSources, random: Random): LikenessExample {
  for (;;) {
    try {
      return drawOne(sources, random);
    } catch (error) {
      // Too small after leaning, or a picture with no character that stands out: the next one.
      if (!(error instanceof InkError)) throw error;
    }
  }
}

function drawOne(sources: LikenessSources, random: Random): LikenessExample {
  const { pictures, labels, ink, words, foreign, signs } = sources;
  let share = random.next();
  const falls = (width: number): boolean => (share -= width) < 0;
  if (falls(SHARES.picture)) {
    const at = random.integer(pictures.count);
    const target = targetOfCharacter(labels[pictures.labels[at]!]!);
    return { glyph: warped(rowOf(pictures, at), PICTURE_WARP, random), target };
  }
  if (falls(SHARES.ink)) {
    const { label, strokes } = ink[random.integer(ink.length)]!;
    const glyph = warped(rewrittenGlyph(strokes, random), SLIGHT_WARP, random);
    return { glyph, target: targetOfCharacter(label) };
  }
  if (falls(SHARES.several)) {
    const count = 2 + random.integer(3) * random.integer(2) + random.integer(2);
    const glyph =
      random.next() < 0.5
        ? severalOfInk(ink, count, random)
        : severalOfPictures(pictures, count, random);
    return { glyph: warped(glyph, SLIGHT_WARP, random), target: SEVERAL };
  }
  if (falls(SHARES.word)) {
    const strokes = words[random.integer(words.length)]!;
    return { glyph: warped(rewrittenGlyph(strokes, random), SLIGHT_WARP, random), target: SEVERAL };
  }
  if (falls(SHARES.foreign)) {
    const at = random.integer(foreign.names.length);
    return { glyph: warped(rowOf(foreign, at), PICTURE_WARP, random), target: SIGN };
  }
  if (falls(SHARES.sign)) {
    const strokes = signs[random.integer(signs.length)]!;
    return { glyph: warped(rewrittenGlyph(strokes, random), SLIGHT_WARP, random), target: SIGN };
  }
  const strokes = drawDoodle(DOODLES_BY_LOT[random.integer(DOODLES_BY_LOT.length)]!, random);
  return { glyph: warped(rewrittenGlyph(strokes, random), SLIGHT_WARP, random), target: DOODLE };
}

const rowOf = ({ glyphs }: { readonly glyphs: Float32Array }, row: number): Float32Array =>
  glyphs.subarray(row * GLYPH_PIXELS, (row + 1) * GLYPH_PIXELS);

function severalOfInk(ink: readonly LabelledInk[], count: number, random: Random): Float32Array {
  const characters = Array.from({ length: count }, () => ink[random.integer(ink.length)]!.strokes);
  return rewrittenGlyph(inARow(characters, random), random);
}

function severalOfPictures(pictures: LabelledGlyphs, count: number, random: Random): Float32Array {
  const chosen = Array.from({ length: count }, () => random.integer(pictures.count));
  const { glyphs } = pickGlyphs(pictures, chosen);
  return pictureInARow(
    chosen.map((_, at) => rowOf({ glyphs }, at)),
    random,
  );
}

function warped(glyph: Float32Array, limits: WarpLimits, random: Random): Float32Array {
  const plain = glyph.slice();
  if (random.next() < 0.4) changePenWidth(plain, random.between(-0.6, 0.8));
  const to = new Float32Array(GLYPH_PIXELS);
  warpGlyph(plain, to, limits, random);
  return to;
}

/** Fills a batch; also for measuring. */
export function likenessBatch(
  sources: LikenessSources,
  count: number,
  random: Random,
): LikenessBatch {
  const kinds = LIKENESS_KINDS.length;
  const batch = {
    count,
    glyphs: new Float32Array(count * GLYPH_PIXELS),
    targets: new Float32Array(count * kinds),
    weights: new Float32Array(count * kinds),
  };
  for (let row = 0; row < count; row++) {
    const { glyph, target } = drawExample(sources, random);
    batch.glyphs.set(glyph, row * GLYPH_PIXELS);
    target.forEach((value, kind) => {
      if (value === undefined) return;
      batch.targets[row * kinds + kind] = value;
      batch.weights[row * kinds + kind] = 1;
    });
  }
  return batch;
}

/** Telling digits, letters and several characters from anything else, by cross-entropy of each kind. */
export function likenessTask(
  sources: LikenessSources,
  batchSize: number,
  stepsPerEpoch: number,
  validate: (model: LayersModel) => Record<string, number>,
): TrainingTask<LikenessBatch> {
  return {
    stepsPerEpoch,
    validate,
    input: glyphInput,
    *batches(seed) {
      const random = createRandom(seed);
      for (let step = 0; step < stepsPerEpoch; step++) {
        yield likenessBatch(sources, batchSize, random);
      }
    },
    loss([logits], { targets, weights, count }) {
      const shape: [number, number] = [count, LIKENESS_KINDS.length];
      const wanted = tf.tensor2d(targets, shape);
      const counted = tf.tensor2d(weights, shape);
      return crossEntropy(logits!, wanted)
        .mul(counted)
        .sum()
        .div(counted.sum())
        .asScalar() as Scalar;
    },
  };
}

/** Of independent yes-or-no answers, stable for large logits. */
const crossEntropy = (logits: Tensor, wanted: Tensor): Tensor =>
  logits.relu().sub(logits.mul(wanted)).add(logits.abs().neg().exp().log1p());
