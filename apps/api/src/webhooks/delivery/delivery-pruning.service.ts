import { Injectable } from '@nestjs/common';
import { Daily } from '../../common/daily.js';
import { DeliveryListRepository } from './delivery-list.repository.js';

/** Not while everything starts. */
const FIRST_AFTER_MS = 60_000;

const KEPT_DAYS = 30;

/** Of each webhook. */
const MOST_KEPT = 1000;

/** Removes deliveries that are over and that nobody looks at any more, daily. */
@Injectable()
export class DeliveryPruning extends Daily {
  constructor(private readonly list: DeliveryListRepository) {
    super('old deliveries of webhooks could not be removed', FIRST_AFTER_MS);
  }

  async run(): Promise<void> {
    const removed = await this.list.prune({ days: KEPT_DAYS, most: MOST_KEPT });
    if (removed > 0) this.logger.log(`removed ${removed} old deliveries of webhooks`);
  }
}
