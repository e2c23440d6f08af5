import { Inject, Injectable } from '@nestjs/common';
import { PrismaClient } from '@inkling/database';
import { PRISMA } from '../../database/database.module.js';
import type { StoredEvent } from './format-event.js';
import type { EventSource } from './job-feed.js';

export { TRAINING_CHANNEL } from '@inkling/database';

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
}
