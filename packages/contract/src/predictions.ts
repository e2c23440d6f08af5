import { z } from 'zod';
import { NETWORKS, TASKS } from '@inkling/recognizer';
import { correctionStateSchema } from './corrections.js';
import { deviceIdSchema, idSchema, labelSchema, whole } from './fields.js';
import { pageOf, pageQuerySchema } from './problem.js';

export const taskSchema = z.enum(TASKS);
export const networkSchema = z.enum(NETWORKS);

/** What a person wants to have read: a task, or the id of an alphabet. */
export const askedTaskSchema = z
  // An id that ends the check leaves the words to the union, which names the tasks.
  .union([taskSchema, z.uuid({ abort: true }).toLowerCase()], {
    error: `must be ${TASKS.join(', ')}, or the id of an alphabet`,
  })
  .describe('digits, letters, characters, or the id of an alphabet');
export type AskedTask = z.infer<typeof askedTaskSchema>;

/** `[x, y, timestampMs?, pressure?]`; packages/ink judges the values, so that its errors are named. */
export const pointSchema = z
  .array(z.number())
  .min(2)
  .max(4)
  .describe('[x, y, timestampMs?, pressure?]: as they were sent, y down; pressure 0..1');

export const inkSchema = z.object({
  strokes: z.array(z.array(pointSchema)).describe('One list of points for each pen movement'),
});
export type InkInput = z.infer<typeof inkSchema>;

/** Programs add tilt, azimuth and the like after the pressure. */
const MOST_VALUES = 16;

/** A point as it may be sent; what is kept of it is a `pointSchema`. */
const sentPointSchema = z
  .array(z.number().nullable())
  .min(2)
  .max(MOST_VALUES)
  .refine(([x, y]) => x !== null && y !== null, { message: 'x and y must be numbers' })
  .describe(
    '[x, y, timestampMs?, pressure?, …]: x and y in any unit, y down, the drawing decides the size of the ' +
      'pen; null where a value is unknown: it and what follows is not kept, nor is what follows the pressure',
  );

export const sentInkSchema = z.object({
  strokes: z.array(z.array(sentPointSchema)).describe('One list of points for each pen movement'),
});
export type SentInk = z.infer<typeof sentInkSchema>;

/** More labels than any label space is expected to have; those that it lacks are refused by name. */
const MOST_LABELS = 500;

/** Options shared by JSON and multipart requests. */
export const predictionOptionsSchema = z.object({
  id: deviceIdSchema
    .optional()
    .describe(
      'Of the prediction, made on the device: a UUIDv7 of the last 90 days. Sent again it is read again, and recorded and counted once',
    ),
  task: askedTaskSchema,
  allow: z
    .array(labelSchema)
    .min(1)
    .max(MOST_LABELS)
    .optional()
    .describe('Only these labels may answer'),
  top: whole(1, MOST_LABELS)
    .default(5)
    .describe('How many candidates to return: all that may answer where there are fewer'),
  explain: z
    .union([z.boolean(), z.literal('saliency')])
    .default(false)
    .describe(
      'true: return the pictures of the pre-processing steps. saliency: those, and why it is this answer',
    ),
  memory: z.boolean().default(true).describe('false: the network alone answers'),
  prior: z
    .boolean()
    .default(true)
    .describe(
      'false: what you drew lately has no say where the shape cannot tell a digit from a letter',
    ),
  replaces: idSchema
    .optional()
    .describe(
      'The same drawing with one stroke less: that prediction leaves the history unless it was corrected',
    ),
});

/** Exactly one of `ink` and `image`. */
export const predictionRequestSchema = predictionOptionsSchema
  .extend({
    ink: sentInkSchema.optional(),
    image: z
      .string()
      .optional()
      .describe(
        'PNG, JPEG, WebP, GIF, TIFF, AVIF or BMP as base64 (also base64url, in lines, without padding) or data URL, at most 8 MB decoded',
      ),
  })
  .refine((request) => (request.ink === undefined) !== (request.image === undefined), {
    message: 'Send exactly one of "ink" and "image".',
    path: ['ink'],
  });
export type PredictionRequest = z.input<typeof predictionRequestSchema>;

export const candidateSchema = z.object({ label: z.string(), probability: z.number() });

export const neighbourSchema = z.object({
  sampleId: idSchema,
  label: z.string(),
  similarity: z.number().describe('Cosine similarity of the embeddings, -1..1'),
  own: z.boolean(),
  picture: z.string().optional().describe('PNG data URL of the glyph; own samples only'),
});

export const stepPictureSchema = z.object({
  name: z.string(),
  width: z.int(),
  height: z.int(),
  picture: z.string().describe('PNG data URL'),
});

/** A heat map as a picture. */
const heatSchema = z
  .string()
  .optional()
  .describe(
    'PNG data URL, 28x28, grey: where on the glyph the network found most for the label, 255 is most. Absent ' +
      'where the network has no class for it, or `unavailable` says why',
  );

