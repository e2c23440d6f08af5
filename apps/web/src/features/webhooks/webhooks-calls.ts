import type {
  NewWebhook,
  Webhook,
  WebhookChange,
  WebhookDeliveriesPage,
  WebhookDelivery,
  WebhookList,
  WebhookRequest,
} from '@inkling/contract';
import { api, dataOf } from '../../shared/api/client';

const at = (id: string) => ({ params: { path: { id } } });

/** Oldest first. */
export const listWebhooks = (): Promise<WebhookList> => dataOf(api.GET('/api/webhooks'));

export const createWebhook = (body: WebhookRequest): Promise<NewWebhook> =>
  dataOf(api.POST('/api/webhooks', { body }));

export const changeWebhook = (id: string, change: WebhookChange): Promise<Webhook> =>
  dataOf(api.PATCH('/api/webhooks/{id}', { ...at(id), body: change as never }));

export async function deleteWebhook(id: string): Promise<void> {
  await dataOf(api.DELETE('/api/webhooks/{id}', at(id)));
}

export const replaceSecret = (id: string): Promise<NewWebhook> =>
  dataOf(api.POST('/api/webhooks/{id}/secret', at(id)));

export const sendPing = (id: string): Promise<WebhookDelivery> =>
  dataOf(api.POST('/api/webhooks/{id}/test', at(id)));

/** Newest first. */
export const listDeliveries = (
  id: string,
  cursor: string | undefined,
): Promise<WebhookDeliveriesPage> =>
  dataOf(
    api.GET('/api/webhooks/{id}/deliveries', {
      params: { path: { id }, query: { limit: 10, ...(cursor !== undefined && { cursor }) } },
    }),
  );

export const sendAgain = (deliveryId: string): Promise<WebhookDelivery> =>
  dataOf(api.POST('/api/webhooks/deliveries/{id}/retry', at(deliveryId)));
