import { z } from 'zod';
import { modelCardSchema, NETWORKS } from '@inkling/recognition';
import { idSchema, pageOf, pageQuerySchema } from './problem.js';

export const modelStatusSchema = z.enum(['candidate', 'champion', 'retired', 'rejected']);

export const modelSchema = z.object({
  id: idSchema,
  network: z.enum(NETWORKS),
  version: z.int().describe('Counts up within its network'),
  status: modelStatusSchema,
  parentId: idSchema.nullable(),
  origin: z.enum(['shipped', 'trained']),
  sha256: z.string(),
  bytes: z.int(),
  metrics: z.array(
    z.object({
      dataset: z.string(),
      task: z.string(),
      samples: z.int(),
      top1: z.number(),
      top3: z.number(),
    }),
  ),
  createdAt: z.iso.datetime(),
  service: z
    .array(
      z.object({
        from: z.iso.datetime(),
        to: z.iso.datetime().nullable(),
        by: z.string(),
        reason: z.string(),
      }),
    )
    .describe('When it was in service, by whom and why'),
});
export type Model = z.infer<typeof modelSchema>;

export const modelDetailSchema = modelSchema.extend({ card: modelCardSchema });
export const modelsQuerySchema = pageQuerySchema.extend({ network: z.enum(NETWORKS).optional() });
export const modelsPageSchema = pageOf(modelSchema);
