import { z } from 'zod';
import { NETWORKS, TASKS } from '@inkling/recognizer';
import { sampleStatusSchema } from './corrections.js';
import { lineTextSchema } from './lines.js';
import { candidateSchema, inkSchema, stepPictureSchema } from './predictions.js';
import { idSchema, labelSchema, moment, text, whole, wholeInQuery } from './fields.js';
import { pageOf, pageQuerySchema } from './problem.js';

/** A person as others see them; a guest has no name of their own. */
export const reviewPersonSchema = z.object({
  id: idSchema,
  name: z.string(),
  isGuest: z.boolean(),
});
export type ReviewPerson = z.infer<typeof reviewPersonSchema>;

// Decisions.

export const DECISIONS = ['approve', 'reject', 'reopen'] as const;
export type Decision = (typeof DECISIONS)[number];

export const reviewRequestSchema = z.object({
  ids: z.array(idSchema).min(1).max(500).describe('Ids of corrections, of characters and of lines'),
  decision: z.enum(DECISIONS).describe('reopen: it waits for review again'),
  label: labelSchema
    .optional()
    .describe("Approve with this label instead of the writer's; for characters alone"),
  text: lineTextSchema
    .optional()
    .describe("Approve with this text instead of the writer's; for lines alone"),
  note: text().max(500).optional(),
  revisions: z
    .record(idSchema, whole(1))
    .optional()
    .describe('By id, the revision that was looked at: one that changed since is left as it is'),
});
export type ReviewRequest = z.infer<typeof reviewRequestSchema>;

export const undoRequestSchema = z.object({
  decisionId: idSchema.describe('Of a review, or of an undo, which is then done again'),
});
export type UndoRequest = z.infer<typeof undoRequestSchema>;

const decidedSchema = z.object({
  id: idSchema,
  status: sampleStatusSchema,
  revision: z.int().describe('The new one'),
});

/** What a correction counts as: of one character a label, of a line a text. */
const countsAsLabelSchema = z.object({
  label: z.string().describe('What it counts as now'),
});
const countsAsTextSchema = z.object({
  text: z.string().describe('What it counts as now; rows are joined by a line feed'),
});

export const reviewedSchema = z.union([
  decidedSchema.extend({ sampleId: idSchema, ...countsAsLabelSchema.shape }),
  decidedSchema.extend({ lineId: idSchema, ...countsAsTextSchema.shape }),
]);
export type Reviewed = z.infer<typeof reviewedSchema>;

const changedSchema = z.object({
  id: idSchema,
  status: sampleStatusSchema,
  revision: z.int(),
  change: z.string().describe('The last change: corrected, approved, rejected, …'),
  by: reviewPersonSchema.nullable().describe('Who changed it; null when that person is gone'),
  at: z.iso.datetime(),
});

/** What became of a correction that another person changed meanwhile. */
export const conflictSchema = z.union([
  changedSchema.extend(countsAsLabelSchema.shape),
  changedSchema.extend(countsAsTextSchema.shape),
]);
export type ReviewConflict = z.infer<typeof conflictSchema>;

export const reviewResponseSchema = z.object({
  decisionId: idSchema
    .nullable()
    .describe('To take the whole decision back by; null when nothing was decided'),
  items: z.array(reviewedSchema),
  missing: z.array(idSchema).describe('Ids of no correction, or of one taken back meanwhile'),
  changed: z
    .array(idSchema)
    .describe('Ids with another revision than the one looked at: left as they are'),
  conflicts: z.array(conflictSchema).describe('Of each in `changed`, what it is now and by whom'),
});
export type ReviewResponse = z.infer<typeof reviewResponseSchema>;

// The queue.

export const REVIEW_SORTS = ['newest', 'suspicion', 'likeness'] as const;
export type ReviewSort = (typeof REVIEW_SORTS)[number];

/** A correction in the narrow sense, a confirmation, or a sample of a file, of which nothing was answered. */
export const CORRECTION_KINDS = ['corrected', 'confirmed', 'imported'] as const;
export type CorrectionKind = (typeof CORRECTION_KINDS)[number];

