import { Inject, Injectable } from '@nestjs/common';
import { PrismaClient } from '@inkling/store';
import { PRISMA } from '../../database/database.module.js';
import type { StoredEvent } from './format-event.js';
import type { EventSource } from './job-feed.js';

export { TRAINING_CHANNEL } from '@inkling/store/training';

@Injectable()
export class EventsRepository implements EventSource {
  constructor(@Inject(PRISMA) private readonly prisma: PrismaClient) {}

  async hasEnded(jobId: string): Promise<boolean> {
    const job = await this.prisma.trainingJob.findUnique({
      where: { id: jobId },
      select: { status: true },
    });
    return job?.status !== 'queued' && job?.status !== 'running';
  }

  readAfter(jobId: string, id: bigint, limit: number): Promise<StoredEvent[]> {
    return this.prisma.trainingEvent.findMany({
      where: { jobId, id: { gt: id } },
      select: { id: true, type: true, data: true },
      orderBy: { id: 'asc' },
      take: limit,
    });
  }

  /**
   * Removes what nobody looks at any more: of jobs that ended a while ago the reports between the ends of
   * epochs, and of all but the newest jobs of each network everything but the last event, which ends their
   * stream.
   *
   * @returns how many events were removed
   */
  async prune(kept: { readonly jobs: number; readonly endedBefore: Date }): Promise<number> {
    const between = await this.prisma.$executeRaw`
      DELETE FROM training_event AS event USING training_job AS job
      WHERE job.id = event.job_id AND job.finished_at < ${kept.endedBefore}
        AND event.type = 'progress'
        AND (event.data->>'step')::bigint * (event.data->>'epochs')::bigint
          <> (event.data->>'steps')::bigint * (event.data->>'epoch')::bigint`;
    const old = await this.prisma.$executeRaw`
      WITH ended AS (
        SELECT id, row_number() OVER (PARTITION BY network ORDER BY id DESC) AS place
        FROM training_job WHERE finished_at IS NOT NULL
      )
      DELETE FROM training_event AS event USING ended
      WHERE ended.id = event.job_id AND ended.place > ${kept.jobs}
        AND event.id < (SELECT max(id) FROM training_event AS last WHERE last.job_id = ended.id)`;
    return between + old;
  }
}
