import { v7 as newId } from 'uuid';
import type { Prisma, PrismaClient } from '../generated/client.js';
import type { TrainingAccepted, TrainingParameters } from '@inkling/contract';
import type { TrainedNetwork } from '@inkling/recognizer';
import { announceJob } from './events.js';
import { PATIENT } from '../patience.js';
import { trainerProblem, type Reason } from './trainers.js';
import type { TrainingQueue } from './training-queue.js';

export interface TrainingWish {
  readonly network: TrainedNetwork;
  /** What is absent is the trainer's default. */
  readonly parameters?: Partial<TrainingParameters>;
  readonly trigger: 'call' | 'threshold' | 'schedule';
  readonly requestedById?: string | undefined;
  /** Use the data of this earlier job of the same network. */
  readonly repeatOfId?: string | undefined;
  /** Start from this shipped version instead of the champion. */
  readonly startFromId?: string | undefined;
}

/** Writes what belongs to a change of a job, in its transaction. */
export type Alongside = (tx: Prisma.TransactionClient, jobId: string) => Promise<void>;

export const nothing: Alongside = () => Promise.resolve();

/** A wish that can't become a job. */
export class TrainingRequestError extends Error {
  override readonly name = 'TrainingRequestError';

  constructor(
    /** Of the wish: what is wrong with it. */
    readonly field: 'repeatOf' | 'startFrom',
    message: string,
  ) {
    super(message);
  }
}

/**
 * Asks for a training job: the row first, then its place in the queue. A queue that does not answer
 * costs nothing but time, since trainers look for rows that it lacks.
 *
 * @param alongside what is to be written in the same transaction as a new job
 * @returns the new job, or the queued one of the network that the wish has joined
 * @throws TrainingRequestError
 */
export async function requestTraining(
  prisma: PrismaClient,
  queue: TrainingQueue,
  wish: TrainingWish,
  alongside: Alongside = nothing,
): Promise<TrainingAccepted> {
  if (wish.repeatOfId !== undefined) await requireRepeatable(prisma, wish);
  if (wish.startFromId !== undefined) await requireStart(prisma, wish);
  const waitingFor = await trainerProblem(prisma);
  const { id, joined } = await writeRow(prisma, wish, waitingFor, alongside);
  const running = await prisma.trainingJob.count({
    where: { network: wish.network, status: 'running' },
  });
  const queued = await queue.enqueue(id).then(
    () => true,
    () => false,
  );
  return {
    id,
    status: 'queued',
    joined,
    detail: describe(wish, { joined, running: running > 0, waitingFor, queued }),
  };
}

async function requireRepeatable(
  prisma: PrismaClient,
  { network, repeatOfId }: TrainingWish,
): Promise<void> {
  const earlier = await prisma.trainingJob.findUnique({
    where: { id: repeatOfId! },
    select: { network: true, fingerprint: true },
  });
  if (!earlier) throw new TrainingRequestError('repeatOf', 'There is no such training job.');
  if (earlier.network !== network) {
    throw new TrainingRequestError(
      'repeatOf',
      `That job trained the network ${earlier.network}, not ${network}.`,
    );
  }
  if (earlier.fingerprint === null) {
    throw new TrainingRequestError(
      'repeatOf',
      'That job never began, so it has no data that could be used again.',
    );
  }
}

async function requireStart(
  prisma: PrismaClient,
  { network, startFromId }: TrainingWish,
): Promise<void> {
  const version = await prisma.modelVersion.findUnique({
    where: { id: startFromId! },
    select: { network: true, origin: true },
  });
  const problem = !version
    ? 'There is no such model version.'
    : version.network !== network
      ? `That version is one of the network ${version.network}, not ${network}.`
      : version.origin !== 'shipped'
        ? 'A training starts from the version in service or from one that came with Inkling.'
        : undefined;
  if (problem) throw new TrainingRequestError('startFrom', problem);
}

/** A partial unique index allows one queued row a network: whoever comes second joins. */
async function writeRow(
  prisma: PrismaClient,
  { network, parameters = {}, trigger, requestedById, repeatOfId, startFromId }: TrainingWish,
  waitingFor: Reason | undefined,
  alongside: Alongside,
): Promise<{ id: string; joined: boolean }> {
  // A queued row that is found missing has been claimed between two looks; then ours can be written.
  for (;;) {
    const id = newId();
    const written = await prisma.$transaction(async (tx) => {
      const rows = await tx.$executeRaw`
        INSERT INTO training_job
          (id, network, trigger, parameters, requested_by_id, repeat_of_id, start_from_id, waiting_for)
        VALUES (${id}::uuid, ${network}, ${trigger}::training_trigger,
          ${JSON.stringify(parameters)}::jsonb, ${requestedById ?? null}::uuid, ${repeatOfId ?? null}::uuid,
          ${startFromId ?? null}::uuid,
          ${waitingFor ? JSON.stringify(waitingFor) : null}::jsonb)
        ON CONFLICT (network) WHERE status = 'queued' DO NOTHING`;
      if (rows !== 1) return false;
      await announceJob(tx, id);
      await alongside(tx, id);
      return true;
    }, PATIENT);
    if (written) return { id, joined: false };
    const queued = await prisma.trainingJob.findFirst({
      where: { network, status: 'queued' },
      select: { id: true },
    });
    if (queued) return { id: queued.id, joined: true };
  }
}

function describe(
  { network }: TrainingWish,
  state: { joined: boolean; running: boolean; waitingFor: Reason | undefined; queued: boolean },
): string {
  const first = state.joined
    ? `A job of ${network} is queued already: this request joined it, and its own parameters are not used.`
    : state.running
      ? `A job of ${network} is running: this one is queued behind it.`
      : `The job is queued.`;
  const trouble = state.waitingFor
    ? ` It waits: ${state.waitingFor.detail}`
    : state.queued
      ? ''
      : ' The queue did not answer; a trainer takes the job up within a minute once it does.';
  return first + trouble;
}
