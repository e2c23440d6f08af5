import { z } from 'zod';
import { inkSchema } from './predictions.js';
import { sampleStatusSchema } from './corrections.js';
import { idSchema, moment, wholeInQuery } from './fields.js';
import { lineTaskSchema } from './lines.js';
import { pageOf, pageQuerySchema } from './problem.js';
import { CORRECTION_KINDS, reviewPersonSchema, statusCountsSchema } from './review.js';

export const LINE_REVIEW_SORTS = ['newest', 'suspicion'] as const;
export type LineReviewSort = (typeof LINE_REVIEW_SORTS)[number];

const lineReviewFilterSchema = z.object({
  status: sampleStatusSchema.optional(),
  task: lineTaskSchema.optional(),
  kind: z
    .enum(CORRECTION_KINDS)
    .optional()
    .describe('corrected: it counts as another text than was answered. confirmed: as the same'),
  writer: idSchema.optional(),
});

export const lineReviewQuerySchema = pageQuerySchema.extend({
  ...lineReviewFilterSchema.shape,
  sort: z
    .enum(LINE_REVIEW_SORTS)
    .default('newest')
    .describe('suspicion: the most suspicious first'),
  limit: wholeInQuery(1, 100).default(30),
});

/** What a line's suspicion rests on: all of it at once, and its characters one by one. */
export const LINE_SUSPICION_REASONS = ['text', 'characters'] as const;

export const lineSuspicionReasonSchema = z.object({
  kind: z
    .enum(LINE_SUSPICION_REASONS)
    .describe('text: how well it fits the ink. characters: what each looks like by itself'),
  text: z.string().describe('A sentence for a person'),
  weight: z
    .number()
    .describe('What it adds to the log-odds of a wrong text; below zero it speaks for the text'),
});
export type LineSuspicionReason = z.infer<typeof lineSuspicionReasonSchema>;

export const lineSuspicionSchema = z.object({
  value: z.number().min(0).max(1).describe('How likely the text is wrong, 0..1'),
  reasons: z.array(lineSuspicionReasonSchema).describe('The weightiest first'),
});
export type LineSuspicion = z.infer<typeof lineSuspicionSchema>;

/** A character that the line taught by itself, and what was decided of it. */
export const lineSampleSchema = z.object({
  id: idSchema.describe('Its correction, which is reviewed by itself'),
  sampleId: idSchema,
  label: z.string().describe('What it counts as'),
  at: z.int().describe("Place in the writer's text, from 0"),
  status: sampleStatusSchema,
});
export type LineSample = z.infer<typeof lineSampleSchema>;

export const lineReviewItemSchema = z.object({
  id: idSchema.describe('Of the correction'),
  lineId: idSchema,
  task: lineTaskSchema,
  predicted: z.string().describe('The text as it was read; rows are joined by a line feed'),
  text: z.string().describe("The writer's text"),
  reviewerText: z.string().nullable().describe("The reviewer's text, where it differs"),
  rows: z.int().describe('How many rows it has: a text has as many'),
  status: sampleStatusSchema,
  revision: z.int().describe('Counts the changes of the correction'),
  writerId: idSchema.nullable(),
  writer: reviewPersonSchema.nullable(),
  modelVersion: z
    .int()
    .nullable()
    .describe('Of the network that read it; null where its writer brought it from elsewhere'),
  strip: z.string().describe('PNG data URL of what the network saw, rows one below the other'),
  suspicion: lineSuspicionSchema.nullable().describe('null while it is not known'),
  samples: z.array(lineSampleSchema).describe('In the order of the text'),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
});
export type LineReviewItem = z.infer<typeof lineReviewItemSchema>;
export const lineReviewPageSchema = pageOf(lineReviewItemSchema);
export type LineReviewPage = z.infer<typeof lineReviewPageSchema>;

export const lineReviewCountsQuerySchema = z.object({
  ...lineReviewFilterSchema.shape,
  status: sampleStatusSchema.default('pending').describe('Of everything but `total` and `decided`'),
  since: moment().optional().describe('Count what was decided from then on'),
});

export const lineReviewCountsSchema = z.object({
  total: statusCountsSchema.describe('Whatever status is asked for'),
  matching: z.int().describe('How many the whole filter finds'),
  decided: z
    .object({
      approved: z.int(),
      rejected: z.int(),
      mine: z.int().describe('By the person who asks'),
    })
    .optional()
    .describe('Lines decided since `since` that stand as they were decided; only with it'),
  tasks: z.array(z.object({ task: lineTaskSchema, count: z.int() })),
  kinds: z.object({ corrected: z.int(), confirmed: z.int() }),
  writers: z
    .array(z.object({ writer: reviewPersonSchema, count: z.int() }))
    .describe('The busiest first, at most 50'),
});
export type LineReviewCounts = z.infer<typeof lineReviewCountsSchema>;

const lineStateSchema = z.object({
  text: z.string().describe("The writer's text after it"),
  reviewerText: z.string().nullable(),
  status: sampleStatusSchema,
});

export const lineRevisionSchema = lineStateSchema.extend({
  revision: z.int(),
  change: z.string().describe('corrected, corrected again, approved, rejected, reopened, undone'),
  before: lineStateSchema.nullable().describe('null for the first'),
  by: reviewPersonSchema.nullable(),
  at: z.iso.datetime(),
  note: z.string().nullable(),
  automatic: z.boolean().describe('Approved because its writer is trusted'),
  decisionId: idSchema.nullable().describe('To take the decision back by'),
});
export type LineRevision = z.infer<typeof lineRevisionSchema>;

export const lineReviewDetailSchema = lineReviewItemSchema.extend({
  ink: inkSchema.nullable().describe('The strokes as they came; null for a picture'),
  probability: z.number().describe('Of the text as it was read, that all of it is right'),
  alternatives: z
    .array(z.object({ text: z.string(), probability: z.number() }))
    .describe('As they were answered, best first'),
  revisions: z.array(lineRevisionSchema).describe('The newest first'),
});
export type LineReviewDetail = z.infer<typeof lineReviewDetailSchema>;
