import type { Prisma, PrismaClient, TrainingJob } from '@inkling/store';
import { PATIENT } from '@inkling/store';
import { addEvent, announceJob } from '@inkling/store/training';
import type { TrainingProgress } from '@inkling/contract';
import { JobLostError } from './errors.js';

/** Between two reports of progress, unless an epoch has ended. */
const PROGRESS_EVERY_MS = 1000;

type Changes = Prisma.TrainingJobUncheckedUpdateManyInput;

/**
 * All that is written of a job while it is ours. Every write is bound to the attempt that was claimed:
 * once another trainer has taken the job, or it was closed, nothing of ours goes in any more.
 */
export class JobLedger {
  private tail: Promise<void> = Promise.resolve();
  /** By a clock that nobody sets. */
  private lastProgressMs = -Infinity;
  private current: TrainingJob;

  constructor(
    private readonly prisma: PrismaClient,
    claimed: TrainingJob,
    /** Told of writes of progress and log lines that failed; training goes on without them. */
    private readonly onTrouble: (error: unknown) => void,
  ) {
    this.current = claimed;
  }

  /** The row as last written or read by us. */
  get job(): TrainingJob {
    return this.current;
  }

  /** @throws JobLostError */
  update(changes: Changes): Promise<void> {
    return this.transact(async () => changes);
  }

  /**
   * Changes the row together with other things, or neither.
   *
   * @param work returns the changes of the row
   * @throws JobLostError, and what `work` throws
   */
  transact(work: (tx: Prisma.TransactionClient) => Promise<Changes>): Promise<void> {
    return this.inTurn(async () => {
      this.current = await this.prisma.$transaction(async (tx) => {
        const changes = await work(tx);
        const { count } = await tx.trainingJob.updateMany({ where: this.mine(), data: changes });
        if (count === 0) throw new JobLostError('the job is no longer ours');
        await announceJob(tx, this.current.id);
        return tx.trainingJob.findUniqueOrThrow({ where: { id: this.current.id } });
      }, PATIENT);
    });
  }

  /** The last report of an epoch is always kept; of the others, one a second. */
  progress(progress: TrainingProgress): void {
    const endsEpoch = progress.step * progress.epochs === progress.steps * progress.epoch;
    const now = performance.now();
    if (!endsEpoch && now - this.lastProgressMs < PROGRESS_EVERY_MS) return;
    this.lastProgressMs = now;
    this.note(async (tx) => {
      const { count } = await tx.trainingJob.updateMany({ where: this.mine(), data: { progress } });
      if (count > 0) await addEvent(tx, this.current.id, { type: 'progress', data: progress });
    });
  }

  log(text: string): void {
    const at = new Date().toISOString();
    this.note(async (tx) => {
      const { id } = this.current;
      // Locked, so that events' ids count up in the order of their commits.
      await tx.$executeRaw`SELECT FROM training_job WHERE id = ${id}::uuid FOR UPDATE`;
      if ((await tx.trainingJob.count({ where: this.mine() })) === 0) return;
      await addEvent(tx, id, { type: 'log', data: { text, at } });
    });
  }

  /** Resolves when all that was noted so far is written. */
  settled(): Promise<void> {
    return this.tail;
  }

  private mine() {
    const { id, trainerId, attempts } = this.current;
    return { id, trainerId, attempts, status: 'running' } as const;
  }

  private note(work: (tx: Prisma.TransactionClient) => Promise<void>): void {
    void this.inTurn(() => this.prisma.$transaction(work, PATIENT)).catch(this.onTrouble);
  }

  private inTurn(work: () => Promise<void>): Promise<void> {
    const done = this.tail.then(work);
    this.tail = done.catch(() => undefined);
    return done;
  }
}
