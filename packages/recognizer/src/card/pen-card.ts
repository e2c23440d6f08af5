import { PEN_PATH_POINTS, PEN_PATH_VALUES } from '@inkling/ink';
import { z } from 'zod';
import { CHARACTER_LABELS, NETWORKS, TASKS } from '../labels.js';
import { fileSchema, trainingSchema } from './card.js';
import { readCard } from './read-card.js';

const share = z.number().min(0).max(1);

const penWeightsSchema = z.object({
  glyph: z.number().positive().max(10),
  pen: z.number().min(0).max(10),
  askedBelow: share,
});

/** What stands beside the pen network: where it comes from, how it counts beside each glyph network, and what it does. */
export const penCardSchema = z.object({
  cardVersion: z.literal(1),
  name: z.string(),
  description: z.string(),
  createdAt: z.iso.datetime(),
  /** In the order of the logits. */
  labels: z.array(z.string()).length(CHARACTER_LABELS.length),
  input: z.object({
    /** Values of a point, points, one; see `penPathFromStrokes`. */
    shape: z.tuple([z.literal(PEN_PATH_VALUES), z.literal(PEN_PATH_POINTS), z.literal(1)]),
  }),
  parameters: z.int().min(1),
  file: fileSchema,
  training: trainingSchema,
  weights: z.record(z.enum(NETWORKS), penWeightsSchema),
  /** Share of the drawings of a set that are read right: by the glyph network alone, by the pen network alone, by both. */
  figures: z.array(
    z.object({
      set: z.string(),
      network: z.enum(NETWORKS),
      task: z.enum(TASKS),
      samples: z.int().min(1),
      glyph: share,
      pen: share,
      both: share,
      /** Share of them in which the pen network is asked. */
      asked: share,
      /** Expected calibration error of both. */
      calibrationError: share,
    }),
  ),
});
export type PenCard = z.infer<typeof penCardSchema>;

/** @throws Error that says what is wrong with the text of a card */
export const parsePenCard = (json: string): PenCard =>
  readCard('The card of the pen network', penCardSchema, json);
