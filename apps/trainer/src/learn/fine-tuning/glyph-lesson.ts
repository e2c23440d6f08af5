import type { LayersModel } from '@tensorflow/tfjs-node';
import type { LabelledGlyphs } from '../../data/glyph-sets.js';
import type { KeptMeasured, Lesson } from './lesson.js';
import { accuracyOf, logitsOf } from './measure.js';
import { mixedBatches, type BatchPlan, type Mixture } from './mixed-batches.js';
import type { Recipe } from './recipe.js';
import { expectedErrors, mean } from './stopping.js';
import { trainStep } from './train-step.js';

interface GlyphLesson {
  /** With the champion's weights. */
  readonly model: LayersModel;
  readonly mixture: Mixture;
  /** For early stopping. */
  readonly kept: { readonly corrections: LabelledGlyphs; readonly replay: LabelledGlyphs };
  /** The champion's. */
  readonly temperature: number;
  readonly plan: BatchPlan;
  readonly recipe: Recipe;
}

/** Corrected glyphs among replayed ones. */
export const glyphLesson = (of: GlyphLesson): Lesson => ({
  stepsPerEpoch: of.plan.steps,
  *steps(seed) {
    const { model, mixture, plan, recipe } = of;
    for (const batch of mixedBatches(mixture, plan, recipe, seed)) {
      yield (optimizer, rate, step) =>
        trainStep(model, optimizer, batch, recipe.batchNorm, rate, step);
    }
  },
  measureKept: () => measureKept(of),
});

function measureKept({ model, kept, temperature }: GlyphLesson): KeptMeasured {
  const corrections = logitsOf(model, kept.corrections);
  const replay = logitsOf(model, kept.replay);
  const errors = {
    corrections: expectedErrors(corrections, temperature),
    replay: expectedErrors(replay, temperature),
  };
  const isSome = kept.corrections.count > 0;
  return {
    errors,
    figures: {
      keptError: isSome ? mean(errors.corrections) : null,
      keptAccuracy: isSome ? accuracyOf(corrections) : null,
      replayError: mean(errors.replay),
      replayAccuracy: accuracyOf(replay),
    },
  };
}
