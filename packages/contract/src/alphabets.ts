import { z } from 'zod';
import { idSchema, labelSchema, text } from './fields.js';

const MOST_LABELS_OF_AN_ALPHABET = 200;
const LONGEST_NAME = 60;

/** Composed and decomposed letters look alike: such names would be taken for one. */
const nameSchema = text()
  .normalize()
  .trim()
  .min(1, 'An alphabet needs a name.')
  .max(LONGEST_NAME)
  .describe('Yours are named differently from each other, and so are those that are shared');

const labelsSchema = z
  .array(labelSchema)
  .min(1, 'An alphabet needs at least one label.')
  .max(MOST_LABELS_OF_AN_ALPHABET)
  .describe('Symbols and classes, in the order in which to show them; each counts once');

export const alphabetRequestSchema = z.object({
  name: nameSchema,
  labels: labelsSchema,
  shared: z
    .boolean()
    .default(false)
    .describe('For admins: everybody may use it, and what is approved of it answers everybody'),
});
export type AlphabetRequest = z.input<typeof alphabetRequestSchema>;

export const alphabetChangeSchema = z
  .object({ name: nameSchema, labels: labelsSchema, shared: z.boolean() })
  .partial()
  .refine((change) => Object.values(change).some((value) => value !== undefined), {
    message: 'Send what is to change: "name", "labels" or "shared".',
  });
export type AlphabetChange = z.input<typeof alphabetChangeSchema>;

/** A named set of labels; its `id` may be the `task` of a prediction. */
export const alphabetSchema = z.object({
  id: idSchema,
  name: z.string(),
  labels: z.array(z.string()),
  shared: z.boolean(),
  samples: z
    .record(z.string(), z.int().min(0))
    .describe(
      'By label: samples that answer for it, your own and, where it is shared, approved ones',
    ),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
});
export type Alphabet = z.infer<typeof alphabetSchema>;

export const alphabetListSchema = z.object({ items: z.array(alphabetSchema) });
export type AlphabetList = z.infer<typeof alphabetListSchema>;

/** How well one label of an alphabet is known. */
export const labelProgressSchema = z.object({
  label: z.string(),
  symbol: z.boolean().describe('No network has a class for it: samples alone know it'),
  own: z.int().min(0),
  shared: z.int().min(0).describe('Approved samples of other people; 0 where it is not shared'),
  asked: z
    .int()
    .min(0)
    .describe('Of its newest samples, how many were asked while they were left out of memory'),
  right: z.int().min(0).describe('How many of those were read right'),
  confusedWith: z
    .array(z.object({ label: z.string(), times: z.int().min(1) }))
    .describe('What the others were read as, most often first'),
  pictures: z.array(z.string()).describe('PNG data URLs, 28x28, of the newest own samples'),
});
export type LabelProgress = z.infer<typeof labelProgressSchema>;

export const alphabetDetailSchema = alphabetSchema.extend({
  progress: z.array(labelProgressSchema).describe('In the order of `labels`'),
});
export type AlphabetDetail = z.infer<typeof alphabetDetailSchema>;
