import { z } from 'zod';
import { TRAINED_NETWORKS } from '@inkling/recognizer';
import { idSchema } from './fields.js';
import {
  MOST_LEARNT,
  reasonSchema,
  trainingParametersSchema,
  trainingSettingsSchema,
} from './training.js';

export const trainingPreviewQuerySchema = z.object({ network: z.enum(TRAINED_NETWORKS) });

/** What a job that starts now would use, and what stands in its way. */
export const trainingPreviewSchema = z.object({
  network: z.enum(TRAINED_NETWORKS),
  approved: z.int().describe('Approved samples of the network'),
  train: z.int().describe('To learn from'),
  holdout: z.int().describe('Kept to measure, never trained on'),
  leftOut: z
    .int()
    .describe(`Like drawings on both sides, so on neither; or beyond ${MOST_LEARNT} approved ones`),
  symbols: z
    .array(z.object({ label: z.string(), samples: z.int() }))
    .describe(
      'Symbols with enough approved samples for a class of their own, and how many each has',
    ),
  fresh: z.int().describe('Approved since the last job began'),
  lastJobAt: z.iso.datetime().nullable().describe('When it began'),
  /** The version that it would start from. */
  champion: z
    .object({
      id: idSchema,
      version: z.int(),
      since: z.iso.datetime(),
      by: z.string().describe('Who put it into service'),
      reason: z.string(),
    })
    .nullable(),
  parameters: trainingParametersSchema.describe('Used where a request says nothing else'),
  runningJobId: idSchema.nullable(),
  queuedJobId: idSchema.nullable(),
  hindrance: reasonSchema.nullable().describe('Why no job can be trained now, and what to do'),
  settings: trainingSettingsSchema.describe('Reviewers may see them, admins may change them'),
  nextScheduledAt: z.iso.datetime().nullable(),
});
export type TrainingPreview = z.infer<typeof trainingPreviewSchema>;
