import { Module } from '@nestjs/common';
import { AttemptsRepository } from './delivery/attempts.repository.js';
import { Deliverer } from './delivery/deliverer.service.js';
import { DeliveryListRepository } from './delivery/delivery-list.repository.js';
import { DeliveryPruning } from './delivery/delivery-pruning.service.js';
import { DeliveryDispatcher } from './delivery/dispatcher.service.js';
import { DueDeliveriesRepository } from './delivery/due-deliveries.repository.js';
import { WebhooksController } from './webhooks.controller.js';
import { WebhooksRepository } from './webhooks.repository.js';
import { WebhooksService } from './webhooks.service.js';

/** Addresses that are told of events: docs/webhooks.md. */
@Module({
  controllers: [WebhooksController],
  providers: [
    AttemptsRepository,
    Deliverer,
    DeliveryDispatcher,
    DeliveryListRepository,
    DeliveryPruning,
    DueDeliveriesRepository,
    WebhooksRepository,
    WebhooksService,
  ],
})
export class WebhooksModule {}
