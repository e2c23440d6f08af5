import { STRIP_HEIGHT } from '@inkling/ink';
import { z } from 'zod';
import { LINES_NETWORK } from '../labels.js';
import { LEAST_PEOPLE, LONGEST_SHARED_WORD, MOST_SHARED_WORDS } from '../shared-word.js';
import { fileSchema, trainingSchema } from './card.js';
import { readCard } from './read-card.js';

/** See `SharedWords`. */
export const sharedWordsSchema = z
  .array(
    z.object({
      word: z.string().min(1).max(LONGEST_SHARED_WORD),
      people: z.int().min(LEAST_PEOPLE),
    }),
  )
  .max(MOST_SHARED_WORDS)
  .readonly();

const share = z.number().min(0).max(1);
const weight = z.number().min(0).max(10);
const secondLookSchema = z.object({
  standing: weight,
  joined: weight,
  bonus: z.number().min(-10).max(10),
  // Cards of before say nothing of them.
  alike: weight.optional(),
  single: weight.optional(),
  view: share.optional(),
});

/** What a network reads of one set of lines; spaces aside. */
export const lineEvaluationSchema = z.object({
  dataset: z.string(),
  task: z.enum(['digits', 'text']),
  /** Lines came as ink, or as pictures of it. */
  input: z.enum(['ink', 'picture']),
  lines: z.int().min(1),
  /** Share of lines that are read wholly right. */
  whole: share,
  /** Characters to put in, take out or change for each one that is right. */
  characterErrorRate: z.number().min(0),
  /** The share of answers that is certain, and of those the share that is right. */
  certain: z.object({ share, right: share }).optional(),
});
export type LineEvaluation = z.infer<typeof lineEvaluationSchema>;

/** Strips and what the network says of them, see `stripCheckOf`. */
export const linesSelfCheckSchema = z
  .array(
    z
      .object({
        width: z.int().min(1).max(2000),
        /** The strip's bytes row by row, 255 is ink, two hexadecimal digits each. */
        strip: z.string().regex(/^([0-9a-f]{2})+$/),
        /** Along the most probable class of each step. */
        text: z.string(),
        /** The highest logit of each step, before temperature. */
        peaks: z.array(z.number()).min(1),
      })
      .refine(({ strip, width }) => strip.length === 2 * STRIP_HEIGHT * width, {
        path: ['strip'],
        message: `must have ${STRIP_HEIGHT} rows of its width`,
      }),
  )
  .max(8);
export type LinesSelfCheck = z.infer<typeof linesSelfCheckSchema>;

/** What stands beside a network that reads lines. */
export const linesCardSchema = z.object({
  cardVersion: z.literal(1),
  network: z.literal(LINES_NETWORK),
  kind: z.literal('sequence'),
  name: z.string(),
  description: z.string(),
  createdAt: z.iso.datetime(),
  /** The classes before CTC's blank. */
  characters: z.array(z.string().length(1)).min(2),
  input: z.object({
    shape: z.tuple([z.literal(1), z.int().min(1), z.null()]),
    range: z.tuple([z.literal(0), z.literal(1)]),
    normalisation: z.int().min(1),
  }),
  parameters: z.int().min(1),
  file: fileSchema,
  training: trainingSchema,
  /** Divides the logits of each step before the softmax; fitted on validation groups. */
  temperature: z.number().positive(),
  /** From this probability on, a line or a character is certain. */
  certainty: z.object({ digits: share, text: share, character: share }),
  /** What the language model counts for free text, see `LanguageSay`; absent: nothing. */
  language: z
    .object({ weight: z.number().min(0).max(10), bonus: z.number().min(-10).max(10) })
    .optional(),
  /** Words that come up in free text, since several people of this place wrote them; absent: none. */
  sharedWords: sharedWordsSchema.optional(),
  /** What a network for single characters counts where this one is unsure, see `SecondLookWeights`; absent: nothing. */
  secondLook: z.object({ digits: secondLookSchema, text: secondLookSchema }).optional(),
  /** What memory of single characters adds to one counts so much, but for the very same drawing, which counts in full. */
  memoryWeight: z.number().min(0).max(10),
  evaluations: z.array(lineEvaluationSchema),
  /** Strips with what the exporting process saw; whoever loads the file compares. */
  selfCheck: linesSelfCheckSchema.optional(),
  limits: z.array(z.string()),
});
export type LinesCard = z.infer<typeof linesCardSchema>;

/** @throws Error that says what is wrong with the text of a card */
export const parseLinesCard = (json: string): LinesCard =>
  readCard('The card of the network for lines', linesCardSchema, json);
