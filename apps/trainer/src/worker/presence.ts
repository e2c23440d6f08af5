import { hostname } from 'node:os';
import { Prisma, type PrismaClient } from '@inkling/store';
import type { Reason } from '@inkling/store/training';

/** Rows of trainers that were not stopped in good order are kept for a day, for whoever looks into it. */
const FORGET_AFTER_HOURS = 24;

/** This process in the table of trainers: that it lives, and what keeps it from training. */
export class Presence {
  private timer: NodeJS.Timeout | undefined;
  private problem: Reason | undefined;

  constructor(
    private readonly prisma: PrismaClient,
    readonly trainerId: string,
    private readonly everyMs: number,
    private readonly onTrouble: (error: unknown) => void,
  ) {}

  async start(): Promise<void> {
    await this.beat();
    await this.prisma.$executeRaw`
      DELETE FROM trainer WHERE seen_at < now() - make_interval(hours => ${FORGET_AFTER_HOURS}::int)`;
    this.timer = setInterval(() => void this.beat().catch(this.onTrouble), this.everyMs);
  }

  async report(problem: Reason | undefined): Promise<void> {
    this.problem = problem;
    await this.beat();
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.prisma.trainer.deleteMany({ where: { id: this.trainerId } });
  }

  /** The database's clock, since all trainers and replicas compare with it. */
  private async beat(): Promise<void> {
    const problem = this.problem ? JSON.stringify(this.problem) : null;
    await this.prisma.$executeRaw(Prisma.sql`
      INSERT INTO trainer (id, host, pid, seen_at, problem)
      VALUES (${this.trainerId}::uuid, ${hostname()}, ${process.pid}, now(), ${problem}::jsonb)
      ON CONFLICT (id) DO UPDATE SET seen_at = now(), problem = excluded.problem`);
  }
}
