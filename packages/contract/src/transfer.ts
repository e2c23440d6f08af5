import { z } from 'zod';
import { NETWORKS, TASKS } from '@inkling/recognizer';
import { sampleStatusSchema } from './corrections.js';
import { idSchema, labelSchema, text } from './fields.js';
import { pageOf, pageQuerySchema } from './problem.js';
import { reviewPersonSchema } from './review.js';

/** How samples are written into a file. */
export const TRANSFER_FORMATS = ['jsonl', 'idx', 'png', 'hdf5'] as const;
export type TransferFormat = (typeof TRANSFER_FORMATS)[number];

/** The most rows that one import may have. */
export const MOST_IMPORTED_ROWS = 1_000_000;

/** So many refused rows of an import are kept with their reasons; the rest is counted. */
export const MOST_REFUSALS = 1000;

/** Rows that a preview shows. */
export const PREVIEWED_ROWS = 50;

const formatSchema = z
  .enum(TRANSFER_FORMATS)
  .describe(
    'jsonl: one sample a line. idx: a zip of IDX files (MNIST, EMNIST). png: a zip with one folder a label. hdf5: datasets of images and labels',
  );

// Imports.

/** The most labels that a mapping may have. */
export const MOST_MAPPED_LABELS = 2000;

/** `{ "1": "I", "junk": null }`: what a label of the file stands for, or null to leave its rows out. */
const mappingSchema = z
  .record(text().min(1).max(200), labelSchema.nullable())
  .refine(
    (mapping) => Object.keys(mapping).length <= MOST_MAPPED_LABELS,
    `must have at most ${MOST_MAPPED_LABELS.toLocaleString('en')} labels`,
  );
export type LabelMapping = z.infer<typeof mappingSchema>;

const choicesShape = {
  task: z
    .enum(TASKS)
    .optional()
    .describe(
      'Of rows that say none. Only lines of JSON can say their own, so it is needed otherwise',
    ),
  status: z
    .enum(['pending', 'approved'])
    .optional()
    .describe(
      'pending: they wait for review. Left out, lines of JSON say their own, and all else is pending. A line that was rejected stays so',
    ),
  mapping: mappingSchema.optional().describe('By the label in the file; null leaves its rows out'),
};

/** The fields of the form beside `file`. */
export const importFieldsSchema = z.object({
  format: formatSchema,
  ...choicesShape,
  hold: z
    .boolean()
    .optional()
    .describe('Only keep the file: to look at a preview and to start it then'),
});
export type ImportFields = z.infer<typeof importFieldsSchema>;

export const importStartSchema = z.object(choicesShape);
export type ImportStart = z.infer<typeof importStartSchema>;

export const IMPORT_STATUSES = [
  'held',
  'queued',
  'running',
  'completed',
  'failed',
  'cancelled',
  'undoing',
  'undone',
] as const;
export type ImportStatus = (typeof IMPORT_STATUSES)[number];

export const importSchema = z.object({
  id: idSchema,
  status: z
    .enum(IMPORT_STATUSES)
    .describe(
      'held: waits to be started. undoing: its samples are being removed. failed, cancelled, undone: none of its samples is left',
    ),
  format: formatSchema,
  task: z.enum(TASKS).nullable(),
  sampleStatus: z.enum(['pending', 'approved']).nullable().describe('As chosen'),
  mapping: mappingSchema,
  file: z.object({ name: z.string(), size: z.int().describe('Bytes') }),
  counts: z.object({
    total: z.int().nullable().describe('Rows of the file'),
    seen: z.int().describe('Rows that were worked through'),
    imported: z.int(),
    duplicates: z
      .int()
      .describe(
        'Left out: the same drawing with the same label is there already, or twice in the file',
      ),
    refused: z.int(),
    leftOut: z.int().describe('By the mapping'),
  }),
  failure: z.string().nullable().describe('Why it failed'),
  by: reviewPersonSchema.nullable(),
  createdAt: z.iso.datetime(),
  startedAt: z.iso.datetime().nullable(),
  finishedAt: z.iso.datetime().nullable(),
});
export type ImportState = z.infer<typeof importSchema>;

export const importRefusalSchema = z.object({
  row: z.int().describe('From 1; of lines of JSON the number of the line'),
  place: z.string().nullable().describe('Such as the path in a zip'),
  reason: z.string(),
});
export type ImportRefusal = z.infer<typeof importRefusalSchema>;

export const importDetailSchema = importSchema.extend({
  refused: z
    .array(importRefusalSchema)
    .describe(`In the order of the file, at most ${MOST_REFUSALS}`),
});
export type ImportDetail = z.infer<typeof importDetailSchema>;

export const importPageSchema = pageOf(importSchema);
export type ImportPage = z.infer<typeof importPageSchema>;

export const importQuerySchema = pageQuerySchema;

export const importPreviewQuerySchema = z.object({ task: z.enum(TASKS).optional() });

export const previewRowSchema = z.object({
  row: z.int(),
  place: z.string().nullable(),
  found: z.string().nullable().describe('The label as the file has it'),
  ownTask: z
    .enum(TASKS)
    .nullable()
    .describe('The task that the row says itself; null where the one chosen for the import counts'),
  label: z.string().nullable().describe('What it would count as'),
  network: z.enum(NETWORKS).nullable(),
  glyph: z.string().nullable().describe('PNG as a data URL, 28x28'),
  reason: z.string().nullable().describe('Why the row would be refused'),
});
export type PreviewRow = z.infer<typeof previewRowSchema>;

export const importPreviewSchema = z.object({
  total: z.int().nullable(),
  labels: z
    .array(z.string())
    .describe('Labels of the file, as far as they are known without reading all of it'),
  rows: z.array(previewRowSchema).describe(`The first ${PREVIEWED_ROWS}`),
});
export type ImportPreview = z.infer<typeof importPreviewSchema>;

// Exports.

export const exportQuerySchema = z.object({
  format: formatSchema,
  task: z.enum(TASKS).optional().describe('Left out: of every task'),
  status: sampleStatusSchema.optional().describe('Left out: of every status'),
});
export type ExportQuery = z.infer<typeof exportQuerySchema>;
