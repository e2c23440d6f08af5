import { z } from 'zod';
import { TASKS, TRAINED_NETWORKS } from '@inkling/recognizer';
import { evaluationSchema } from '@inkling/recognizer/card';
import { idSchema } from './fields.js';

/** Approved samples that a comparison reads: the newest ones. */
export const MOST_COMPARED_SAMPLES = 5000;

/** Pictures of each kind that an answer carries; the counts beside them are whole. */
export const MOST_COMPARED_PICTURES = 120;

export const comparisonQuerySchema = z.object({
  a: idSchema.describe('A version'),
  b: idSchema.describe('Another one of the same network'),
});
export type ComparisonQuery = z.infer<typeof comparisonQuerySchema>;

/** What figures rest on. */
export const comparisonSourceSchema = z.enum(['card', 'unlearnt', 'approved']);
export type ComparisonSource = z.infer<typeof comparisonSourceSchema>;

/** Figures of one version on one data set; of lines those that are wholly right, and no classes. */
export const comparisonFiguresSchema = evaluationSchema
  .pick({ top1: true, perClass: true, confusion: true })
  .extend({
    characterErrorRate: z
      .number()
      .optional()
      .describe('Lines only: characters to put in, take out or change for each one that is right'),
  });

export const comparisonTableSchema = z.object({
  source: comparisonSourceSchema.describe(
    'card: both cards tell it; unlearnt: approved samples that neither version was trained on; approved: all of them',
  ),
  /** What the data set is called. */
  dataset: z.string(),
  /** Labels that were allowed to answer. */
  task: z.string(),
  samples: z.int().describe('Glyphs or lines that both versions read'),
  /** Rows and columns of both confusion tables, and the order of `perClass`. */
  labels: z.array(z.string()),
  a: comparisonFiguresSchema,
  b: comparisonFiguresSchema,
});
export type ComparisonTable = z.infer<typeof comparisonTableSchema>;

const readingSchema = z.object({ label: z.string(), probability: z.number() });

export const comparedSampleSchema = z.object({
  sampleId: idSchema,
  /** The reviewer's label, or else the writer's. */
  label: z.string(),
  task: z.enum(TASKS),
  picture: z.string().describe('The glyph as a data URL, white ink on black'),
  learnt: z.boolean().describe('One of the two was trained on it, or what it came from was'),
  a: readingSchema,
  b: readingSchema,
});
export type ComparedSample = z.infer<typeof comparedSampleSchema>;

const groupSchema = z.object({
  count: z.int(),
  /** How many of them neither version was trained on. */
  unlearnt: z.int(),
  /** The newest of them, those that neither was trained on first. */
  samples: z.array(comparedSampleSchema),
});

export const sampleComparisonSchema = z.object({
  /** Samples that both versions have read. */
  samples: z.int(),
  /** Of them those that neither version was trained on. */
  unlearnt: z.int(),
  bothRight: z.int(),
  bothWrong: z.int(),
  onlyA: groupSchema,
  onlyB: groupSchema,
  /**
   * How likely two equally good networks differ as much, among samples that neither was trained on: exact
   * two-sided McNemar test.
   */
  chance: z.number(),
});
export type SampleComparison = z.infer<typeof sampleComparisonSchema>;

const versionSchema = z.object({ id: idSchema, version: z.int() });

export const comparisonSchema = z.object({
  network: z.enum(TRAINED_NETWORKS),
  a: versionSchema,
  b: versionSchema,
  approved: z
    .int()
    .describe('Approved samples of the network; the newest ones are read. Lines are not: 0'),
  limit: z.int().describe('So many of them at most'),
  tables: z.array(comparisonTableSchema),
  progress: z
    .object({
      read: z.int().describe('Readings there are'),
      total: z.int().describe('Readings there will be: two a sample'),
    })
    .nullable()
    .describe('While approved samples are still being read'),
  pictures: sampleComparisonSchema
    .nullable()
    .describe('null while they are read, and where there is nothing to show'),
  notes: z.array(z.string()).describe('What the figures leave out and why, for a person'),
});
export type Comparison = z.infer<typeof comparisonSchema>;
