import { Inject, Injectable } from '@nestjs/common';
import { Prisma, PrismaClient } from '@inkling/store';
import { announceDeliveries } from '@inkling/store/webhooks';
import { recordAudit } from '../../database/record-audit.js';
import { PRISMA } from '../../database/database.module.js';
import { hostOf } from '../host-of.js';
import { DUE_COLUMNS, type Due } from './due-deliveries.repository.js';

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

/** An address that takes nothing for so long is switched off. */
const SWITCHED_OFF_AFTER_DAYS = 3;

/** "Gone": a receiver asks for no more. */
const GONE = 410;

/**
 * Attempts to deliver, and what comes of them. That of an attempt counts only while there was no other one since, and nobody
 * asked for the delivery to be sent again.
 */
@Injectable()
export class AttemptsRepository {
  constructor(@Inject(PRISMA) private readonly prisma: PrismaClient) {}

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

  /**
   * Puts a delivery off that was not tried: it counts as no attempt. One that waits for its next attempt stays where it is.
   *
   * @returns `undefined` when it is not due, or over
   */
  putOff(deliveryId: string, byMs: number): Promise<Due | undefined> {
    return this.dueIn(deliveryId, byMs, {
      changes: Prisma.empty,
      where: Prisma.sql`AND next_attempt_at <= now()`,
    });
  }

  /** An attempt has failed and is not the last. @returns `undefined` when what came of it does not count */
  retryLater(
    { deliveryId, attempt }: Claimed,
    byMs: number,
    { statusCode, error, durationMs }: Attempted,
  ): Promise<Due | undefined> {
    return this.dueIn(deliveryId, byMs, {
      changes: Prisma.sql`, status_code = ${statusCode}, error = ${error}, duration_ms = ${durationMs}`,
      where: Prisma.sql`AND attempts = ${attempt}`,
    });
  }

  private async dueIn(
    deliveryId: string,
    byMs: number,
    { changes, where }: { readonly changes: Prisma.Sql; readonly where: Prisma.Sql },
  ): Promise<Due | undefined> {
    const rows = await this.prisma.$queryRaw<Due[]>`
      UPDATE webhook_delivery SET queued_at = now(), next_attempt_at = ${inMs(byMs)}${changes}
      WHERE id = ${deliveryId}::uuid AND state = 'waiting' ${where} RETURNING ${DUE_COLUMNS}`;
    return rows[0];
  }

  /** The address has taken it. */
  async noteDelivered(
    { deliveryId, webhookId, url }: Claimed,
    { statusCode, durationMs }: Attempted,
  ): Promise<void> {
    await this.prisma.webhookDelivery.updateMany({
      where: { id: deliveryId },
      data: { state: 'delivered', nextAttemptAt: null, statusCode, durationMs, error: null },
    });
    await this.prisma.webhook.updateMany({
      where: { id: webhookId, url, failingSince: { not: null } },
      data: { failingSince: null },
    });
  }

  /** No attempt is left. */
  async noteFailed(claimed: Claimed, attempted: Attempted): Promise<void> {
    await this.prisma.webhookDelivery.updateMany(failed(claimed, attempted));
  }

  /**
   * An attempt at a webhook has failed. One whose address takes nothing for days, or says that it is gone, is
   * switched off, and with it ends this delivery. That of an address that was changed meanwhile says nothing.
   *
   * @returns why it was, for a person; `undefined` when it was not
   */
  async noteTrouble(claimed: Claimed, attempted: Attempted): Promise<string | undefined> {
    const { webhookId, url } = claimed;
    const { statusCode, error } = attempted;
    return this.prisma.$transaction(async (tx) => {
      const rows = await tx.$queryRaw<{ url: string; isLong: boolean }[]>`
        UPDATE webhook SET failing_since = coalesce(failing_since, now())
        WHERE id = ${webhookId}::uuid AND enabled AND url = ${url}
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
      await tx.webhookDelivery.updateMany(failed(claimed, attempted));
      // What else waits for it is to be given up.
      await announceDeliveries(tx);
      return because;
    });
  }
}

const inMs = (ms: number): Prisma.Sql =>
  Prisma.sql`now() + make_interval(secs => ${ms / 1000}::float8)`;

const failed = (
  { deliveryId, attempt }: Claimed,
  { statusCode, error, durationMs }: Attempted,
) => ({
  where: { id: deliveryId, state: 'waiting' as const, attempts: attempt },
  data: { state: 'failed' as const, nextAttemptAt: null, statusCode, error, durationMs },
});