const kindSchema = z
  .enum(CORRECTION_KINDS)
  .optional()
  .describe(
    'corrected: it counts as another label than was answered. confirmed: as the same. imported: it came from a file',
  );

const reviewFilterSchema = z.object({
  status: sampleStatusSchema.optional(),
  task: z.enum(TASKS).optional(),
  network: z.enum(NETWORKS).optional(),
  label: labelSchema
    .optional()
    .describe("What it counts as: the reviewer's label, or the writer's"),
  predicted: labelSchema
    .optional()
    .describe('What was answered; together with `label` a confusion pair'),
  kind: kindSchema,
  writer: idSchema.optional(),
  version: wholeInQuery(1).optional().describe('Of the model that answered'),
  cluster: idSchema.optional().describe('Only these look-alikes'),
});

export const reviewQuerySchema = pageQuerySchema.extend({
  ...reviewFilterSchema.shape,
  sort: z
    .enum(REVIEW_SORTS)
    .default('newest')
    .describe(
      'suspicion: the most suspicious first. likeness: label by label, look-alikes side by side',
    ),
  limit: wholeInQuery(1, 200).default(30),
});

/** What a figure of suspicion rests on. */
export const SUSPICION_REASONS = ['network', 'neighbours', 'writer'] as const;

export const suspicionReasonSchema = z.object({
  kind: z.enum(SUSPICION_REASONS),
  text: z.string().describe('A sentence for a person'),
  weight: z
    .number()
    .describe('What it adds to the log-odds of a wrong label; below zero it speaks for the label'),
});
export type SuspicionReason = z.infer<typeof suspicionReasonSchema>;

export const suspicionSchema = z.object({
  value: z.number().min(0).max(1).describe('How likely the label is wrong, 0..1'),
  reasons: z.array(suspicionReasonSchema).describe('The weightiest first'),
});
export type Suspicion = z.infer<typeof suspicionSchema>;

/** The line that a character was told apart in. */
export const bornOfLineSchema = z.object({
  id: idSchema.describe("The line's correction"),
  lineId: idSchema,
  text: z.string().describe('What the line counts as'),
  at: z.int().describe('Place in that text as its writer gave it, from 0'),
});
export type BornOfLine = z.infer<typeof bornOfLineSchema>;

export const reviewItemSchema = z.object({
  id: idSchema.describe('Of its correction; an imported sample has none, and its own id here'),
  sampleId: idSchema,
  predictionId: idSchema.nullable().describe('null of an imported sample'),
  importId: idSchema.nullable().describe('The import that brought it'),
  network: z.enum(NETWORKS),
  task: z.enum(TASKS),
  predicted: z.string().nullable().describe('What was answered; null of an imported sample'),
  label: z.string().describe("The writer's class"),
  given: z.string(),
  reviewerLabel: z.string().nullable(),
  status: sampleStatusSchema,
  revision: z.int().describe('Counts the changes of its sample'),
  writerId: idSchema.nullable(),
  writer: reviewPersonSchema.nullable(),
  modelVersion: z
    .int()
    .nullable()
    .describe('That answered; null of an imported sample, and of what its writer brought along'),
  glyph: z.string().describe('PNG as a data URL, 28x28'),
  createdAt: z.iso.datetime(),
  suspicion: suspicionSchema.nullable().describe('null while it is not known'),
  clusterId: idSchema.describe('Samples of the same label that look alike share it'),
  line: bornOfLineSchema.nullable().describe('null when it was drawn by itself'),
});
export type ReviewItem = z.infer<typeof reviewItemSchema>;
export const reviewPageSchema = pageOf(reviewItemSchema);
export type ReviewPage = z.infer<typeof reviewPageSchema>;

// What there is to filter by.

