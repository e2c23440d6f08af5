import type { Webhook, WebhookDelivery, WebhookEventType } from '@inkling/contract';
import type { DeliveryRecord } from './delivery/delivery-list.repository.js';
import type { WebhookRecord } from './webhooks.repository.js';

/** As the API tells it. */
export const toWebhook = ({
  switchedOffAt,
  switchedOffBecause,
  failingSince,
  formerSecretUntil,
  ...record
}: WebhookRecord): Webhook => ({
  id: record.id,
  url: record.url,
  description: record.description,
  events: record.events as WebhookEventType[],
  enabled: record.enabled,
  switchedOff: switchedOffAt && {
    at: switchedOffAt.toISOString(),
    reason: switchedOffBecause ?? '',
  },
  failingSince: failingSince?.toISOString() ?? null,
  formerSecretUntil:
    formerSecretUntil && formerSecretUntil > new Date() ? formerSecretUntil.toISOString() : null,
  createdAt: record.createdAt.toISOString(),
});

export const toDelivery = ({ event, ...record }: DeliveryRecord): WebhookDelivery => ({
  id: record.id,
  eventId: record.eventId,
  type: event.type as WebhookDelivery['type'],
  state: record.state,
  attempts: record.attempts,
  statusCode: record.statusCode,
  error: record.error,
  durationMs: record.durationMs,
  createdAt: record.createdAt.toISOString(),
  lastAttemptAt: record.lastAttemptAt?.toISOString() ?? null,
  nextAttemptAt: record.nextAttemptAt?.toISOString() ?? null,
});
