import { z } from 'zod';
import { NETWORKS, TASKS, TRAINED_NETWORKS } from '@inkling/recognizer';
import { sampleStatusSchema } from './corrections.js';
import { day, idSchema, labelSchema, text, wholeInQuery } from './fields.js';
import { lineTaskSchema } from './lines.js';
import { pageOf, pageQuerySchema } from './problem.js';

/** How wide a step of time is in a figure over time. */
export const BUCKETS = ['hour', 'day', 'week', 'month'] as const;
export type Bucket = (typeof BUCKETS)[number];

/** Whether it is a name of the IANA database, which ECMAScript and Postgres read alike; offsets they do not. */
export const isZone = (name: string): boolean => {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
};

export const UNKNOWN_ZONE = 'must be a time zone such as "Europe/Berlin"';

export const zoneSchema = z
  .string()
  .max(64)
  .refine(isZone, UNKNOWN_ZONE)
  .default('UTC')
  .describe('Days begin at midnight of this IANA time zone');

const spanShape = {
  from: day().optional().describe('First day; without it everything there is'),
  to: day().optional().describe('Last day, included; without it today'),
  zone: zoneSchema,
  bucket: z.enum(BUCKETS).optional().describe('Width of a step; without it one that fits'),
};

type Span = { readonly from?: string | undefined; readonly to?: string | undefined };

const inOrder = ({ from, to }: Span): boolean => !from || !to || from <= to;
const OUT_OF_ORDER = { message: 'expected a day that is not before "from"', path: ['to'] };

const figureShape = {
  ...spanShape,
  writer: idSchema.optional().describe('Only what this person drew'),
  format: z.enum(['json', 'csv']).default('json').describe('csv: RFC 4180, with a header'),
};

/** What every figure of single drawings may be narrowed to. */
export const analyticsQuerySchema = z
  .object({
    ...figureShape,
    network: z.enum(NETWORKS).optional(),
    version: wholeInQuery(1).optional().describe('Only answers of this version; needs `network`'),
  })
  .refine(inOrder, OUT_OF_ORDER)
  .refine(({ version, network }) => version === undefined || network !== undefined, {
    message: 'Versions count up within a network: name it too.',
    path: ['network'],
  });
export type AnalyticsQuery = z.output<typeof analyticsQuerySchema>;

/** What figures of lines may be narrowed to: one network reads them all. */
export const lineFiguresQuerySchema = z
  .object({ ...figureShape, task: lineTaskSchema.optional() })
  .refine(inOrder, OUT_OF_ORDER);
export type LineFiguresQuery = z.output<typeof lineFiguresQuerySchema>;

const count = z.int().min(0);
const share = z.number().min(0).max(1);
const shareOrNull = share.nullable();
const instant = z.iso.datetime();
const network = z.enum(NETWORKS);
const trainedNetwork = z.enum(TRAINED_NETWORKS);

export const periodSchema = z.object({
  from: instant.describe('First moment that is counted'),
  to: instant.describe('First moment that is not counted any more'),
  zone: z.string(),
  bucket: z.enum(BUCKETS),
});
export type Period = z.infer<typeof periodSchema>;

/** A change of what was in service. */
export const swapSchema = z.object({
  at: instant,
  network,
  version: z.int(),
  by: z.string(),
  reason: z.string(),
});
export type Swap = z.infer<typeof swapSchema>;

/**
 * Somebody "said" of a drawing what it is when they corrected or confirmed it and no reviewer rejected
 * that; the reviewer's label counts where there is one. `corrected`: it is another than was answered.
 */
const saidShape = {
  predictions: count.describe('Drawings that were read'),
  said: count.describe('Of these, how many were labelled'),
  corrected: count.describe('Of those said, how many were read wrong'),
};

const activityRowSchema = z.object({
  start: instant.describe('Begin of the step'),
  network,
  version: z.int(),
  ...saidShape,
});
export type ActivityRow = z.infer<typeof activityRowSchema>;

export const activitySchema = z.object({
  period: periodSchema,
  rows: z
    .array(activityRowSchema)
    .describe('By time, network and version; empty steps are left out'),
  swaps: z.array(swapSchema),
  totals: z.object({
    ...saidShape,
    rejected: count.describe('Said, but rejected by a reviewer: counted nowhere else'),
    correctionRate: shareOrNull.describe('corrected / predictions'),
  }),
});
export type Activity = z.infer<typeof activitySchema>;

