import { trainingParametersSchema } from '@inkling/contract';
import type { Network } from '@inkling/recognizer';
import { z } from 'zod';
import { RECIPES } from '../../learn/fine-tuning/recipe.js';

const share = z.number().min(0).max(1);

/** What an experiment changes; everything else is as a job has it. */
export const settingSchema = z.strictObject({
  name: z.string().min(1),
  parameters: trainingParametersSchema.partial().default({}),
  recipe: z
    .strictObject({
      /** Only those named change. */
      stages: z.record(z.string(), z.number().min(0)),
      batchNorm: z.enum(['inference', 'training']),
      warmUp: share,
      pull: z.number().min(0),
      epsilon: z.number().positive(),
      labelSmoothing: share,
      distillation: share,
      interpolation: share,
      keptShare: share,
      patience: z.int().min(1),
      penChange: share,
      warp: z.strictObject({
        rotation: z.number().min(0),
        shear: z.number().min(0),
        scale: z.number().min(0),
        shiftPx: z.number().min(0),
        elasticPx: z.number().min(0),
      }),
    })
    .partial()
    .default({}),
});
export type Setting = z.infer<typeof settingSchema>;

const all = (network: Network, rate: number): Record<string, number> =>
  Object.fromEntries(Object.keys(RECIPES[network].stages).map((stage) => [stage, rate]));

const LAST: Readonly<Record<Network, readonly string[]>> = {
  digits: ['features', 'embedding', 'logits'],
  characters: ['features', 'embedding', 'logits'],
};

/** Only the last layers learn: the features stay the champion's. */
const lastStages = (network: Network): Record<string, number> => ({
  ...all(network, 0),
  ...Object.fromEntries(LAST[network].map((stage) => [stage, 1])),
});

/** One change each from what is shipped, for the table in docs/fine-tuning.md. */
export function settingsOf(network: Network): Setting[] {
  const recipe = (name: string, changes: Setting['recipe']): Setting => ({
    name,
    parameters: {},
    recipe: changes,
  });
  const parameters = (name: string, changes: Setting['parameters']): Setting => ({
    name,
    parameters: changes,
    recipe: {},
  });
  return [
    recipe('as shipped', {}),
    recipe('all layers at full rate', { stages: all(network, 1) }),
    recipe('last layers alone', { stages: lastStages(network) }),
    recipe('batch norm follows the batches', { batchNorm: 'training' }),
    recipe('labels instead of distillation', { distillation: 0 }),
    recipe('labels and distillation by half', { distillation: 0.5 }),
    recipe('interpolated by half', { interpolation: 0.5 }),
    recipe('pull to the champion', { pull: 10 }),
    recipe('none kept for stopping', { keptShare: 0 }),
    parameters('learning rate 3e-4', { learningRate: 3e-4 }),
    parameters('learning rate 2e-3', { learningRate: 2e-3 }),
    parameters('replay 2', { replayRatio: 2 }),
    parameters('replay 8', { replayRatio: 8 }),
  ];
}
