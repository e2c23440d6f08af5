import { z } from 'zod';
import { TRAINED_NETWORKS } from '@inkling/recognizer';
import { linesCardSchema, modelCardSchema } from '@inkling/recognizer/card';
import { gateReportSchema } from './gate.js';
import { idSchema, text } from './fields.js';
import { pageOf, pageQuerySchema } from './problem.js';

export const modelStatusSchema = z.enum(['candidate', 'champion', 'retired', 'rejected']);

export const modelSchema = z.object({
  id: idSchema,
  network: z.enum(TRAINED_NETWORKS),
  version: z.int().describe('Counts up within its network'),
  status: modelStatusSchema,
  parentId: idSchema.nullable(),
  origin: z.enum(['shipped', 'trained']),
  sha256: z.string(),
  bytes: z.int(),
  pruned: z.boolean().describe('Its file was removed to save room'),
  metrics: z.array(
    z.object({
      dataset: z.string(),
      task: z.string(),
      samples: z.int().describe('Characters, or lines'),
      top1: z.number().describe('Share of characters read right, or of lines read wholly right'),
      top3: z.number().optional().describe('Characters only'),
      characterErrorRate: z
        .number()
        .optional()
        .describe(
          'Lines only: characters to put in, take out or change for each one that is right',
        ),
    }),
  ),
  createdAt: z.iso.datetime(),
  service: z
    .array(
      z.object({
        from: z.iso.datetime(),
        to: z.iso.datetime().nullable(),
        by: z.string().optional().describe('Reviewers only'),
        reason: z.string().optional().describe('Reviewers only'),
      }),
    )
    .describe('When it was in service; for reviewers by whom and why, too'),
});
export type Model = z.infer<typeof modelSchema>;

export const modelDetailSchema = modelSchema.extend({
  card: z.discriminatedUnion('network', [modelCardSchema, linesCardSchema]),
  trainingJobId: idSchema.nullable(),
  fingerprint: z.string().nullable().describe('SHA-256 over the sample revisions it learnt from'),
  gate: gateReportSchema.nullable(),
});
const reasonTextSchema = text().trim().min(1).max(500);

export const promoteRequestSchema = z.object({
  reason: reasonTextSchema.optional().describe('Needed where the gate refused the version'),
});
export const rollbackRequestSchema = z.object({
  network: z.enum(TRAINED_NETWORKS),
  reason: reasonTextSchema.optional(),
  from: idSchema.optional().describe('The version to leave: 409 where another one is in service'),
  to: idSchema.optional().describe('The version meant: 409 where a rollback leads to another one'),
});
export type RollbackRequest = z.infer<typeof rollbackRequestSchema>;
export const modelsQuerySchema = pageQuerySchema.extend({
  network: z.enum(TRAINED_NETWORKS).optional(),
});
/** How the weights of a file are written. */
export const MODEL_PRECISIONS = ['float32', 'float16'] as const;
export type ModelPrecision = (typeof MODEL_PRECISIONS)[number];

export const modelFileQuerySchema = z.object({
  precision: z
    .enum(MODEL_PRECISIONS, `must be one of ${MODEL_PRECISIONS.join(', ')}`)
    .default('float32')
    .describe(
      'float32: as it serves. float16: half as large, for other programs; docs/elsewhere.md says what it loses',
    ),
});

export const modelsPageSchema = pageOf(modelSchema);
