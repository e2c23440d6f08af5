import { Inject, Injectable } from '@nestjs/common';
import type { WebhookChange, WebhookEventType } from '@inkling/contract';
import { Prisma, PrismaClient } from '@inkling/store';
import { announceDeliveries } from '@inkling/store/webhooks';
import { newId } from '../common/id.js';
import { PRISMA } from '../database/database.module.js';
import { recordAudit } from '../database/record-audit.js';
import { hostOf } from './host-of.js';

const columns = {
  id: true,
  url: true,
  description: true,
  events: true,
  enabled: true,
  switchedOffAt: true,
  switchedOffBecause: true,
  failingSince: true,
  formerSecretUntil: true,
  createdAt: true,
} satisfies Prisma.WebhookSelect;

/** A webhook, without its secrets. */
export type WebhookRecord = Prisma.WebhookGetPayload<{ select: typeof columns }>;

interface NewHook {
  readonly url: string;
  readonly description: string;
  readonly events: readonly WebhookEventType[];
  readonly secret: string;
  readonly byId: string;
}

/** Everybody who adds a webhook holds this advisory lock, so that their number is known. */
const ADDING_LOCK = 4_711_016;

@Injectable()
export class WebhooksRepository {
  constructor(@Inject(PRISMA) private readonly prisma: PrismaClient) {}

  /** Oldest first. */
  list(): Promise<WebhookRecord[]> {
    return this.prisma.webhook.findMany({ orderBy: { id: 'asc' }, select: columns });
  }

  /** @returns `undefined` when there are so many already */
  async create(
    { url, description, events, secret, byId }: NewHook,
    most: number,
  ): Promise<WebhookRecord | undefined> {
    return this.prisma.$transaction(async (tx) => {
      await tx.$executeRaw`SELECT pg_advisory_xact_lock(${ADDING_LOCK})`;
      if ((await tx.webhook.count()) >= most) return undefined;
      const record = await tx.webhook.create({
        data: { id: newId(), url, description, events: [...events], secret, createdById: byId },
        select: columns,
      });
      await recordAudit(tx, {
        byId,
        action: 'webhook.create',
        subject: { type: 'webhook', id: record.id },
        after: stateOf(record),
      });
      return record;
    });
  }

  /** Switched on, it begins as new; another address has failed nothing yet. @returns `undefined` when there is no such webhook */
  async change(
    id: string,
    { events, enabled, ...change }: WebhookChange,
    byId: string,
  ): Promise<WebhookRecord | undefined> {
    return this.prisma.$transaction(async (tx) => {
      await tx.$executeRaw`SELECT FROM webhook WHERE id = ${id}::uuid FOR UPDATE`;
      const before = await tx.webhook.findUnique({ where: { id }, select: columns });
      if (!before) return undefined;
      const record = await tx.webhook.update({
        where: { id },
        data: {
          ...(change.url !== undefined && { url: change.url }),
          ...(change.url !== undefined && change.url !== before.url && { failingSince: null }),
          ...(change.description !== undefined && { description: change.description }),
          ...(events !== undefined && { events: [...events] }),
          ...(enabled !== undefined && { enabled }),
          ...(enabled === true && AS_NEW),
        },
        select: columns,
      });
      await recordAudit(tx, {
        byId,
        action: 'webhook.change',
        subject: { type: 'webhook', id },
        before: stateOf(before),
        after: stateOf(record),
      });
      await announceDeliveries(tx);
      return record;
    });
  }

  /** With its deliveries. @returns false when there is no such webhook */
  async delete(id: string, byId: string): Promise<boolean> {
    return this.prisma.$transaction(async (tx) => {
      const [deleted] = await tx.$queryRaw<{ url: string }[]>`
        DELETE FROM webhook WHERE id = ${id}::uuid RETURNING url`;
      if (!deleted) return false;
      await recordAudit(tx, {
        byId,
        action: 'webhook.delete',
        subject: { type: 'webhook', id },
        before: { host: hostOf(deleted.url) },
      });
      return true;
    });
  }

  /** @param formerValidS for how long the former one signs, too. @returns `undefined` when there is no such webhook */
  async replaceSecret(
    id: string,
    {
      secret,
      formerValidS,
      byId,
    }: {
      readonly secret: string;
      readonly formerValidS: number;
      readonly byId: string;
    },
  ): Promise<WebhookRecord | undefined> {
    return this.prisma.$transaction(async (tx) => {
      const rows = await tx.$executeRaw`
        UPDATE webhook SET former_secret = secret, secret = ${secret},
          former_secret_until = now() + make_interval(secs => ${formerValidS})
        WHERE id = ${id}::uuid`;
      if (rows === 0) return undefined;
      const record = await tx.webhook.findUniqueOrThrow({ where: { id }, select: columns });
      await recordAudit(tx, {
        byId,
        action: 'webhook.secret',
        subject: { type: 'webhook', id },
        after: { host: hostOf(record.url) },
      });
      return record;
    });
  }
}

const AS_NEW = { switchedOffAt: null, switchedOffBecause: null, failingSince: null } as const;

/** What the audit log keeps: of the address the host alone, since a path may be a secret. */
const stateOf = ({ url, events, enabled }: WebhookRecord) => ({
  host: hostOf(url),
  events,
  enabled,
});
