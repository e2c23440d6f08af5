import { Inject, Injectable } from '@nestjs/common';
import { Prisma, PrismaClient } from '@inkling/store';
import { PRISMA } from '../../database/database.module.js';

/** A delivery that is to be brought into the queue. */
export interface Due {
  readonly deliveryId: string;
  readonly webhookId: string;
  /** Its moment, in milliseconds since 1970 by the clock of the database. */
  readonly dueAtMs: number;
}

/** Columns of {@link Due}. */
export const DUE_COLUMNS = Prisma.sql`id::text AS "deliveryId", webhook_id::text AS "webhookId",
  (extract(epoch FROM next_attempt_at) * 1000)::float8 AS "dueAtMs"`;

/** What was brought into the queue so long ago and is due still may have got lost with it. */
const QUEUED_AGAIN_AFTER_S = 30;

/** Deliveries on their way into the queue. */
@Injectable()
export class DueDeliveriesRepository {
  constructor(@Inject(PRISMA) private readonly prisma: PrismaClient) {}

  async hasWebhooks(): Promise<boolean> {
    return (await this.prisma.webhook.findFirst({ select: { id: true } })) !== null;
  }

  /** Ends what waits for a webhook that is off, but what somebody asked for. */
  async giveUpOfDisabled(): Promise<void> {
    await this.prisma.$executeRaw`
      UPDATE webhook_delivery AS delivery
      SET state = 'failed', next_attempt_at = NULL, error = 'The webhook was switched off.'
      FROM webhook WHERE webhook.id = delivery.webhook_id AND NOT webhook.enabled
        AND delivery.state = 'waiting' AND NOT delivery.by_hand`;
  }

  /** What is due and not in the queue, as far as the rows tell; each is given to one process only. */
  takeDue(limit: number): Promise<Due[]> {
    return this.prisma.$queryRaw<Due[]>`
      UPDATE webhook_delivery SET queued_at = now()
      WHERE id IN (
        SELECT id FROM webhook_delivery
        WHERE state = 'waiting' AND next_attempt_at <= now() AND (queued_at IS NULL
          OR queued_at < now() - make_interval(secs => ${QUEUED_AGAIN_AFTER_S}))
        ORDER BY next_attempt_at LIMIT ${limit} FOR UPDATE SKIP LOCKED)
      RETURNING ${DUE_COLUMNS}`;
  }

  /** They could not be brought into the queue. */
  async giveBack(deliveryIds: readonly string[]): Promise<void> {
    await this.prisma.webhookDelivery.updateMany({
      where: { id: { in: [...deliveryIds] } },
      data: { queuedAt: null },
    });
  }
}
