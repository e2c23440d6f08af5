import { z } from 'zod';
import { NETWORKS } from '@inkling/recognizer';
import { likenessCardSchema } from '@inkling/recognizer/card';
import { idSchema, wholeInQuery } from './fields.js';
import { networkSchema } from './predictions.js';
import { pageOf, pageQuerySchema } from './problem.js';

/*
 * What a device needs to read by itself, beside the champions' files: the network that tells what is a character at all, and
 * what its owner taught.
 */

export const likenessModelSchema = z.object({
  sha256: z.string(),
  bytes: z.int(),
  card: likenessCardSchema,
});
export type LikenessModel = z.infer<typeof likenessModelSchema>;

export const ownMemoryQuerySchema = pageQuerySchema.extend({
  network: z.enum(NETWORKS),
  limit: wholeInQuery(1, 500).default(200),
});
export type OwnMemoryQuery = z.output<typeof ownMemoryQuerySchema>;

/** A sample that serves its writer's own answers. */
export const memoryItemSchema = z.object({
  sampleId: idSchema,
  predictionId: idSchema.nullable().describe('The drawing; null where that is not here'),
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
