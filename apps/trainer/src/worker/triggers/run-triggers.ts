import { isZone, messageOf } from '@inkling/contract';
import {
  beyondLearnt,
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

/** By whose clock schedules are due. */
export interface ScheduleZone {
  /** Of this trainer; none where its `TZ` names none, and schedules are due by the clock of whoever looks. */
  readonly timeZone: string | undefined;
  /**
   * Networks whose schedule was moved into it since this trainer started: of trainers in several zones the one that
   * started last decides, and none moves a schedule back and forth.
   */
  readonly settled: Set<TrainedNetwork>;
}

/** What `Intl` says of an empty `TZ`; processes with another `TZ` take it for no zone. */
const UNKNOWN = 'Etc/Unknown';

/**
 * That of this process, which can't change while it runs.
 *
 * @param name as `Intl` has it, also where `TZ` names none
 */
export const ownZone = (
  name: string | undefined = Intl.DateTimeFormat().resolvedOptions().timeZone,
): ScheduleZone => ({ timeZone: name === UNKNOWN ? undefined : name, settled: new Set() });

/**
 * What to tell an admin about a `TZ` that names no zone; Node.js takes such a one for UTC without a word.
 *
 * @returns `undefined` where it names one, or none is set
 */
export function zoneTrouble(given: string | undefined): string | undefined {
  // POSIX lets a colon stand before a name, and Node.js passes over it.
  const name = given?.replace(/^:/, '');
  if (!name || isZone(name)) return undefined;
  return `TZ "${given}" is no time zone that is known here, so schedules go by UTC. Set one such as "Europe/Berlin".`;
}

/**
 * Looks at what admins have set and reviewers have approved, and starts what is due.
 *
 * @throws Error of the first network that could not be looked at, after the others were
 */
export async function runTriggers(context: Context, zone: ScheduleZone): Promise<void> {
  const failures: Error[] = [];
  for (const network of TRAINED_NETWORKS) {
    try {
      await reconcileSchedule(context, network, zone);
      await startWhenEnough(context, network);
    } catch (cause) {
      const words = `the triggers of ${network} could not be looked at: ${messageOf(cause)}`;
      failures.push(new Error(words, { cause }));
    }
  }
  if (failures[0]) throw failures[0];
}

/** The queue keeps the schedule for all trainers; here it is made to say what the settings say. */
async function reconcileSchedule(
  { prisma, queue, logger }: Context,
  network: TrainedNetwork,
  { timeZone, settled }: ScheduleZone,
) {
  const { schedule } = await readTrainingSettings(prisma, network);
  const cron = schedule.enabled ? schedule.cron : undefined;
  const kept = await queue.scheduleOf(network);
  const isMeant =
    kept?.cron === cron && (!kept || settled.has(network) || kept.timeZone === timeZone);
  if (!isMeant) {
    await queue.setSchedule(network, cron === undefined ? undefined : { cron, timeZone });
    logger.info({ network, cron: cron ?? null, timeZone }, 'the schedule of training was changed');
  }
  settled.add(network);
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
    select: { id: true, status: true, startFromId: true, parentId: true, challengerId: true },
  });
  if (!last || last.startFromId !== null) return false;
  if ((await newApprovals(prisma, network, symbols)).count > 0) return false;
  if (last.status === 'running') return true;
  if (await hasNewSymbols(prisma, network, symbols, last.id)) return false;
  const champion = await prisma.modelVersion.findFirst({
    where: { network, status: 'champion' },
    select: { id: true },
  });
  const isOfLast = champion?.id === last.parentId || champion?.id === last.challengerId;
  return last.status === 'completed' && isOfLast;
}

/**
 * Whether a symbol would get a class that the last job did not give it: an admin asks for fewer samples since. Where more
 * is approved than a job learns from, it may have had no room for the symbol, and each job would lack it again.
 */
async function hasNewSymbols(
  prisma: Context['prisma'],
  network: TrainedNetwork,
  symbols: readonly string[],
  lastJobId: string,
): Promise<boolean> {
  if (symbols.length === 0) return false;
  if (beyondLearnt(await countLearnable(prisma, network, symbols)) > 0) return false;
  const learned = await prisma.trainingSample.findMany({
    where: { jobId: lastJobId, label: { in: [...symbols] } },
    distinct: ['label'],
    select: { label: true },
  });
  return learned.length < symbols.length;
}
