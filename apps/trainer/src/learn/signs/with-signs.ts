import { GLYPH_PIXELS } from '@inkling/ink';
import type { LayersModel } from '@tensorflow/tfjs-node';
import { createRandom } from '../../random.js';
import { glyphInput, type GlyphBatch, type TrainingTask } from '../training/train.js';
import { drawEpisode, type EpisodeSize, type EpisodeSource } from './episodes.js';
import { prototypeLoss } from './prototype-loss.js';

export interface SignLesson extends EpisodeSize {
  /** What the signs' loss counts beside the task's own. */
  readonly weight: number;
}

/** What signs are learnt from, and how well others are told apart. */
export interface SignLessons {
  readonly sources: readonly EpisodeSource[];
  /** Figures on signs that are not learnt from, by name, 0..1. */
  validate(model: LayersModel): Record<string, number>;
}

export interface BatchWithSigns<B extends GlyphBatch> extends GlyphBatch {
  readonly own: B;
}

/**
 * A task whose embeddings also learn to tell apart signs that are none of its classes: each batch is followed
 * by an episode.
 */
export function withSigns<B extends GlyphBatch>(
  task: TrainingTask<B>,
  { sources, validate }: SignLessons,
  lesson: SignLesson,
): TrainingTask<BatchWithSigns<B>> {
  const rows = lesson.signs * lesson.drawings;
  return {
    stepsPerEpoch: task.stepsPerEpoch,
    *batches(seed) {
      const random = createRandom(seed);
      for (const own of task.batches(seed)) {
        const glyphs = new Float32Array((own.count + rows) * GLYPH_PIXELS);
        glyphs.set(own.glyphs);
        drawEpisode(sources, lesson, glyphs.subarray(own.count * GLYPH_PIXELS), random);
        yield { own, glyphs, count: own.count + rows };
      }
    },
    input: glyphInput,
    loss(outputs, { own }) {
      const ownOutputs = outputs.map((output) => output.slice([0], [own.count]));
      const signs = prototypeLoss(outputs[1]!.slice([own.count], [rows]), lesson);
      return task.loss(ownOutputs, own).add(signs.mul(lesson.weight)).asScalar();
    },
    validate: (model) => ({ ...task.validate(model), ...validate(model) }),
  };
}
