import { GLYPH_PIXELS } from '@inkling/ink';
import { z } from 'zod';
import { NETWORKS, TASKS } from '../labels.js';

const probability = z.number().min(0).max(1);

/** How much memory counts, see `blend`. Chosen on validation writers. */
export const memoryParametersSchema = z.object({
  /** Weight of the writer's own samples, at least 0. */
  alphaOwn: z.number().min(0).max(100),
  /** Weight of other writers' approved samples, at least 0. */
  alphaShared: z.number().min(0).max(100),
  /** Sharpness: a sample at cosine similarity s counts exp(-beta * (1 - s)). */
  beta: z.number().min(0).max(1000),
  /** The same for other writers' samples, where it is another one: their hands need to be more alike. */
  betaShared: z.number().min(0).max(1000).optional(),
  /** Only this many nearest samples take part, own and shared each. */
  nearest: z.int().min(1).max(1000),
  /** One class adds at most alpha times this. */
  classCap: z.number().positive(),
  /** How symbols count beside classes; absent: as `SYMBOL_PARAMETERS` says. */
  symbols: z
    .object({
      /** In nats: how probable a single symbol is beforehand. Lower spares real characters. */
      bias: z.number(),
      /** How much of it each symbol loses where many may answer, in nats for each nat of their number. */
      share: z.number().min(0).max(10),
      /** How much a symbol's samples count, in nats for each nat of their mean closeness. */
      weight: z.number().positive(),
      /** The same where symbols alone may answer: how sure of one among them. */
      weightAlone: z.number().positive(),
      /** Sharpness of closeness, as `beta` is. */
      beta: z.number().positive().max(1000),
      /** How much it counts against symbols that the drawing is like the class the network sees, in nats. */
      classWeight: z.number().min(0),
      /** How much it counts for symbols that the drawing looks like no character, in nats for each nat of `-log(likeness)`. */
      likenessWeight: z.number().min(0),
    })
    .optional(),
});
export type SymbolParameters = NonNullable<MemoryParameters['symbols']>;
export type MemoryParameters = z.infer<typeof memoryParametersSchema>;

/** Drawings that are typical of each class, as this version embeds them; see `likenessToClasses`. */
const classCentresSchema = z.object({
  /** Centres of each class, in the order of `labels`. */
  perClass: z.int().min(1).max(16),
  /** `[labels, perClass, embeddingSize]`, a signed byte a number, two hexadecimal digits each. */
  values: z.string().regex(/^([0-9a-f]{2})+$/),
});
export type ClassCentres = z.infer<typeof classCentresSchema>;

const classMetricsSchema = z.object({
  label: z.string(),
  support: z.int().min(0),
  precision: probability,
  recall: probability,
  f1: probability,
});

/** Figures on one data set, all measured on the exported ONNX file. */
export const evaluationSchema = z.object({
  dataset: z.string(),
  /** Labels that were allowed to answer: all of the network's, or the task's. */
  task: z.string(),
  samples: z.int().min(1),
  top1: probability,
  top3: probability,
  /** Mean negative log probability of the right label, in nats. */
  logLoss: z.number().min(0),
  /** Expected calibration error over 15 bins of equal width (Guo et al. 2017). */
  calibrationError: probability,
  perClass: z.array(classMetricsSchema),
  /** `confusion[right][read]` in the order of `labels`. */
  confusion: z.array(z.array(z.int().min(0))),
  labels: z.array(z.string()),
});
export type Evaluation = z.infer<typeof evaluationSchema>;

/** When an answer is called sure, and when a drawing is called unlike a character. */
const certaintyLimitsSchema = z.object({
  /** From this probability on, an answer is shown as sure. */
  sureFrom: probability,
  /** Under this probability, it doesn't look like a character. */
  unlikeBelow: probability,
  /** What these limits do on validation writers, and on scribbles. */
  measured: z
    .object({
      /** Share of the answers that is sure. */
      sureShare: probability,
      /** Share of the sure answers that is right. */
      sureRight: probability,
      /** Share of real characters that is called unlike one. */
      unlikeCharacters: probability,
      /** Share of synthetic scribbles that is called unlike a character. */
      unlikeScribbles: probability,
      /** Share of synthetic scribbles that is not answered as sure. */
      unsureScribbles: probability,
    })
    .optional(),
});
export type CertaintyLimits = z.infer<typeof certaintyLimitsSchema>;

/** Glyphs and what the network says of them, see `selfCheckOf`. */
export const selfCheckSchema = z
  .array(
    z.object({
      /** The glyph's bytes, two hexadecimal digits each. */
      glyph: z.string().regex(new RegExp(`^([0-9a-f]{2}){${GLYPH_PIXELS}}$`)),
      /** One for each label, before temperature. */
      logits: z.array(z.number()).min(2),
    }),
  )
  .max(16);
export type SelfCheck = z.infer<typeof selfCheckSchema>;

/** The ONNX file that a card stands beside. */
export const fileSchema = z.object({
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  bytes: z.int().min(1),
});

/** Where a network comes from. */
export const trainingSchema = z.object({
  data: z.array(z.object({ name: z.string(), samples: z.int().min(0), licence: z.string() })),
  seed: z.int(),
  epochs: z.number(),
  batchSize: z.int(),
  learningRate: z.number(),
  augmentation: z.string(),
  commit: z.string(),
  command: z.string(),
  seconds: z.number().min(0),
});

/** What stands beside every model file: what it is, where it comes from, how good it is, what it can't. */
export const modelCardSchema = z.object({
  cardVersion: z.literal(1),
  network: z.enum(NETWORKS),
  name: z.string(),
  description: z.string(),
  createdAt: z.iso.datetime(),
  labels: z.array(z.string()).min(2),
  /** `glyph`: one character an input, one row of logits; `sequence`: a strip of them, a row for each step. */
  kind: z.enum(['glyph', 'sequence']).default('glyph'),
  input: z.object({
    /** Channels, height, width; `null` for a width that each input has for itself. */
    shape: z.tuple([z.literal(1), z.int().min(1), z.int().min(1).nullable()]),
    range: z.tuple([z.literal(0), z.literal(1)]),
    /** `NORMALISATION_VERSION` of packages/ink that the network learned from. */
    normalisation: z.int().min(1),
  }),
  embeddingSize: z.int().min(8).max(1024),
  parameters: z.int().min(1),
  file: fileSchema,
  training: trainingSchema,
  /** Divides the logits before the softmax; fitted on validation writers (Guo et al. 2017). */
  temperature: z.number().positive(),
  /** Limits of certainty, and others for a task whose masked probabilities mean something else. */
  certainty: certaintyLimitsSchema.extend({
    tasks: z.partialRecord(z.enum(TASKS), certaintyLimitsSchema).optional(),
  }),
  memory: memoryParametersSchema,
  /** Absent on cards of before; symbols are then weighed by the network's probabilities alone. */
  centres: classCentresSchema.optional(),
  /** The table behind the choice of `memory`, as `npm run tune:memory` printed it. */
  memoryTuning: z.string().optional(),
  evaluations: z.array(evaluationSchema),
  /** Glyphs with the logits that the exporting process saw; whoever loads the file compares. */
  selfCheck: selfCheckSchema.optional(),
  limits: z.array(z.string()),
});
export type ModelCard = z.infer<typeof modelCardSchema>;
