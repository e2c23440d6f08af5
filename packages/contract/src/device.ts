import { z } from 'zod';
import { NETWORKS } from '@inkling/recognizer';
import { likenessCardSchema, penCardSchema } from '@inkling/recognizer/card';
import { idSchema, wholeInQuery } from './fields.js';
import { lineTaskSchema } from './lines.js';
import { networkSchema } from './predictions.js';
import { pageOf, pageQuerySchema } from './problem.js';

/*
 * What a device needs to read by itself, beside the champions' files: the network that tells what is a character at all, the
 * one that reads how the pen went, what free text is like, and what its owner taught.
 */

export const likenessModelSchema = z.object({
  sha256: z.string(),
  bytes: z.int(),
  card: likenessCardSchema,
});
export type LikenessModel = z.infer<typeof likenessModelSchema>;

export const penModelSchema = z.object({
  sha256: z.string(),
  bytes: z.int(),
  card: penCardSchema,
});
export type PenModel = z.infer<typeof penModelSchema>;

export const languageFileSchema = z.object({
  sha256: z.string().describe('Of the file as it is sent'),
  bytes: z.int(),
});
export type LanguageFile = z.infer<typeof languageFileSchema>;

export const ownMemoryQuerySchema = pageQuerySchema.extend({
  network: z.enum(NETWORKS),
  limit: wholeInQuery(1, 500).default(200),
});
export type OwnMemoryQuery = z.output<typeof ownMemoryQuerySchema>;

/** A sample that serves its writer's own answers. */
export const memoryItemSchema = z.object({
  sampleId: idSchema,
  predictionId: idSchema.nullable().describe('The drawing; null where that is not here'),
  lineId: idSchema.nullable().describe('The corrected line of which it is one character'),
  network: networkSchema.describe(
    'Whose answer was corrected; a symbol is remembered by `characters` wherever it was taught',
  ),
  label: z.string().describe('The class, or the symbol'),
  glyph: z.base64().describe('784 bytes: a pixel each, row by row, 255 is ink'),
  revision: z.int().describe('Counts the changes of the sample'),
  saidAt: z.iso.datetime().describe('When its writer said so last'),
});
export type MemoryItem = z.infer<typeof memoryItemSchema>;
export const ownMemoryPageSchema = pageOf(memoryItemSchema);

const taughtRowSchema = z.object({
  text: z.string(),
  width: z.int().min(1).describe('Pixels'),
  strip: z
    .base64()
    .describe(
      '32 rows of `width` bytes, 255 is ink; of free text in ink as `slant` straightens it',
    ),
});

/** What a writer's newest corrected lines tell of their hand and their words. */
export const ownLinesSchema = z.object({
  slant: z
    .object({
      lean: z.number().describe('To the right for each unit downwards'),
      wide: z.number().describe('Above 1 it is stretched'),
    })
    .nullable()
    .describe('How ink is straightened before free text is read; null: not at all'),
  lines: z
    .array(z.object({ lineId: idSchema, task: lineTaskSchema, rows: z.array(taughtRowSchema) }))
    .describe('Newest first, with what each row says'),
  texts: z.array(z.string()).describe('Of free text, newest first: its words come up again'),
});
export type OwnLines = z.infer<typeof ownLinesSchema>;
