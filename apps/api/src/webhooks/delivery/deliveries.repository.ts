import { Inject, Injectable } from '@nestjs/common';
import { Prisma, PrismaClient } from '@inkling/store';
import { announceDeliveries } from '@inkling/store/webhooks';
import { recordAudit } from '../../database/record-audit.js';
import { PRISMA } from '../../database/database.module.js';
import { hostOf } from '../host-of.js';

/** A delivery that is to be brought into the queue. */
export interface Due {
  readonly deliveryId: string;
  readonly webhookId: string;
  /** Its moment, in milliseconds since 1970 by the clock of the database. */
  readonly dueAtMs: number;
}

/** A delivery that is this process's for a while: what is to be sent, and where. */
export interface Claimed {
  readonly deliveryId: string;
  readonly webhookId: string;
  readonly eventId: string;
  readonly type: string;
  readonly body: string;
  readonly url: string;
  /** The one that is valid, and the former one for a day after it was replaced. */
  readonly secrets: readonly string[];
  /** With this one, from 1. */
  readonly attempt: number;
}

/** What an attempt has come to. */
export interface Attempted {
  readonly statusCode: number | null;
  readonly error: string | null;
  readonly durationMs: number;
}

/** After so long an attempt that nobody told the end of counts as lost. */
const LOST_AFTER_S = 30;

/** What was brought into the queue so long ago and is due still may have got lost with it. */
const QUEUED_AGAIN_AFTER_S = 30;

/** An address that takes nothing for so long is switched off. */
const SWITCHED_OFF_AFTER_DAYS = 3;

/** "Gone": a receiver asks for no more. */
const GONE = 410;

