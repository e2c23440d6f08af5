import type { WebhookBody, WebhookEvent } from '@inkling/contract';
import { v7 as newId } from 'uuid';
import type { Prisma } from '../generated/client.js';
import { WEBHOOK_CHANNEL } from './webhook-channel.js';

type Transaction = Prisma.TransactionClient;

/**
 * Writes events, and a delivery of each to every webhook that is told of it, in the transaction that makes
 * them happen: what is committed will be told, whatever dies next. Where no webhook asks for them, nothing
 * is written.
 */
export async function recordWebhookEvents(
  tx: Transaction,
  events: readonly WebhookEvent[],
): Promise<void> {
  if (events.length === 0) return;
  const types = [...new Set(events.map(({ type }) => type))];
  // Locked, so that none is deleted before the commit: its deliveries would fail, and what happens with them.
  const webhooks = await tx.$queryRaw<{ id: string; events: string[] }[]>`
    SELECT id::text, events FROM webhook
    WHERE enabled AND events && ${types}::text[] ORDER BY id FOR KEY SHARE`;
  if (webhooks.length === 0) return;
  const rows = events.map(rowOf);
  await tx.webhookEvent.createMany({ data: rows });
  await tx.webhookDelivery.createMany({
    data: webhooks.flatMap((webhook) =>
      rows
        .filter(({ type }) => webhook.events.includes(type))
        .map(({ id }) => ({ id: newId(), webhookId: webhook.id, eventId: id })),
    ),
  });
  await announceDeliveries(tx);
}

/** An event for one webhook, whatever that is told of, also while it is off. @returns the delivery's id */
export async function recordPing(tx: Transaction, webhookId: string): Promise<string> {
  const event = rowOf({ type: 'ping', data: { webhookId } });
  await tx.webhookEvent.create({ data: event });
  const { id } = await tx.webhookDelivery.create({
    data: { id: newId(), webhookId, eventId: event.id, byHand: true },
  });
  await announceDeliveries(tx);
  return id;
}

/** Whoever sends hears of it with the commit. */
export async function announceDeliveries(tx: Transaction): Promise<void> {
  await tx.$executeRaw`SELECT pg_notify(${WEBHOOK_CHANNEL}, '')`;
}

function rowOf({ type, data }: WebhookEvent) {
  const timestamp = new Date().toISOString();
  const body = JSON.stringify({ type, timestamp, data } as WebhookBody);
  return { id: newId(), type, body };
}
