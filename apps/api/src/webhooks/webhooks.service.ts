import { Inject, Injectable, Logger } from '@nestjs/common';
import {
  MOST_WEBHOOKS,
  WEBHOOK_EVENTS,
  type NewWebhook,
  type Webhook,
  type WebhookChange,
  type WebhookDeliveriesPage,
  type WebhookDelivery,
  type WebhookEventType,
  type WebhookList,
  type webhookRequestSchema,
} from '@inkling/contract';
import type { z } from 'zod';
import { pageCursor } from '../common/page-cursor.js';
import { notFound, ProblemError } from '../common/problem-error.js';
import { validationProblem } from '../common/validation.js';
import { CONFIG } from '../config/config.module.js';
import type { Config } from '../config/load-config.js';
import { DeliveryListRepository } from './delivery/delivery-list.repository.js';
import { literalAddress, whyRefused } from './delivery/refused-address.js';
import { newSecret } from './delivery/secret.js';
import { hostOf } from './host-of.js';
import { toDelivery, toWebhook } from './to-webhook.js';
import { WebhooksRepository } from './webhooks.repository.js';

/** A receiver has so long to take over a new secret. */
const FORMER_SECRET_VALID_S = 24 * 60 * 60;

@Injectable()
export class WebhooksService {
  private readonly logger = new Logger(WebhooksService.name);

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly webhooks: WebhooksRepository,
    private readonly deliveries: DeliveryListRepository,
  ) {}

  async list(): Promise<WebhookList> {
    return { items: (await this.webhooks.list()).map(toWebhook) };
  }

  /** The one time that its secret is told, until it gets another. */
  async create(
    byId: string,
    { url, description, events }: z.output<typeof webhookRequestSchema>,
  ): Promise<NewWebhook> {
    this.requireOpen(url);
    const secret = newSecret();
    const wanted = { url, description, events: known(events), secret, byId };
    const record = await this.webhooks.create(wanted, MOST_WEBHOOKS);
    if (!record) {
      throw new ProblemError(
        'too_many',
        `There are ${MOST_WEBHOOKS} webhooks, which is the most. Delete one first.`,
      );
    }
    this.logger.log(`webhook ${record.id} to ${hostOf(url)} was created by ${byId}`);
    return { ...toWebhook(record), secret };
  }

  async change(id: string, byId: string, change: WebhookChange): Promise<Webhook> {
    if (change.url !== undefined) this.requireOpen(change.url);
    const events = change.events && known(change.events);
    const record = await this.webhooks.change(id, { ...change, events }, byId);
    if (!record) throw notFound('webhook');
    return toWebhook(record);
  }

  async delete(id: string, byId: string): Promise<void> {
    if (!(await this.webhooks.delete(id, byId))) throw notFound('webhook');
    this.logger.log(`webhook ${id} was deleted by ${byId}`);
  }

  /** The former secret signs for a day, too. */
  async replaceSecret(id: string, byId: string): Promise<NewWebhook> {
    const secret = newSecret();
    const replacement = { secret, formerValidS: FORMER_SECRET_VALID_S, byId };
    const record = await this.webhooks.replaceSecret(id, replacement);
    if (!record) throw notFound('webhook');
    return { ...toWebhook(record), secret };
  }

  async ping(id: string): Promise<WebhookDelivery> {
    const record = await this.deliveries.ping(id);
    if (!record) throw notFound('webhook');
    return toDelivery(record);
  }

  async listDeliveries(
    id: string,
    { cursor, limit }: { readonly cursor?: string | undefined; readonly limit: number },
  ): Promise<WebhookDeliveriesPage> {
    const records = await this.deliveries.list(id, pageCursor(cursor), limit + 1);
    if (!records) throw notFound('webhook');
    const page = records.slice(0, limit);
    return {
      items: page.map(toDelivery),
      nextCursor: records.length > limit ? page.at(-1)!.id : null,
    };
  }

  async sendAgain(deliveryId: string): Promise<WebhookDelivery> {
    const record = await this.deliveries.sendAgain(deliveryId);
    if (!record) throw notFound('delivery');
    return toDelivery(record);
  }

  /** What a name stands for is judged at each delivery; of an IP address it is known now. */
  private requireOpen(url: string): void {
    const address = literalAddress(url);
    const refusal = address && whyRefused(address, this.config.webhookPrivate);
    if (refusal) throw validationProblem([{ message: refusal, path: ['url'] }]);
  }
}

/** In one order, each once. */
const known = (named: readonly WebhookEventType[]): WebhookEventType[] =>
  WEBHOOK_EVENTS.filter((event) => named.includes(event));
