import { resolve } from 'node:path';
import { messageOf } from '@inkling/contract';
import { createPool, createPrismaClient, newId, pruneVersions } from '@inkling/store';
import {
  createTrainingQueue,
  createTrainingWorker,
  enqueueOrphans,
  readTrainingSettings,
  type Reason,
} from '@inkling/store/training';
import type { TrainedNetwork } from '@inkling/recognizer';
import { pino } from 'pino';
import { ownZone, runTriggers, startScheduled, zoneTrouble } from './triggers/run-triggers.js';
import type { Config } from './config.js';
import type { TrainerContext } from './context.js';
import { StoppingError } from './errors.js';
import { Jobs } from './jobs.js';
import { DEFAULT_OPTIONS, type TrainerOptions } from './options.js';
import { Presence } from './presence.js';
import { repeat } from './repeat.js';
import { findTensorflowProblem } from './tensorflow-check.js';
import { sweepFolders } from './work-folder.js';

export interface Trainer {
  /** Hands the job at work back, and closes everything. */
  stop(): Promise<void>;
}

const UNTRIED: Reason = {
  code: 'starting',
  detail: 'The trainer is starting: it tries TensorFlow first.',
};
/** The same trouble is told once a minute: a queue that is away is tried again every second. */
const SAME_TROUBLE_AFTER_MS = 60_000;

/** Starts taking jobs; resolves when it does. Rejects when the database can't be reached. */
export async function startTrainer(
  given: Config,
  options: TrainerOptions = DEFAULT_OPTIONS,
): Promise<Trainer> {
  const config = { ...given, dataDir: resolve(given.dataDir), modelsDir: resolve(given.modelsDir) };
  const logger = pino({
    level: config.logLevel,
    base: undefined,
    timestamp: pino.stdTimeFunctions.isoTime,
  });
  const stopping = new AbortController();
  const toldAt = new Map<string, number>();
  const onTrouble = (error: unknown): void => {
    const message = messageOf(error);
    if (stopping.signal.aborted || Date.now() - (toldAt.get(message) ?? 0) < SAME_TROUBLE_AFTER_MS)
      return;
    toldAt.set(message, Date.now());
    logger.warn({ err: error }, 'trouble with the database or the queue; it is tried again');
  };

  const prisma = createPrismaClient(config.databaseUrl, { connections: 6 });
  const presence = new Presence(prisma, newId(), options.heartbeatMs, onTrouble);
  try {
    await presence.start();
  } catch (error) {
    await prisma.$disconnect();
    throw error;
  }
  const queue = createTrainingQueue(config, onTrouble);
  const { trainerId } = presence;
  // One job at a time, and only its snapshot asks it.
  const pool = createPool(config.databaseUrl, { connections: 1 });
  const context: TrainerContext = { trainerId, config, options, prisma, pool, queue, logger };

  let problem: Reason | undefined = UNTRIED;
  const tryTensorflow = async (): Promise<void> => {
    if (!problem) return;
    const found = await findTensorflowProblem(options.programs.checkTensorflow, stopping.signal);
    if (found?.detail !== problem.detail) {
      if (found) logger.warn(found.detail);
      else logger.info('TensorFlow works: jobs are taken');
    }
    problem = found;
    await presence.report(problem);
  };

  const jobs = new Jobs(
    context,
    () => problem,
    stopping.signal,
    async ({ network }) => {
      const { keepVersions } = await readTrainingSettings(prisma, network as TrainedNetwork);
      const pruned = await pruneVersions(prisma, network, keepVersions);
      if (pruned.versions.length > 0)
        logger.info({ network, ...pruned }, 'old versions were pruned');
    },
  );
  const worker = createTrainingWorker(
    config,
    {
      train: (jobId) => jobs.train(jobId),
      scheduled: (network) => startScheduled(context, network),
      onError: onTrouble,
    },
    options.worker,
  );
  const zone = ownZone();
  const trouble = zoneTrouble(process.env['TZ']);
  if (trouble) logger.warn(trouble);
  const repeated = [
    repeat(options.tensorflowRetryMs, tryTensorflow, onTrouble),
    repeat(options.pollMs, async () => void (await enqueueOrphans(prisma, queue)), onTrouble),
    repeat(options.pollMs, () => runTriggers(context, zone), onTrouble),
    repeat(options.pollMs, () => sweepFolders(prisma, config.dataDir), onTrouble),
  ];
  logger.info(
    { trainer: trainerId, queue: config.redisUrl ? 'Redis' : 'Postgres' },
    'the trainer runs',
  );

  return {
    async stop() {
      stopping.abort(new StoppingError('the trainer is stopped'));
      await Promise.all(repeated.map((end) => end()));
      await worker.close();
      await queue.close();
      await presence.stop().catch(() => undefined);
      await Promise.all([prisma.$disconnect(), pool.end()]);
      logger.info('the trainer has stopped');
    },
  };
}
