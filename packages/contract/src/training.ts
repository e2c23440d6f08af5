import { z } from 'zod';
import { TRAINED_NETWORKS, type TrainedNetwork } from '@inkling/recognizer';
import { gateReportSchema } from './gate.js';
import { idSchema, number, text, whole } from './fields.js';
import { pageOf, pageQuerySchema } from './problem.js';

export const trainingStatusSchema = z.enum([
  'queued',
  'running',
  'completed',
  'failed',
  'cancelled',
]);
export type TrainingStatus = z.infer<typeof trainingStatusSchema>;
export const trainingVerdictSchema = z.enum(['promoted', 'rejected', 'kept']);
export type TrainingVerdict = z.infer<typeof trainingVerdictSchema>;

/** Least and most of each parameter of a training; forms say the same as the API. */
export const TRAINING_RANGES = {
  epochs: [1, 50],
  learningRate: [1e-6, 1e-2],
  replayRatio: [0.5, 20],
  batchSize: [8, 512],
  seed: [0, 2_147_483_647],
} as const satisfies Record<string, readonly [number, number]>;

/** What may be chosen for one fine-tuning; what is absent is the default of the network. */
export const trainingParametersSchema = z.object({
  epochs: whole(...TRAINING_RANGES.epochs).describe('Passes over corrections and their replay'),
  learningRate: number(...TRAINING_RANGES.learningRate),
  replayRatio: number(...TRAINING_RANGES.replayRatio).describe(
    'Replayed base samples beside each correction; fewer beside many, where a job does not name it',
  ),
  batchSize: whole(...TRAINING_RANGES.batchSize),
  /** Decides every shuffle and augmentation: the same seed and data give the same batches. */
  seed: whole(...TRAINING_RANGES.seed),
});
export type TrainingParameters = z.infer<typeof trainingParametersSchema>;

/**
 * Samples that one training learns from, and is measured on, at most: each takes some 4 kB of memory. Of more approved ones
 * it takes what people corrected first, then imported ones by lot.
 */
export const MOST_LEARNT = 100_000;

/** What a job on up to a few thousand samples uses where it says nothing else, chosen as docs/fine-tuning.md tells. */
export const DEFAULT_TRAINING_PARAMETERS: Readonly<Record<TrainedNetwork, TrainingParameters>> = {
  digits: { epochs: 10, learningRate: 1e-3, replayRatio: 8, batchSize: 64, seed: 1 },
  characters: { epochs: 10, learningRate: 1e-3, replayRatio: 8, batchSize: 64, seed: 1 },
  lines: { epochs: 10, learningRate: 1e-4, replayRatio: 4, batchSize: 16, seed: 1 },
};

/** Replayed samples of an epoch, at most, where a job does not name its ratio: a replay set has a few thousand. */
const MOST_REPLAYED = 40_000;

/**
 * What a job that says nothing else uses on so many samples: beside many corrections, as after an import, each has fewer
 * replayed ones, but at least one. Eight beside each of 50,000 would take hours and show the same few thousand again and again.
 */
export function trainingParametersFor(
  network: TrainedNetwork,
  samples: number,
): TrainingParameters {
  const defaults = DEFAULT_TRAINING_PARAMETERS[network];
  const affordable = Math.round((10 * MOST_REPLAYED) / Math.max(1, samples)) / 10;
  return { ...defaults, replayRatio: Math.max(1, Math.min(defaults.replayRatio, affordable)) };
}

/** A misspelt parameter is refused: it would be a default without a word. */
export const trainingRequestSchema = trainingParametersSchema
  .partial()
  .extend({
    network: z.enum(TRAINED_NETWORKS),
    repeatOf: idSchema.optional().describe('Use the same data as this earlier job'),
    startFrom: idSchema
      .optional()
      .describe('Start from this shipped version instead of the one in service'),
  })
  .strict();
export type TrainingRequest = z.infer<typeof trainingRequestSchema>;

export const trainingProgressSchema = z.object({
  epoch: z.int(),
  epochs: z.int(),
  step: z.int().describe('Of the whole training'),
  steps: z.int(),
  loss: z.number(),
  accuracy: z.number().describe('Of the batches since the last report, 0..1'),
  samplesPerSecond: z.number(),
  etaSeconds: z.number().nullable().describe('null until the pace is known'),
});
export type TrainingProgress = z.infer<typeof trainingProgressSchema>;

export const TRAINING_PHASES = [
  'snapshot',
  'training',
  'exporting',
  'gate',
  'embedding',
  'promoting',
] as const;
export type TrainingPhase = (typeof TRAINING_PHASES)[number];

export const reasonSchema = z.object({ code: z.string(), detail: z.string() });

