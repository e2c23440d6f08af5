import { Inject, Injectable } from '@nestjs/common';
import type { TrainingPreview, TrainingSettings } from '@inkling/contract';
import { PrismaClient } from '@inkling/store';
import {
  type DrawnSample,
  newApprovals,
  readTrainingSettings,
  isLearnable,
  learnableSymbols,
  learntSamples,
  type LearnableSymbol,
} from '@inkling/store/training';
import type { Network, TrainedNetwork } from '@inkling/recognizer';
import type { Pool } from 'pg';
import { POOL, PRISMA } from '../../database/database.module.js';

/** What tells two states of the approved samples apart, without reading them. */
export interface StateOfSamples {
  readonly approved: number;
  readonly mark: string;
}

@Injectable()
export class PreviewRepository {
  constructor(
    @Inject(PRISMA) private readonly prisma: PrismaClient,
    @Inject(POOL) private readonly pool: Pool,
  ) {}

  /** The mark changes with every approval, change and deletion, and with every snapshot. */
  async stateOfSamples(network: Network): Promise<StateOfSamples> {
    const [row] = await this.prisma.$queryRaw<{ approved: number; mark: string }[]>`
      SELECT count(*)::int AS approved,
        concat_ws(' ', count(*), sum(sample.revision), max(sample.updated_at), max(sample.id::text),
          (SELECT concat(max(id::text), ' ', count(fingerprint)) FROM training_job
            WHERE network = ${network})) AS mark
      FROM sample WHERE ${isLearnable(network)}`;
    return row!;
  }

  /** Approved samples as the trainer places them, page by page. */
  approvedSamples(network: Network): AsyncGenerator<DrawnSample[]> {
    return learntSamples(this.pool, network);
  }

  symbols(network: TrainedNetwork): Promise<LearnableSymbol[]> {
    return learnableSymbols(this.prisma, network);
  }

  async freshApprovals(network: TrainedNetwork, symbols: readonly string[]): Promise<number> {
    return (await newApprovals(this.prisma, network, symbols)).count;
  }

  /** When the newest job that used the samples of its moment began. */
  async lastBeginning(network: TrainedNetwork): Promise<Date | null> {
    const { _max } = await this.prisma.trainingJob.aggregate({
      where: { network, repeatOfId: null },
      _max: { startedAt: true },
    });
    return _max.startedAt;
  }

  /** Jobs that are not over. */
  async openJobs(
    network: TrainedNetwork,
  ): Promise<{ readonly runningId: string | null; readonly queuedId: string | null }> {
    const rows = await this.prisma.trainingJob.findMany({
      where: { network, status: { in: ['queued', 'running'] } },
      select: { id: true, status: true },
    });
    const idOf = (status: string) => rows.find((row) => row.status === status)?.id ?? null;
    return { runningId: idOf('running'), queuedId: idOf('queued') };
  }

  async champion(network: TrainedNetwork): Promise<TrainingPreview['champion']> {
    const period = await this.prisma.servicePeriod.findFirst({
      where: { endedAt: null, modelVersion: { network, status: 'champion' } },
      select: {
        startedAt: true,
        startedBy: true,
        reason: true,
        modelVersion: { select: { id: true, version: true } },
      },
    });
    if (!period) return null;
    const { startedAt, startedBy, reason, modelVersion } = period;
    return { ...modelVersion, since: startedAt.toISOString(), by: startedBy, reason };
  }

  settings(network: TrainedNetwork): Promise<TrainingSettings> {
    return readTrainingSettings(this.prisma, network);
  }
}