const glyphExampleSchema = z.object({
  predictionId: idSchema,
  glyph: z.string().describe('PNG as a data URL, 28x28'),
});

export const confusionPairSchema = z.object({
  network,
  answered: z.string(),
  truth: z.string(),
  count,
  ofTruth: share.describe('Of the labelled drawings of this label'),
  examples: z.array(glyphExampleSchema).describe('The newest, at most four'),
});
export type ConfusionPair = z.infer<typeof confusionPairSchema>;

export const confusionsSchema = z.object({
  period: periodSchema,
  pairs: z.array(confusionPairSchema).describe('Most frequent first, at most 30'),
  corrected: count.describe('Of all pairs together'),
});
export type Confusions = z.infer<typeof confusionsSchema>;

const reliabilityBinSchema = z.object({
  from: share,
  to: share,
  count,
  right: count,
  confidence: shareOrNull.describe('Mean probability of the answers in this bin'),
  accuracy: shareOrNull.describe('Share of them that were right'),
});
export type ReliabilityBin = z.infer<typeof reliabilityBinSchema>;

export const reliabilitySchema = z.object({
  period: periodSchema,
  said: count,
  error: shareOrNull.describe(
    'Expected calibration error: the mean distance of confidence and accuracy, weighed by count (Guo et al. 2017)',
  ),
  bins: z.array(reliabilityBinSchema).describe('Ten of the same width, empty ones too'),
});
export type Reliability = z.infer<typeof reliabilitySchema>;

const memoryShape = {
  predictions: count,
  byMemory: count.describe('Answers that differ from what the network alone said'),
  said: count.describe('Answers by memory that were labelled'),
  stood: count.describe('Of those said, how many were right'),
};
const memoryRowSchema = z.object({ start: instant, ...memoryShape });
export type MemoryRow = z.infer<typeof memoryRowSchema>;

export const memoryFiguresSchema = z.object({
  period: periodSchema,
  rows: z.array(memoryRowSchema),
  totals: z.object({
    ...memoryShape,
    share: shareOrNull.describe('byMemory / predictions'),
    stoodShare: shareOrNull.describe('stood / said'),
    networkSaid: count.describe('Answers by the network alone that were labelled'),
    networkStood: count,
  }),
});
export type MemoryFigures = z.infer<typeof memoryFiguresSchema>;

const classRowSchema = z.object({
  network,
  label: z.string(),
  answered: count.describe('How often it was the answer'),
  support: count.describe('How often it was the truth'),
  right: count,
  precision: shareOrNull.describe('right / answered'),
  recall: shareOrNull.describe('right / support'),
  f1: shareOrNull,
});
export type ClassRow = z.infer<typeof classRowSchema>;

export const classesSchema = z.object({
  period: periodSchema,
  rows: z.array(classRowSchema).describe('Only labels that were an answer or the truth'),
});
export type Classes = z.infer<typeof classesSchema>;

const milliseconds = z.number().min(0).nullable();
const latencyShape = {
  predictions: count,
  p50: milliseconds,
  p95: milliseconds,
  p99: milliseconds,
};
const latencyRowSchema = z.object({ start: instant, network, ...latencyShape });
export type LatencyRow = z.infer<typeof latencyRowSchema>;

export const latencySchema = z.object({
  period: periodSchema,
  rows: z
    .array(latencyRowSchema)
    .describe('Milliseconds that the server took, without the way there'),
  totals: z.array(z.object({ network, ...latencyShape })),
});
export type Latency = z.infer<typeof latencySchema>;

const lineCountsShape = {
  lines: count.describe('Lines that were read'),
  certain: count.describe('Of these, answered with `certain`'),
  said: count.describe('Lines that were corrected or confirmed, and that no reviewer rejected'),
  corrected: count.describe('Of those said, how many have another text than the answer'),
  compared: count.describe('Of those said, how many were compared with their answers'),
  characters: count.describe('Of the true texts of those compared, without spaces'),
  edits: count.describe(
    'Characters to change, put in or take out to get from answers to true texts',
  ),
};
const lineRowSchema = z.object({ start: instant, ...lineCountsShape });
export type LineRow = z.infer<typeof lineRowSchema>;

