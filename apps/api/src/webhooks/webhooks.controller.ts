import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import {
  newWebhookSchema,
  webhookChangeSchema,
  webhookDeliveriesPageSchema,
  webhookDeliveriesQuerySchema,
  webhookDeliverySchema,
  webhookListSchema,
  webhookRequestSchema,
  webhookSchema,
  type NewWebhook,
  type Webhook,
  type WebhookChange,
  type WebhookDeliveriesPage,
  type WebhookDelivery,
  type WebhookList,
} from '@inkling/contract';
import type { z } from 'zod';
import { knownId } from '../common/known-id.js';
import { Allow } from '../http/access/allow.js';
import { CurrentWriter, type Writer } from '../http/access/writer.js';
import { ApiProblems } from '../http/docs/api-problems.js';
import { WebhooksService } from './webhooks.service.js';

@ApiTags('webhooks')
@Controller('webhooks')
@Allow('webhooks:manage')
export class WebhooksController {
  constructor(private readonly webhooks: WebhooksService) {}

  @Get()
  @ApiOperation({ operationId: 'listWebhooks', summary: 'Webhooks, oldest first' })
  @ApiOkResponse({ standardSchema: webhookListSchema })
  @ApiProblems(429)
  list(): Promise<WebhookList> {
    return this.webhooks.list();
  }

  @Post()
  @ApiOperation({
    operationId: 'createWebhook',
    summary: 'An address that is told of events',
    description:
      'Events are posted as JSON, signed as standardwebhooks.com has it: docs/webhooks.md. The answer has the secret this once.',
  })
  @ApiCreatedResponse({ standardSchema: newWebhookSchema })
  @ApiProblems(400, 409, 422, 429)
  create(
    @Body({ schema: webhookRequestSchema }) request: z.output<typeof webhookRequestSchema>,
    @CurrentWriter() admin: Writer,
  ): Promise<NewWebhook> {
    return this.webhooks.create(admin.id, request);
  }

  @Patch(':id')
  @ApiOperation({
    operationId: 'changeWebhook',
    summary: 'Change a webhook, or switch it on or off',
  })
  @ApiOkResponse({ standardSchema: webhookSchema })
  @ApiProblems(400, 404, 422, 429)
  change(
    @Param('id', knownId('webhook')) id: string,
    @Body({ schema: webhookChangeSchema }) change: WebhookChange,
    @CurrentWriter() admin: Writer,
  ): Promise<Webhook> {
    return this.webhooks.change(id, admin.id, change);
  }

  @Delete(':id')
  @HttpCode(204)
  @ApiOperation({ operationId: 'deleteWebhook', summary: 'Delete a webhook with its deliveries' })
  @ApiNoContentResponse({ description: 'Deleted' })
  @ApiProblems(404, 429)
  async delete(
    @Param('id', knownId('webhook')) id: string,
    @CurrentWriter() admin: Writer,
  ): Promise<void> {
    await this.webhooks.delete(id, admin.id);
  }

  @Post(':id/secret')
  @ApiOperation({
    operationId: 'replaceWebhookSecret',
    summary: 'A new secret',
    description:
      'The answer has it this once. For a day each request is signed with both, so that a receiver can take it over.',
  })
  @ApiCreatedResponse({ standardSchema: newWebhookSchema })
  @ApiProblems(404, 429)
  replaceSecret(
    @Param('id', knownId('webhook')) id: string,
    @CurrentWriter() admin: Writer,
  ): Promise<NewWebhook> {
    return this.webhooks.replaceSecret(id, admin.id);
  }

  @Post(':id/test')
  @HttpCode(202)
  @ApiOperation({
    operationId: 'testWebhook',
    summary: 'Send a ping',
    description: 'Once, also while the webhook is off. What became of it is among its deliveries.',
  })
  @ApiAcceptedResponse({ standardSchema: webhookDeliverySchema })
  @ApiProblems(404, 429)
  test(@Param('id', knownId('webhook')) id: string): Promise<WebhookDelivery> {
    return this.webhooks.ping(id);
  }

  @Get(':id/deliveries')
  @ApiOperation({
    operationId: 'listWebhookDeliveries',
    summary: 'What was sent, newest first',
    description: 'Kept for 30 days, and of each webhook the newest 1,000.',
  })
  @ApiOkResponse({ standardSchema: webhookDeliveriesPageSchema })
  @ApiProblems(404, 422, 429)
  listDeliveries(
    @Param('id', knownId('webhook')) id: string,
    @Query({ schema: webhookDeliveriesQuerySchema })
    query: z.output<typeof webhookDeliveriesQuerySchema>,
  ): Promise<WebhookDeliveriesPage> {
    return this.webhooks.listDeliveries(id, query);
  }

  @Post('deliveries/:id/retry')
  @HttpCode(202)
  @ApiOperation({
    operationId: 'retryWebhookDelivery',
    summary: 'Send a delivery again',
    description:
      'Whatever became of it, with the same `webhook-id`, also while the webhook is off.',
  })
  @ApiAcceptedResponse({ standardSchema: webhookDeliverySchema })
  @ApiProblems(404, 429)
  sendAgain(@Param('id', knownId('delivery')) id: string): Promise<WebhookDelivery> {
    return this.webhooks.sendAgain(id);
  }
}
