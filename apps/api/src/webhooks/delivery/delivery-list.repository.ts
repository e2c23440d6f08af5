import { Inject, Injectable } from '@nestjs/common';
import { Prisma, PrismaClient } from '@inkling/store';
import { announceDeliveries, recordPing } from '@inkling/store/webhooks';
import { PRISMA } from '../../database/database.module.js';

const columns = {
  id: true,
  eventId: true,
  state: true,
  attempts: true,
  statusCode: true,
  error: true,
  durationMs: true,
  createdAt: true,
  lastAttemptAt: true,
  nextAttemptAt: true,
  event: { select: { type: true } },
} satisfies Prisma.WebhookDeliverySelect;

export type DeliveryRecord = Prisma.WebhookDeliveryGetPayload<{ select: typeof columns }>;

/** Deliveries as people look at them. */
@Injectable()
export class DeliveryListRepository {
  constructor(@Inject(PRISMA) private readonly prisma: PrismaClient) {}

  /** Newest first. @returns `undefined` when there is no such webhook */
  async list(
    webhookId: string,
    before: string | undefined,
    limit: number,
  ): Promise<DeliveryRecord[] | undefined> {
    if ((await this.prisma.webhook.count({ where: { id: webhookId } })) === 0) return undefined;
    return this.prisma.webhookDelivery.findMany({
      where: { webhookId, ...(before && { id: { lt: before } }) },
      orderBy: { id: 'desc' },
      take: limit,
      select: columns,
    });
  }

  /** Sends a ping. @returns `undefined` when there is no such webhook */
  async ping(webhookId: string): Promise<DeliveryRecord | undefined> {
    return this.prisma.$transaction(async (tx) => {
      // Locked, so that it is not deleted meanwhile.
      const found = await tx.$queryRaw<unknown[]>`
        SELECT 1 FROM webhook WHERE id = ${webhookId}::uuid FOR KEY SHARE`;
      if (found.length === 0) return undefined;
      const id = await recordPing(tx, webhookId);
      return tx.webhookDelivery.findUniqueOrThrow({ where: { id }, select: columns });
    });
  }

  /** Sends a delivery anew, as if it never had been, also while its webhook is off. @returns `undefined` when there is none */
  async sendAgain(id: string): Promise<DeliveryRecord | undefined> {
    return this.prisma.$transaction(async (tx) => {
      const rows = await tx.$executeRaw`
        UPDATE webhook_delivery SET state = 'waiting', attempts = 0, by_hand = true,
          next_attempt_at = now(), queued_at = NULL, status_code = NULL, error = NULL, duration_ms = NULL
        WHERE id = ${id}::uuid`;
      if (rows === 0) return undefined;
      await announceDeliveries(tx);
      return tx.webhookDelivery.findUniqueOrThrow({ where: { id }, select: columns });
    });
  }

  /** Removes what is over and old, or beyond the newest of its webhook. @returns how many */
  async prune(kept: { readonly days: number; readonly most: number }): Promise<number> {
    const removed = await this.prisma.$executeRaw`
      WITH placed AS (
        SELECT id, row_number() OVER (PARTITION BY webhook_id ORDER BY id DESC) AS place
        FROM webhook_delivery
      )
      DELETE FROM webhook_delivery AS delivery USING placed
      WHERE placed.id = delivery.id AND delivery.state <> 'waiting'
        AND (placed.place > ${kept.most}
          OR delivery.created_at < now() - make_interval(days => ${kept.days}))`;
    // An hour is longer than the transaction that writes an event and its deliveries.
    await this.prisma.$executeRaw`
      DELETE FROM webhook_event AS event WHERE created_at < now() - interval '1 hour'
        AND NOT EXISTS (SELECT 1 FROM webhook_delivery WHERE event_id = event.id)`;
    return removed;
  }
}