export const reviewCountsQuerySchema = z.object({
  status: sampleStatusSchema
    .default('pending')
    .describe('Of kinds, pairs, labels, writers and versions'),
  network: z.enum(NETWORKS).optional(),
  task: z.enum(TASKS).optional(),
  label: labelSchema.optional().describe('Narrows `matching` alone, as do those below'),
  predicted: labelSchema.optional(),
  kind: kindSchema,
  writer: idSchema.optional(),
  version: wholeInQuery(1).optional(),
  cluster: idSchema.optional(),
  since: moment()
    .optional()
    .describe('Count what was decided from then on, for instance since midnight where one is'),
});

export const statusCountsSchema = z.object({
  pending: z.int(),
  approved: z.int(),
  rejected: z.int(),
});

export const reviewCountsSchema = z.object({
  total: statusCountsSchema.describe('Of characters, whatever status is asked for'),
  lines: statusCountsSchema.describe('Of lines'),
  matching: z
    .int()
    .optional()
    .describe(
      'How many the whole filter finds, in the status asked for: what a list would go through',
    ),
  decided: z
    .object({
      approved: z.int(),
      rejected: z.int(),
      mine: z.int().describe('By the person who asks'),
    })
    .optional()
    .describe('Samples decided since `since` that stand as they were decided; only with it'),
  networks: z.array(statusCountsSchema.extend({ network: z.enum(NETWORKS) })),
  kinds: z.object({ corrected: z.int(), confirmed: z.int(), imported: z.int() }),
  pairs: z
    .array(z.object({ predicted: z.string(), label: z.string(), count: z.int() }))
    .describe('Labels that were not the predicted one, the most frequent first, at most 20'),
  labels: z.array(z.object({ label: z.string(), count: z.int() })),
  writers: z
    .array(z.object({ writer: reviewPersonSchema, count: z.int() }))
    .describe('The busiest first, at most 50'),
  versions: z.array(z.object({ version: z.int(), network: z.enum(NETWORKS), count: z.int() })),
});
export type ReviewCounts = z.infer<typeof reviewCountsSchema>;

// One of them, opened.

export const reviewNeighbourSchema = z.object({
  id: idSchema.nullable().describe('Its correction; null when its writer is gone'),
  sampleId: idSchema,
  label: z.string().describe('What it counts as'),
  status: sampleStatusSchema,
  similarity: z.number().describe('Cosine similarity of the embeddings, -1..1'),
  own: z.boolean().describe("true when it is the same writer's"),
  glyph: z.string().describe('PNG as a data URL, 28x28'),
});

export const sampleRevisionSchema = z.object({
  revision: z.int(),
  change: z
    .string()
    .describe('corrected, corrected again, imported, approved, rejected, reopened, undone'),
  label: z.string().describe("The writer's class after it"),
  reviewerLabel: z.string().nullable().describe("The reviewer's class after it"),
  status: sampleStatusSchema.describe('After it'),
  before: z
    .object({ label: z.string(), reviewerLabel: z.string().nullable(), status: sampleStatusSchema })
    .nullable()
    .describe('null for the first'),
  by: reviewPersonSchema.nullable(),
  at: z.iso.datetime(),
  note: z.string().nullable(),
  automatic: z.boolean().describe('Approved because its writer is trusted'),
  decisionId: idSchema.nullable().describe('To take the decision back by'),
});
export type SampleRevision = z.infer<typeof sampleRevisionSchema>;

export const reviewDetailSchema = reviewItemSchema.extend({
  ink: inkSchema.nullable().describe('The strokes as they came; null for a picture'),
  picture: z
    .string()
    .nullable()
    .describe('Data URL of the picture as it is kept, at most 1,024 pixels wide'),
  steps: z.array(stepPictureSchema).describe('From what was sent to the glyph'),
  alone: z
    .object({
      model: z.object({ id: idSchema, version: z.int() }),
      candidates: z.array(candidateSchema),
    })
    .nullable()
    .describe('What the network in service says without memory; null when none is'),
  neighbours: z
    .array(reviewNeighbourSchema)
    .describe("The nearest of everybody's samples, most similar first"),
  revisions: z.array(sampleRevisionSchema).describe('The newest first'),
});
export type ReviewDetail = z.infer<typeof reviewDetailSchema>;
