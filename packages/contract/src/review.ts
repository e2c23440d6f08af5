import { z } from 'zod';
import { NETWORKS, TASKS } from '@inkling/recognition';
import { sampleStatusSchema } from './corrections.js';
import { idSchema, pageOf, pageQuerySchema } from './problem.js';

export const reviewRequestSchema = z.object({
  ids: z.array(idSchema).min(1).max(500).describe('Ids of corrections'),
  decision: z.enum(['approve', 'reject']),
  label: z
    .string()
    .min(1)
    .max(8)
    .optional()
    .describe("Approve with this label instead of the writer's"),
  note: z.string().max(500).optional(),
  revisions: z
    .record(idSchema, z.int().min(1))
    .optional()
    .describe('By id, the revision that was looked at: one that changed since is left as it is'),
});
export type ReviewRequest = z.infer<typeof reviewRequestSchema>;

export const reviewedSchema = z.object({
  id: idSchema,
  sampleId: idSchema,
  status: sampleStatusSchema,
  label: z.string().describe('What it counts as now'),
});

export const reviewResponseSchema = z.object({
  items: z.array(reviewedSchema),
  missing: z.array(idSchema).describe('Ids of no correction, or of one taken back meanwhile'),
  changed: z.array(idSchema).describe('Ids with another revision than the one looked at'),
});
export type ReviewResponse = z.infer<typeof reviewResponseSchema>;

export const reviewQuerySchema = pageQuerySchema.extend({
  status: sampleStatusSchema.optional(),
  task: z.enum(TASKS).optional(),
  network: z.enum(NETWORKS).optional(),
  sort: z.enum(['newest']).default('newest'),
});

export const reviewItemSchema = z.object({
  id: idSchema,
  sampleId: idSchema,
  predictionId: idSchema,
  network: z.enum(NETWORKS),
  task: z.enum(TASKS),
  predicted: z.string(),
  label: z.string().describe("The writer's class"),
  given: z.string(),
  reviewerLabel: z.string().nullable(),
  status: sampleStatusSchema,
  revision: z.int().describe('Counts the changes of its sample'),
  writerId: idSchema.nullable(),
  modelVersion: z.int(),
  glyph: z.string().describe('PNG as a data URL, 28x28'),
  createdAt: z.iso.datetime(),
});
export type ReviewItem = z.infer<typeof reviewItemSchema>;
export const reviewPageSchema = pageOf(reviewItemSchema);