@Injectable()
export class DeliveriesRepository {
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
      RETURNING ${DUE}`;
  }

  /** They could not be brought into the queue. */
  async giveBack(deliveryIds: readonly string[]): Promise<void> {
    await this.prisma.webhookDelivery.updateMany({
      where: { id: { in: [...deliveryIds] } },
      data: { queuedAt: null },
    });
  }

  /** Begins an attempt. @returns `undefined` when it is not due, over, or another process's */
  async claim(deliveryId: string): Promise<Claimed | undefined> {
    const rows = await this.prisma.$queryRaw<
      (Omit<Claimed, 'secrets'> & { secret: string; formerSecret: string | null })[]
    >`
      WITH claimed AS (
        UPDATE webhook_delivery SET attempts = attempts + 1, last_attempt_at = now(),
          next_attempt_at = now() + make_interval(secs => ${LOST_AFTER_S})
        WHERE id = ${deliveryId}::uuid AND state = 'waiting' AND next_attempt_at <= now()
          AND (by_hand OR EXISTS (SELECT 1 FROM webhook WHERE id = webhook_id AND enabled))
        RETURNING id, webhook_id, event_id, attempts
      )
      SELECT claimed.id::text AS "deliveryId", webhook.id::text AS "webhookId",
        event.id::text AS "eventId", event.type, event.body, webhook.url, webhook.secret,
        CASE WHEN webhook.former_secret_until > now() THEN webhook.former_secret END AS "formerSecret",
        claimed.attempts AS attempt
      FROM claimed JOIN webhook ON webhook.id = claimed.webhook_id
      JOIN webhook_event event ON event.id = claimed.event_id`;
    const [row] = rows;
    if (!row) return undefined;
    const { secret, formerSecret, ...claimed } = row;
    return { ...claimed, secrets: formerSecret === null ? [secret] : [secret, formerSecret] };
  }

  /** Puts a delivery off that was not tried: it counts as no attempt. @returns `undefined` when it is over */
  putOff(deliveryId: string, byMs: number): Promise<Due | undefined> {
    return this.dueIn(deliveryId, byMs);
  }

  /** An attempt has failed and is not the last. @returns `undefined` when the delivery is over meanwhile */
  retryLater(
    { deliveryId }: Claimed,
    byMs: number,
    { statusCode, error, durationMs }: Attempted,
  ): Promise<Due | undefined> {
    const attempted = Prisma.sql`,
      status_code = ${statusCode}, error = ${error}, duration_ms = ${durationMs}`;
    return this.dueIn(deliveryId, byMs, attempted);
  }

  private async dueIn(
    deliveryId: string,
    byMs: number,
    changes = Prisma.empty,
  ): Promise<Due | undefined> {
    const rows = await this.prisma.$queryRaw<Due[]>`
      UPDATE webhook_delivery SET queued_at = now(), next_attempt_at = ${inMs(byMs)}${changes}
      WHERE id = ${deliveryId}::uuid AND state = 'waiting' RETURNING ${DUE}`;
    return rows[0];
  }

  /** The address has taken it. */
  async noteDelivered(
    { deliveryId, webhookId }: Claimed,
    { statusCode, durationMs }: Attempted,
  ): Promise<void> {
    await this.prisma.webhookDelivery.updateMany({
      where: { id: deliveryId },
      data: { state: 'delivered', nextAttemptAt: null, statusCode, durationMs, error: null },
    });
    await this.prisma.webhook.updateMany({
      where: { id: webhookId, failingSince: { not: null } },
      data: { failingSince: null },
    });
  }

  /** No attempt is left. */
  async noteFailed(
    { deliveryId }: Claimed,
    { statusCode, error, durationMs }: Attempted,
  ): Promise<void> {
    await this.prisma.webhookDelivery.updateMany({
      where: { id: deliveryId, state: 'waiting' },
      data: { state: 'failed', nextAttemptAt: null, statusCode, error, durationMs },
    });
  }

  /**
   * An attempt at a webhook has failed. One whose address takes nothing for days, or says that it is gone, is
   * switched off, and with it ends this delivery.
   *
   * @returns why it was, for a person; `undefined` when it was not
   */
  async noteTrouble(
    { deliveryId, webhookId }: Claimed,
    { statusCode, error, durationMs }: Attempted,
  ): Promise<string | undefined> {
    return this.prisma.$transaction(async (tx) => {
      const rows = await tx.$queryRaw<{ url: string; isLong: boolean }[]>`
        UPDATE webhook SET failing_since = coalesce(failing_since, now())
        WHERE id = ${webhookId}::uuid AND enabled
        RETURNING url,
          failing_since < now() - make_interval(days => ${SWITCHED_OFF_AFTER_DAYS}) AS "isLong"`;
      const [webhook] = rows;
      if (!webhook || (statusCode !== GONE && !webhook.isLong)) return undefined;
      const because =
        statusCode === GONE
          ? 'Its address answered 410: it is gone.'
          : `Nothing could be delivered for ${SWITCHED_OFF_AFTER_DAYS} days. The last attempt: ${error}`;
      await tx.webhook.update({
        where: { id: webhookId },
        data: { enabled: false, switchedOffAt: new Date(), switchedOffBecause: because },
      });
      await recordAudit(tx, {
        byId: null,
        action: 'webhook.switched-off',
        subject: { type: 'webhook', id: webhookId },
        after: { host: hostOf(webhook.url), because, byInkling: true },
      });
      await tx.webhookDelivery.updateMany({
        where: { id: deliveryId },
        data: { state: 'failed', nextAttemptAt: null, statusCode, error, durationMs },
      });
      // What else waits for it is to be given up.
      await announceDeliveries(tx);
      return because;
    });
  }
}

/** Columns of {@link Due}. */
const DUE = Prisma.sql`id::text AS "deliveryId", webhook_id::text AS "webhookId",
  (extract(epoch FROM next_attempt_at) * 1000)::float8 AS "dueAtMs"`;

const inMs = (ms: number): Prisma.Sql =>
  Prisma.sql`now() + make_interval(secs => ${ms / 1000}::float8)`;
