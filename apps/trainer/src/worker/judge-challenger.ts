import { gateReportSchema, type GateReport, type TrainingVerdict } from '@inkling/contract';
import {
  nameInHistory,
  type Prisma,
  promoteVersion,
  PromotionError,
  SERVICE_LOCK,
} from '@inkling/store';
import { promotesByItself, readTrainingSettings } from '@inkling/store/training';
import { LINES_NETWORK, type TrainedNetwork } from '@inkling/recognizer';
import { awaitReplicas } from './await-replicas.js';
import type { TrainerContext } from './context.js';
import { embedSamples } from './embed-samples.js';
import { CancelledError } from './errors.js';
import type { JobLedger } from './job-ledger.js';

/**
 * From a challenger with its gate report to the end of the job: rejected, kept, or promoted and served
 * by every replica that lives.
 */
export async function judgeChallenger(
  context: TrainerContext,
  ledger: JobLedger,
  signal: AbortSignal,
): Promise<void> {
  const { prisma, options } = context;
  const network = ledger.job.network as TrainedNetwork;
  const challengerId = ledger.job.challengerId!;
  if (ledger.job.verdict !== 'promoted') {
    const report = gateReportSchema.parse(ledger.job.gate);
    if (!report.passed) return complete(ledger, 'rejected', failedRules(report));
    const hindrance = whyNotByItself(await readTrainingSettings(prisma, network));
    if (hindrance) return complete(ledger, 'kept', hindrance);

    // A network for lines has no memory of its own.
    if (network !== LINES_NETWORK) {
      await ledger.update({ phase: 'embedding' });
      const memory = { network, modelVersionId: challengerId };
      const embedded = await embedSamples(context, ledger.job, memory, signal);
      ledger.log(`Embedded ${embedded} samples of the memory for the new version.`);
      signal.throwIfAborted();
    }

    await ledger.update({ phase: 'promoting' });
    const kept = await promote(ledger, network);
    if (kept !== undefined) return complete(ledger, 'kept', kept);
  }
  const behind = await awaitReplicas(
    prisma,
    network,
    challengerId,
    options.replicasWithinMs,
    // What is promoted is promoted: a wish to cancel or to stop only ends the waiting.
    signal,
  );
  if (behind > 0) {
    ledger.log(`${behind} API processes do not serve the new version yet; they go on trying.`);
  }
  await complete(ledger, 'promoted', ledger.job.reason ?? 'It passed the gate.');
}

/** @returns why it was kept; `undefined` when it was promoted */
async function promote(ledger: JobLedger, network: TrainedNetwork): Promise<string | undefined> {
  const { id, challengerId, parentId, requestedById } = ledger.job;
  const reason = `It passed the gate in training job ${id}.`;
  let hindrance: string | undefined;
  try {
    await ledger.transact(async (tx) => {
      await tx.$executeRaw`SELECT pg_advisory_xact_lock(${SERVICE_LOCK})`;
      // Locked: a wish to cancel comes before this, or too late.
      await tx.$executeRaw`SELECT FROM training_job WHERE id = ${id}::uuid FOR UPDATE`;
      const { cancelRequestedAt } = await tx.trainingJob.findUniqueOrThrow({ where: { id } });
      if (cancelRequestedAt) throw new CancelledError();
      // A rollback meanwhile has paused promotion.
      hindrance = whyNotByItself(await readTrainingSettings(tx, network));
      if (hindrance) return {};
      await promoteVersion(tx, {
        modelVersionId: challengerId!,
        by: await nameOf(tx, requestedById),
        reason,
        ...(parentId !== null && { expectedChampionId: parentId }),
      });
      return { verdict: 'promoted', reason };
    });
  } catch (error) {
    if (error instanceof PromotionError) return error.message;
    throw error;
  }
  return hindrance;
}

async function nameOf(tx: Prisma.TransactionClient, userId: string | null): Promise<string> {
  if (userId === null) return 'Inkling';
  const user = await tx.user.findUnique({
    where: { id: userId },
    select: { name: true, email: true },
  });
  return user ? nameInHistory(user) : 'Inkling';
}

function whyNotByItself(
  settings: Awaited<ReturnType<typeof readTrainingSettings>>,
): string | undefined {
  if (promotesByItself(settings)) return undefined;
  // Who paused it is not told: the name would outlive a deletion of the person, here and in the job's events.
  return settings.promotion.pausedBecause === null
    ? 'It passed the gate; automatic promotion is off.'
    : 'It passed the gate; automatic promotion is paused after a rollback.';
}

const failedRules = ({ rules }: GateReport): string =>
  rules
    .filter(({ passed }) => !passed)
    .map(({ sentence }) => sentence)
    .join(' ');

const complete = (ledger: JobLedger, verdict: TrainingVerdict, reason: string): Promise<void> =>
  ledger.update({
    status: 'completed',
    verdict,
    reason,
    phase: null,
    finishedAt: new Date(),
  });
