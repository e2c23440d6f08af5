import { Inject, Injectable, Logger } from '@nestjs/common';
import { Metrics } from '../../common/metrics.js';
import { CONFIG } from '../../config/config.module.js';
import type { Config } from '../../config/load-config.js';
import { AttemptsRepository, type Attempted, type Claimed } from './attempts.repository.js';
import type { Due } from './due-deliveries.repository.js';
import { post } from './post.js';
import { MOST_ATTEMPTS, retryDelayMs } from './retry-delay.js';
import { signedHeaders } from './signed-headers.js';
import { Turns } from './turns.js';

/** One address that does not answer must not hold up the others: it gets so many at a time. */
const MOST_AT_ONCE_WHILE_SLOW = 4;

/** An address is slow while its last attempt took so long, or failed. */
const SLOW_MS = 2000;

/** An address that is slow at present. */
interface SlowAddress {
  readonly turns: Turns;
  /** Of the last attempt. */
  readonly durationMs: number;
}

/** A delivery that is to be looked at again. */
export interface Later extends Due {
  readonly inMs: number;
}

/** Sends what is due to one webhook, and writes down what became of it. */
@Injectable()
export class Deliverer {
  private readonly logger = new Logger(Deliverer.name);
  private readonly underWay = new Map<string, number>();
  private readonly slow = new Map<string, SlowAddress>();

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly attempts: AttemptsRepository,
    private readonly metrics: Metrics,
  ) {}

  /** @returns when to look at it again; `undefined`: not any more, or others do */
  async deliver(deliveryId: string, webhookId: string): Promise<Later | undefined> {
    const others = this.underWay.get(webhookId) ?? 0;
    const slow = this.slow.get(webhookId);
    if (slow && others >= MOST_AT_ONCE_WHILE_SLOW) {
      const inMs = slow.turns.next(slow.durationMs, performance.now());
      return later(await this.attempts.putOff(deliveryId, inMs), inMs);
    }
    this.underWay.set(webhookId, others + 1);
    try {
      const claimed = await this.attempts.claim(deliveryId);
      return claimed && (await this.settle(claimed, await this.attempt(claimed)));
    } finally {
      this.leave(webhookId);
    }
  }

  private leave(webhookId: string): void {
    const left = this.underWay.get(webhookId)! - 1;
    if (left === 0) this.underWay.delete(webhookId);
    else this.underWay.set(webhookId, left);
  }

  private async attempt(claimed: Claimed): Promise<Attempted> {
    const { webhookId, eventId: id, body, url, secrets } = claimed;
    const startedAt = performance.now();
    const timestampS = Math.floor(Date.now() / 1000);
    const headers = signedHeaders({ id, timestampS, body }, secrets);
    const allowsPrivate = this.config.webhookPrivate;
    const answered = await post({ url, headers, body, allowsPrivate });
    const durationMs = Math.round(performance.now() - startedAt);
    this.noteSpeed(webhookId, durationMs, answered.error !== null);
    return { ...answered, durationMs };
  }

  private noteSpeed(webhookId: string, durationMs: number, hasFailed: boolean): void {
    if (!hasFailed && durationMs < SLOW_MS) {
      this.slow.delete(webhookId);
      return;
    }
    const turns = this.slow.get(webhookId)?.turns ?? new Turns(MOST_AT_ONCE_WHILE_SLOW);
    this.slow.set(webhookId, { turns, durationMs });
  }

  private async settle(claimed: Claimed, attempted: Attempted): Promise<Later | undefined> {
    if (attempted.error === null) {
      this.metrics.countDelivery('delivered');
      await this.attempts.noteDelivered(claimed, attempted);
      return undefined;
    }
    const next = await this.afterFailure(claimed, attempted);
    this.metrics.countDelivery(next ? 'retried' : 'failed');
    return next;
  }

  /** A ping is somebody's question: it is asked once, and says nothing about other deliveries. */
  private async afterFailure(claimed: Claimed, attempted: Attempted): Promise<Later | undefined> {
    const { deliveryId, webhookId, type, attempt } = claimed;
    if (type === 'ping') {
      await this.attempts.noteFailed(claimed, attempted);
      return undefined;
    }
    const because = await this.attempts.noteTrouble(claimed, attempted);
    if (because) {
      this.logger.warn(`webhook ${webhookId} was switched off: ${because}`);
      return undefined;
    }
    if (attempt >= MOST_ATTEMPTS) {
      await this.attempts.noteFailed(claimed, attempted);
      this.logger.warn(`delivery ${deliveryId} to webhook ${webhookId} failed ${attempt} times`);
      return undefined;
    }
    const inMs = retryDelayMs(attempt, this.config.webhookFirstRetryMs);
    return later(await this.attempts.retryLater(claimed, inMs, attempted), inMs);
  }
}

const later = (due: Due | undefined, inMs: number): Later | undefined => due && { ...due, inMs };
