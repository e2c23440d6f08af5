import {
  countLearnable,
  isDue,
  learnableSymbols,
  newApprovals,
  readTrainingSettings,
  requestTraining,
} from '@inkling/store/training';
import { LINES_NETWORK, TRAINED_NETWORKS, type TrainedNetwork } from '@inkling/recognizer';
import type { TrainerContext } from '../context.js';

type Context = Pick<TrainerContext, 'prisma' | 'queue' | 'logger'>;

/** Looks at what admins have set and reviewers have approved, and starts what is due. */
export async function runTriggers(context: Context): Promise<void> {
  for (const network of TRAINED_NETWORKS) {
    try {
      await reconcileSchedule(context, network);
      await startWhenEnough(context, network);
    } catch (err) {
      context.logger.warn({ err, network }, 'the triggers of a network could not be looked at');
    }
  }
}

/** The queue keeps the schedule for all trainers; here it is made to say what the settings say. */
async function reconcileSchedule({ prisma, queue, logger }: Context, network: TrainedNetwork) {
  const { schedule } = await readTrainingSettings(prisma, network);
  const wanted = schedule.enabled ? schedule.cron : undefined;
  if ((await queue.scheduleOf(network))?.cron === wanted) return;
  await queue.setSchedule(network, wanted);
  logger.info({ network, cron: wanted ?? null }, 'the schedule of training was changed');
}

/** The unique index on queued jobs makes one job of what several trainers may see at once. */
async function startWhenEnough({ prisma, queue, logger }: Context, network: TrainedNetwork) {
  const { threshold } = await readTrainingSettings(prisma, network);
  if (!threshold.enabled) return;
  const open = await prisma.trainingJob.count({ where: { network, status: 'queued' } });
  const approvals = await newApprovals(prisma, network, await symbolsOf(prisma, network));
  if (open > 0 || !isDue(approvals, threshold)) return;
  const { id } = await requestTraining(prisma, queue, { network, trigger: 'threshold' });
  logger.info({ network, job: id, approvals: approvals.count }, 'enough was approved: a job');
}

async function symbolsOf(
  prisma: Context['prisma'],
  network: TrainedNetwork,
): Promise<readonly string[]> {
  return (await learnableSymbols(prisma, network)).map(({ label }) => label);
}

/**
 * A schedule is due. Without anything approved that it could learn from a job would only fail, and after one that
 * learned all of it the champion would be trained further each time on what it has learned.
 */
export async function startScheduled({ prisma, queue, logger }: Context, network: TrainedNetwork) {
  const { schedule } = await readTrainingSettings(prisma, network);
  if (!schedule.enabled) return;
  const symbols = await symbolsOf(prisma, network);
  const approved =
    network === LINES_NETWORK
      ? await prisma.lineCorrection.count({ where: { status: 'approved' } })
      : await countLearnable(prisma, network, symbols);
  if (approved === 0 || (await isDone(prisma, network, symbols))) return;
  const { id } = await requestTraining(prisma, queue, { network, trigger: 'schedule' });
  logger.info({ network, job: id }, 'the schedule has started a job');
}

/** Whether the last job has learned, or is learning, all that there is: failed and cancelled ones did not, nor did one of another champion. */
async function isDone(
  prisma: Context['prisma'],
  network: TrainedNetwork,
  symbols: readonly string[],
): Promise<boolean> {
  const last = await prisma.trainingJob.findFirst({
    where: { network, repeatOfId: null, startedAt: { not: null } },
    orderBy: { startedAt: 'desc' },
    select: { status: true, startFromId: true, parentId: true, challengerId: true },
  });
  if (!last || last.startFromId !== null) return false;
  if ((await newApprovals(prisma, network, symbols)).count > 0) return false;
  if (last.status === 'running') return true;
  const champion = await prisma.modelVersion.findFirst({
    where: { network, status: 'champion' },
    select: { id: true },
  });
  const isOfLast = champion?.id === last.parentId || champion?.id === last.challengerId;
  return last.status === 'completed' && isOfLast;
}
