import { Inject, Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import pg from 'pg';
import { CONFIG } from '../config/config.module.js';
import type { Config } from '../config/load-config.js';
import { requireUrl } from './require-url.js';

/** Who listens on a channel of NOTIFY. */
export interface NewsListener {
  /** A payload as it was sent; what it throws is logged. */
  heard(payload: string): void | Promise<void>;
  /** The connection was lost and is there again: news of the time between are lost. */
  mayHaveMissed?(): void | Promise<void>;
}

const RECONNECT_AFTER_MS = 1000;
const CONNECT_WITHIN_MS = 10_000;

/** One connection of this process for everything that it listens to. News are hints: the rows count. */
@Injectable()
export class DatabaseNews implements OnApplicationShutdown {
  private readonly logger = new Logger(DatabaseNews.name);
  private readonly listeners = new Map<string, Set<NewsListener>>();
  private client: pg.Client | undefined;
  private connecting: Promise<void> | undefined;
  private retry: NodeJS.Timeout | undefined;
  private stopping = false;

  constructor(@Inject(CONFIG) private readonly config: Config) {}

  /** Resolves when it listens; or, where the database does not answer, at once: it is tried again. */
  async subscribe(channel: string, listener: NewsListener): Promise<void> {
    const known = this.listeners.get(channel);
    this.listeners.set(channel, (known ?? new Set<NewsListener>()).add(listener));
    if (!this.connecting) this.connecting = this.connect();
    await this.connecting;
    if (!known) await this.listen(this.client, channel);
  }

  unsubscribe(channel: string, listener: NewsListener): void {
    this.listeners.get(channel)?.delete(listener);
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopping = true;
    clearTimeout(this.retry);
    await this.client?.end().catch(() => undefined);
  }

  private async connect(): Promise<void> {
    const client = new pg.Client({
      connectionString: requireUrl(this.config),
      keepAlive: true,
      connectionTimeoutMillis: CONNECT_WITHIN_MS,
    });
    client.on('notification', ({ channel, payload }) => this.tell(channel, payload ?? ''));
    client.on('error', () => undefined);
    client.on('end', () => this.reconnectLater());
    try {
      await client.connect();
      this.client = client;
      for (const channel of this.listeners.keys()) await this.listen(client, channel);
    } catch (error) {
      this.logger.warn(`can't listen for news of the database: ${String(error)}`);
      // Ends the socket of a half-open connection; 'end' then tries again.
      await client.end().catch(() => undefined);
      this.reconnectLater();
    }
  }

  /** Listening twice is harmless. A connection that breaks meanwhile listens to all when it is back. */
  private async listen(client: pg.Client | undefined, channel: string): Promise<void> {
    await client?.query(`LISTEN ${pg.escapeIdentifier(channel)}`).catch(() => undefined);
  }

  private reconnectLater(): void {
    this.client = undefined;
    if (this.stopping || this.retry) return;
    this.retry = setTimeout(() => {
      this.retry = undefined;
      this.connecting = this.connect().then(() => {
        if (this.client) this.tellOfGap();
      });
    }, RECONNECT_AFTER_MS);
    this.retry.unref();
  }

  private tell(channel: string, payload: string): void {
    for (const listener of this.listeners.get(channel) ?? []) {
      this.guard(channel, () => listener.heard(payload));
    }
  }

  private tellOfGap(): void {
    for (const [channel, listeners] of this.listeners) {
      for (const listener of listeners) this.guard(channel, () => listener.mayHaveMissed?.());
    }
  }

  private guard(channel: string, work: () => void | Promise<void>): void {
    void Promise.resolve()
      .then(work)
      .catch((error: unknown) =>
        this.logger.error(`news on ${channel} could not be worked off: ${String(error)}`),
      );
  }
}
