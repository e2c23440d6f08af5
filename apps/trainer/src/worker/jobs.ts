import { messageOf } from '@inkling/contract';
import { Prisma, type TrainingJob } from '@inkling/store';
import type { Outcome, Reason } from '@inkling/store/training';
import { cancelAbandoned, claimJob, sayWaiting } from './claim.js';
import type { TrainerContext } from './context.js';
import { CancelledError, UnrecoverableError, JobLostError, StoppingError } from './errors.js';
import { JobLedger } from './job-ledger.js';
import { judgeChallenger } from './judge-challenger.js';
import { MOST_ATTEMPTS } from './options.js';
import { trainChallenger } from './train-challenger.js';
import { watchRow } from './watch-row.js';
import { removeFolder } from './work-folder.js';

const BUSY: Reason = {
  code: 'trainers_busy',
  detail: 'The trainer works on another job; this one starts when that has ended.',
};

const behind = (network: string): Reason => ({
  code: 'job_running',
  detail: `Another job of ${network} is running; this one starts when that has ended.`,
});

/** Works on jobs, one at a time. */
export class Jobs {
  private working = false;

  constructor(
    private readonly context: TrainerContext,
    /** What keeps this process from training, if anything. */
    private readonly problem: () => Reason | undefined,
    /** Aborted when the process is to end. */
    private readonly stopping: AbortSignal,
    /** After each job that has come to its end. */
    private readonly onEnded: (job: TrainingJob) => Promise<void>,
  ) {}

  /** Looks at a row: works on it if that is possible now, and says why if not. */
  async train(jobId: string): Promise<Outcome> {
    const { prisma, options, trainerId } = this.context;
    const claimant = { trainerId, goneAfterMs: options.goneAfterMs };
    const later: Outcome = { againInMs: options.waitMs };
    if (this.stopping.aborted) return later;
    if (await cancelAbandoned(prisma, jobId, claimant)) {
      await this.removeFiles(jobId);
      return 'done';
    }
    const hindrance = this.problem() ?? (this.working ? BUSY : undefined);
    if (hindrance) {
      const job = await prisma.trainingJob.findUnique({ where: { id: jobId } });
      if (job?.status !== 'queued' && job?.status !== 'running') return 'done';
      await sayWaiting(prisma, jobId, hindrance);
      return later;
    }
    this.working = true;
    try {
      const claim = await claimJob(prisma, jobId, claimant);
      if (claim.kind === 'over') return 'done';
      if (claim.kind === 'behind') await sayWaiting(prisma, jobId, behind(claim.network));
      return claim.kind === 'claimed' ? await this.workOn(claim.job) : later;
    } finally {
      this.working = false;
    }
  }

  private async workOn(job: TrainingJob): Promise<Outcome> {
    const { prisma, logger } = this.context;
    logger.info({ job: job.id, network: job.network, attempt: job.attempts }, 'a job begins');
    const ledger = new JobLedger(prisma, job, (err) => logger.warn({ err, job: job.id }));
    const work = new AbortController();
    const signal = AbortSignal.any([work.signal, this.stopping]);
    const unwatch = watchRow(this.context, job, work);
    let outcome: Outcome;
    try {
      outcome = await this.process(ledger, signal);
    } catch (error) {
      outcome = await this.afterTrouble(ledger, error);
    } finally {
      unwatch();
      await ledger.settled();
    }
    const { status, verdict, failure } = ledger.job;
    logger.info({ job: job.id, status, verdict, failure }, 'work on a job has ended');
    // A job that was lost is still running for us: another trainer may be at work in its folder.
    if (status !== 'running') {
      await this.removeFiles(job.id);
      await this.onEnded(ledger.job).catch((err: unknown) => logger.warn({ err }));
    }
    return outcome;
  }

  /** Tidying up: the job has ended whether or not it works. */
  private async removeFiles(jobId: string): Promise<void> {
    const { logger, config } = this.context;
    await removeFolder(config.dataDir, jobId).catch((err: unknown) => logger.warn({ err }));
  }

  private async process(ledger: JobLedger, signal: AbortSignal): Promise<Outcome> {
    if (ledger.job.attempts > MOST_ATTEMPTS) {
      throw new UnrecoverableError(
        `It was begun ${MOST_ATTEMPTS} times, and each time the trainer ended while it worked on it.`,
      );
    }
    // An earlier attempt may have come further than training.
    if (ledger.job.challengerId === null) await trainChallenger(this.context, ledger, signal);
    signal.throwIfAborted();
    await judgeChallenger(this.context, ledger, signal);
    return 'done';
  }

  private async afterTrouble(ledger: JobLedger, error: unknown): Promise<Outcome> {
    if (error instanceof JobLostError) return 'done';
    if (error instanceof CancelledError) return this.end(ledger, { status: 'cancelled' });
    if (error instanceof StoppingError) return this.handBack(ledger);
    const failure = messageOf(error);
    const hopeless = error instanceof UnrecoverableError;
    // What the person who asked has to mend is no trouble of the trainer.
    const level = hopeless ? 'info' : 'warn';
    this.context.logger[level]({ job: ledger.job.id, err: error }, 'an attempt has failed');
    if (hopeless || ledger.job.attempts >= MOST_ATTEMPTS) {
      return this.end(ledger, { status: 'failed', failure });
    }
    const { attempts } = ledger.job;
    ledger.log(`Attempt ${attempts} of ${MOST_ATTEMPTS} has failed: ${failure}`);
    await ledger.update({
      trainerId: null,
      waitingFor: { code: 'retry', detail: `Attempt ${attempts} of ${MOST_ATTEMPTS} failed.` },
    });
    return { againInMs: this.context.options.waitMs };
  }

  /** What is promoted is promoted: only replicas were waited for, so that job is completed all the same. */
  private async end(
    ledger: JobLedger,
    ending: { readonly status: 'cancelled' | 'failed'; readonly failure?: string },
  ): Promise<Outcome> {
    const ended = { phase: null, finishedAt: new Date(), waitingFor: Prisma.DbNull };
    const isPromoted = ledger.job.verdict === 'promoted';
    await ledger.update({ ...ended, ...(isPromoted ? { status: 'completed' } : ending) });
    return 'done';
  }

  /** It keeps its state: its snapshot is taken, so a new request must not join it. */
  private async handBack(ledger: JobLedger): Promise<Outcome> {
    ledger.log('The trainer is stopped; the job goes on from its last complete epoch.');
    await ledger.update({
      trainerId: null,
      attempts: ledger.job.attempts - 1,
      waitingFor: {
        code: 'trainer_stopped',
        detail: 'The trainer was stopped; the job goes on when one is started.',
      },
    });
    return { againInMs: 500 };
  }
}