export const trainingJobSchema = z.object({
  id: idSchema,
  network: z.enum(TRAINED_NETWORKS),
  status: trainingStatusSchema,
  verdict: trainingVerdictSchema.nullable(),
  trigger: z.enum(['call', 'threshold', 'schedule']),
  parameters: trainingParametersSchema.partial(),
  repeatOf: idSchema.nullable(),
  startFrom: idSchema.nullable().describe('The shipped version it was asked to start from'),
  createdAt: z.iso.datetime(),
  startedAt: z.iso.datetime().nullable(),
  finishedAt: z.iso.datetime().nullable(),
  attempts: z.int(),
  cancelRequestedAt: z.iso.datetime().nullable(),
  phase: z.enum(TRAINING_PHASES).nullable(),
  progress: trainingProgressSchema.nullable(),
  waitingFor: reasonSchema.nullable().describe('Why it does not run yet, and what to do'),
  failure: z.string().nullable(),
  reason: z.string().nullable().describe('Why the verdict is what it is'),
  parentId: idSchema
    .nullable()
    .describe('The version in service when it began, which it has to be better than'),
  fingerprint: z.string().nullable().describe('SHA-256 over the sample revisions it learns from'),
  snapshot: z
    .object({
      train: z.int(),
      holdout: z.int(),
      missing: z.int().describe('Samples of a repeated job that were deleted meanwhile'),
    })
    .nullable(),
  challengerId: idSchema.nullable(),
  gate: gateReportSchema.nullable(),
});
export type TrainingJob = z.infer<typeof trainingJobSchema>;

/** Answer to a request: a new job, or the queued one it joined. */
export const trainingAcceptedSchema = z.object({
  id: idSchema,
  status: trainingStatusSchema,
  joined: z.boolean().describe('true when a queued job of this network was there already'),
  detail: z.string().describe('What happens next, for a person'),
});
export type TrainingAccepted = z.infer<typeof trainingAcceptedSchema>;

export const trainingJobsQuerySchema = pageQuerySchema.extend({
  network: z.enum(TRAINED_NETWORKS).optional(),
  status: trainingStatusSchema.optional(),
});
export const trainingJobsPageSchema = pageOf(trainingJobSchema);

/**
 * Server-sent events of a job; the id counts up. `job` is the whole row after a change, `progress` one
 * report, `log` one line. After the last one the stream ends.
 */
export const trainingEventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('job'), data: trainingJobSchema }),
  z.object({ type: z.literal('progress'), data: trainingProgressSchema }),
  z.object({ type: z.literal('log'), data: z.object({ text: z.string(), at: z.iso.datetime() }) }),
]);
export type TrainingEvent = z.infer<typeof trainingEventSchema>;

/** What starts a network's jobs by itself and what becomes of their results. */
export const trainingSettingsSchema = z.object({
  threshold: z.object({
    enabled: z.boolean(),
    samples: whole(1, 100_000).describe('Newly approved samples since the last job'),
    quietMinutes: number(0, 1440).describe('Without a further approval'),
  }),
  schedule: z.object({
    enabled: z.boolean(),
    cron: text().max(100).describe('Five fields, in the time zone of the server'),
  }),
  promotion: z.object({
    automatic: z.boolean(),
    pausedBecause: z.string().nullable().describe('Set by a rollback; an admin clears it'),
  }),
  keepVersions: whole(1, 10_000).describe(
    'Versions whose files are kept, besides every one that was champion',
  ),
  symbolSamples: whole(10, 10_000).describe(
    'Of `characters`: symbols with as many approved samples get a class of their own in a training',
  ),
});
export type TrainingSettings = z.infer<typeof trainingSettingsSchema>;

export const DEFAULT_TRAINING_SETTINGS: TrainingSettings = {
  threshold: { enabled: true, samples: 50, quietMinutes: 10 },
  schedule: { enabled: false, cron: '0 3 * * *' },
  promotion: { automatic: true, pausedBecause: null },
  keepVersions: 20,
  symbolSamples: 30,
};

/** Every part may be left out; switching automatic promotion on ends a pause. */
export const trainingSettingsChangeSchema = z
  .object({
    threshold: trainingSettingsSchema.shape.threshold.partial().strict().optional(),
    schedule: trainingSettingsSchema.shape.schedule.partial().strict().optional(),
    promotion: trainingSettingsSchema.shape.promotion.pick({ automatic: true }).strict().optional(),
    keepVersions: trainingSettingsSchema.shape.keepVersions.optional(),
    symbolSamples: trainingSettingsSchema.shape.symbolSamples.optional(),
  })
  .strict();
export type TrainingSettingsChange = z.infer<typeof trainingSettingsChangeSchema>;

/** Key of a network's settings in the table `setting`. */
export const trainingSettingsKey = (network: string): string => `training:${network}`;

/** The payload of the training queue: the row holds everything else. */
export const trainingQueuePayloadSchema = z.object({ jobId: idSchema });
export type TrainingQueuePayload = z.infer<typeof trainingQueuePayloadSchema>;
