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
  if ((await queue.scheduleOf(network)) === wanted) return;
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

/** A schedule is due; without anything approved that it could learn from a job would only fail. */
export async function startScheduled({ prisma, queue, logger }: Context, network: TrainedNetwork) {
  const { schedule } = await readTrainingSettings(prisma, network);
  const approved =
    network === LINES_NETWORK
      ? await prisma.lineCorrection.count({ where: { status: 'approved' } })
      : await countLearnable(prisma, network, await symbolsOf(prisma, network));
  if (!schedule.enabled || approved === 0) return;
  const { id } = await requestTraining(prisma, queue, { network, trigger: 'schedule' });
  logger.info({ network, job: id }, 'the schedule has started a job');
}
