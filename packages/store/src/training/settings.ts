import {
  DEFAULT_TRAINING_SETTINGS,
  trainingSettingsKey,
  trainingSettingsSchema,
  type TrainingSettings,
} from '@inkling/contract';
import type { Prisma } from '../generated/client.js';
import type { TrainedNetwork } from '@inkling/recognizer';
import { z } from 'zod';

/** The Prisma client, or a transaction of it. */
type Reader = Pick<Prisma.TransactionClient, 'setting'>;

/**
 * What an admin has set for a network's training, with the defaults for all else. Read it each time:
 * it changes while everything runs.
 *
 * @throws ZodError when the row was damaged by hand: guessing could switch promotion on that was off
 */
export async function readTrainingSettings(
  prisma: Reader,
  network: TrainedNetwork,
): Promise<TrainingSettings> {
  const row = await prisma.setting.findUnique({ where: { key: trainingSettingsKey(network) } });
  return withDefaults(row?.value);
}

/**
 * Changes a network's settings; the row stays locked until the transaction ends, so that two changes
 * at the same moment both count.
 *
 * @param change from the settings as they are to those wanted
 * @returns both
 */
export async function changeTrainingSettings(
  tx: Prisma.TransactionClient,
  network: TrainedNetwork,
  change: (before: TrainingSettings) => TrainingSettings,
): Promise<{ readonly before: TrainingSettings; readonly after: TrainingSettings }> {
  const key = trainingSettingsKey(network);
  // There must be a row to lock; conflicts wait for the other's commit.
  await tx.$executeRaw`
    INSERT INTO setting (key, value, updated_at) VALUES (${key}, '{}'::jsonb, now())
    ON CONFLICT (key) DO UPDATE SET updated_at = now()`;
  const before = await readTrainingSettings(tx, network);
  const after = trainingSettingsSchema.parse(change(before));
  await tx.setting.update({ where: { key }, data: { value: after } });
  return { before, after };
}

/**
 * After a rollback: what comes out of training is kept and not promoted until an admin switches
 * automatic promotion on again.
 *
 * @param because for people, e.g. `rolled back to digits 3 by Anna`
 */
export async function pauseAutomaticPromotion(
  tx: Prisma.TransactionClient,
  network: TrainedNetwork,
  because: string,
): Promise<void> {
  await changeTrainingSettings(tx, network, (before) => ({
    ...before,
    promotion: { automatic: before.promotion.automatic, pausedBecause: because },
  }));
}

/** Whether a network that passes the gate goes into service by itself. */
export const promotesByItself = ({ promotion }: TrainingSettings): boolean =>
  promotion.automatic && promotion.pausedBecause === null;

const { threshold, schedule, promotion, keepVersions, symbolSamples } =
  trainingSettingsSchema.shape;

/** Rows hold what was known when they were written: parts that came later have their defaults. */
const storedSchema = z.object({
  threshold: threshold.partial().optional(),
  schedule: schedule.partial().optional(),
  promotion: promotion.partial().optional(),
  keepVersions: keepVersions.optional(),
  symbolSamples: symbolSamples.optional(),
});

function withDefaults(value: unknown): TrainingSettings {
  const stored = storedSchema.parse(value ?? {});
  const defaults = DEFAULT_TRAINING_SETTINGS;
  return trainingSettingsSchema.parse({
    threshold: { ...defaults.threshold, ...stored.threshold },
    schedule: { ...defaults.schedule, ...stored.schedule },
    promotion: { ...defaults.promotion, ...stored.promotion },
    keepVersions: stored.keepVersions ?? defaults.keepVersions,
    symbolSamples: stored.symbolSamples ?? defaults.symbolSamples,
  });
}
