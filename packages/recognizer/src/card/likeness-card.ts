import { z } from 'zod';
import { TASKS } from '../labels.js';
import { LIKENESS_KINDS } from '../likeness/kinds.js';
import { readCard } from './read-card.js';

const share = z.number().min(0).max(1);

/** What stands beside the likeness network: where it comes from, its limits, and what they do. */
export const likenessCardSchema = z.object({
  cardVersion: z.literal(1),
  name: z.string(),
  description: z.string(),
  createdAt: z.iso.datetime(),
  /** In the order of the logits. */
  kinds: z.tuple(
    LIKENESS_KINDS.map((kind) => z.literal(kind)) as [
      z.ZodLiteral<'digit'>,
      z.ZodLiteral<'letter'>,
      z.ZodLiteral<'several'>,
    ],
  ),
  input: z.object({
    shape: z.tuple([z.literal(1), z.int().min(1), z.int().min(1)]),
    range: z.tuple([z.literal(0), z.literal(1)]),
    normalisation: z.int().min(1),
  }),
  parameters: z.int().min(1),
  file: z.object({ sha256: z.string().regex(/^[0-9a-f]{64}$/), bytes: z.int().min(1) }),
  training: z.object({
    data: z.array(z.object({ name: z.string(), samples: z.int().min(0), licence: z.string() })),
    seed: z.int(),
    epochs: z.number(),
    command: z.string(),
    seconds: z.number().min(0),
  }),
  /** Logits from which on a drawing counts as of a kind. */
  limits: z.object({ digit: z.number(), letter: z.number(), several: z.number() }),
  /** What the limits do with each set, task by task. */
  figures: z.array(
    z.object({
      set: z.string(),
      task: z.enum(TASKS),
      samples: z.int().min(0),
      unlike: share,
      several: share,
      /** Share that is answered as sure without a memory, by the networks that were shipped with it. */
      sure: share.optional(),
    }),
  ),
  /** Foreign signs that look like a character of ours, by a rule, and took no part. */
  leftOut: z.array(z.string()),
});
export type LikenessCard = z.infer<typeof likenessCardSchema>;

/** @throws Error that says what is wrong with the text of a card */
export const parseLikenessCard = (json: string): LikenessCard =>
  readCard('The card of the likeness network', likenessCardSchema, json);