/** Why it is this answer. */
export const saliencySchema = z.object({
  label: z.string().describe('The answer'),
  picture: heatSchema,
  runnerUp: z
    .object({ label: z.string(), probability: z.number(), picture: heatSchema })
    .optional()
    .describe('Absent where one label alone may answer'),
  unavailable: z.string().optional().describe('Why there are no heat maps; the rest holds'),
  sentence: z.string().describe('Who decided and by what, in one sentence'),
});
export type Saliency = z.infer<typeof saliencySchema>;

export const certaintySchema = z
  .enum(['sure', 'unsure', 'unlike'])
  .describe('unlike: that does not look like a character');

const milliseconds = z.number().min(0);

export const predictionResponseSchema = z.object({
  id: idSchema,
  task: askedTaskSchema,
  label: z.string(),
  probability: z.number(),
  certain: z.boolean().describe('true when certainty is "sure"'),
  certainty: certaintySchema,
  likeness: z
    .number()
    .min(0)
    .max(1)
    .optional()
    .describe(
      'How much the drawing looks like something that the task knows; what you taught counts as known. Absent without the network for it',
    ),
  several: z
    .literal(true)
    .optional()
    .describe('It looks like several characters; draw or send one at a time'),
  ambiguous: z
    .array(z.string())
    .optional()
    .describe('Labels between which the shape alone cannot decide, most probable first'),
  prior: z
    .object({ digits: z.number(), letters: z.number(), drawings: z.int() })
    .optional()
    .describe(
      'Present where the shape could not tell a digit from a letter and what you drew lately had a say: the share of each kind, one of each counted in beforehand, and how many drawings it is from',
    ),
  candidates: z.array(candidateSchema),
  decidedBy: z
    .enum(['model', 'memory'])
    .describe('memory: the label differs from what the network alone says'),
  neighbours: z
    .array(neighbourSchema)
    .describe('Corrections that had a say, at most 5: the same drawing first, then by similarity'),
  model: z.object({ id: idSchema, version: z.int() }),
  timings: z
    .object({
      preprocess: milliseconds,
      model: milliseconds,
      memory: milliseconds,
      record: milliseconds,
      total: milliseconds,
    })
    .describe(
      'Milliseconds. `model` has the wait for a free thread, `record` handing the prediction over to be written, `total` ends when the answer is ready to leave; the other four add up to it',
    ),
  recorded: z
    .boolean()
    .describe(
      'false while the database is away or full: the answer is in no history and cannot be corrected. Otherwise it is written within a quarter of a second, and before anything else that is asked for is answered',
    ),
  correctable: z
    .boolean()
    .describe('false without a session (sign in as a guest first), or where nothing was recorded'),
  glyph: z.string().describe('PNG data URL, 28x28: what the network saw'),
  steps: z.array(stepPictureSchema).optional(),
  saliency: saliencySchema.optional().describe('Where `explain` is "saliency"'),
});
export type PredictionResponse = z.infer<typeof predictionResponseSchema>;

export const historyItemSchema = z.object({
  id: idSchema,
  task: taskSchema,
  alphabet: z
    .object({ id: idSchema, name: z.string() })
    .nullable()
    .describe('The alphabet that was the task'),
  label: z.string(),
  probability: z.number(),
  certain: z.boolean(),
  certainty: certaintySchema,
  candidates: z.array(candidateSchema),
  decidedBy: z.enum(['model', 'memory']),
  model: z
    .object({ id: idSchema, version: z.int() })
    .describe(
      'That answered. Of a drawing that you brought from another Inkling the same file here, or else the version in service when it came',
    ),
  createdAt: z.iso.datetime(),
  glyph: z.string().describe('PNG data URL, 28x28'),
  correction: correctionStateSchema.nullable(),
});
export type HistoryItem = z.infer<typeof historyItemSchema>;

/** One prediction of the history with what was sent. */
export const historyDetailSchema = historyItemSchema.extend({
  ink: inkSchema.nullable().describe('The strokes as they came; null for a picture'),
  picture: z
    .string()
    .nullable()
    .describe('Data URL of the picture as it is kept, at most 1,024 pixels wide'),
});
export type HistoryDetail = z.infer<typeof historyDetailSchema>;

/** A stored drawing, read again by the version in service. Nothing of it is recorded. */
export const whySchema = predictionResponseSchema
  .pick({ task: true, label: true, probability: true, certainty: true, candidates: true })
  .extend(
    predictionResponseSchema.pick({ decidedBy: true, neighbours: true, model: true, glyph: true })
      .shape,
  )
  .extend({ saliency: saliencySchema });
export type Why = z.infer<typeof whySchema>;

export const historyQuerySchema = pageQuerySchema.extend({ task: taskSchema.optional() });
export const historyPageSchema = pageOf(historyItemSchema);

/** Several drawings of one's own at once. */
export const drawingDeletionRequestSchema = z.object({
  ids: z.array(idSchema).min(1).max(100).describe('Predictions of your own'),
});
export type DrawingDeletionRequest = z.infer<typeof drawingDeletionRequestSchema>;

export const drawingDeletionSchema = z.object({
  deleted: z.int().describe('How many of them were there'),
});
export type DrawingDeletion = z.infer<typeof drawingDeletionSchema>;