export const linePairSchema = z.object({
  answered: z.string().describe('Empty: the character was missed'),
  truth: z.string().describe('Empty: there is no such character'),
  count,
  ofTruth: shareOrNull.describe('Of this character in the true texts'),
});
export type LinePair = z.infer<typeof linePairSchema>;

export const lineFiguresSchema = z.object({
  period: periodSchema,
  rows: z.array(lineRowSchema).describe('By time; empty steps are left out'),
  swaps: z
    .array(swapSchema.omit({ network: true }))
    .describe('Versions of the network for lines that went into service'),
  totals: z.object({
    ...lineCountsShape,
    rejected: count.describe('Said, but rejected by a reviewer: counted nowhere else'),
    certainShare: shareOrNull.describe('certain / lines'),
    errorRate: z.number().min(0).nullable().describe('Character error rate: edits / characters'),
  }),
  pairs: z.array(linePairSchema).describe('Most frequent first, at most 30'),
  mostCompared: count.describe(
    'Only as many labelled lines are compared with their answers, the newest; fewer where they are very long',
  ),
});
export type LineFigures = z.infer<typeof lineFiguresSchema>;

/** What an operator looks at first. */
export const nowSchema = z.object({
  waiting: z
    .array(z.object({ network: trainedNetwork, count }))
    .describe('Corrections that wait for review, of lines too'),
  inService: z.array(
    z.object({
      network: trainedNetwork,
      version: z.int(),
      since: instant.nullable(),
      by: z.string().nullable(),
      reason: z.string().nullable(),
    }),
  ),
  replicas: count.describe('Servers that were seen a moment ago'),
  trainers: count,
  firstDay: z.iso.date().nullable().describe('Of the first drawing or line, in UTC'),
});
export type Now = z.infer<typeof nowSchema>;

export const writersQuerySchema = z.object({
  search: text().trim().max(100).optional().describe('Part of a name'),
  id: idSchema.optional().describe('Only this one'),
});

/** Whose drawings a figure may be narrowed to. */
export const writerChoiceSchema = z.object({
  id: idSchema,
  name: z.string(),
  isGuest: z.boolean(),
  predictions: count,
});
export type WriterChoice = z.infer<typeof writerChoiceSchema>;
export const writersSchema = z.object({
  items: z.array(writerChoiceSchema).describe('Who drew most first, at most 50'),
});

// One's own handwriting.

export const ownInsightQuerySchema = z.object(spanShape).refine(inOrder, OUT_OF_ORDER);
export type OwnInsightQuery = z.output<typeof ownInsightQuerySchema>;

const ownStepSchema = z.object({
  start: instant,
  ...saidShape,
  byMemory: count,
});
export type OwnStep = z.infer<typeof ownStepSchema>;

export const ownInsightSchema = z.object({
  period: periodSchema,
  rows: z.array(ownStepSchema),
  totals: z.object({ ...saidShape, byMemory: count }),
  confusions: z.array(confusionPairSchema),
  samples: z
    .object({ total: count, pending: count, approved: count, rejected: count })
    .describe('What Inkling learned, whenever it was'),
});
export type OwnInsight = z.infer<typeof ownInsightSchema>;

export const ownSamplesQuerySchema = pageQuerySchema.extend({
  status: sampleStatusSchema.optional(),
  label: labelSchema.optional(),
});
export type OwnSamplesQuery = z.output<typeof ownSamplesQuerySchema>;

export const ownSampleSchema = z.object({
  id: idSchema,
  correctionId: idSchema,
  predictionId: idSchema,
  network,
  task: z.enum(TASKS),
  answered: z.string().describe('What it was read as'),
  label: z.string(),
  given: z.string(),
  reviewerLabel: z.string().nullable(),
  status: sampleStatusSchema,
  glyph: z.string().describe('PNG as a data URL, 28x28'),
  createdAt: instant,
  decided: z
    .object({ own: count, others: count })
    .describe("Answers that it decided: one's own, and other people's"),
});
export type OwnSample = z.infer<typeof ownSampleSchema>;
export const ownSamplesPageSchema = pageOf(ownSampleSchema);
