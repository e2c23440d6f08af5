import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import { DatabaseNews } from '../../database/database-news.js';
import { EventStream } from './event-stream.js';
import { EventsRepository, TRAINING_CHANNEL } from './events.repository.js';
import { JobFeed } from './job-feed.js';
import { WaitingNotes } from './waiting-notes.js';

/** News may be lost: every feed looks by itself so often. */
const LOOK_AFTER_MS = 2000;

/** Proxies end connections that are silent for long, many of them after 60 s. */
const HEARTBEAT_AFTER_MS = 15_000;

/** Streams of jobs' events, for as many clients as there are, on one listening connection. */
@Injectable()
export class TrainingEvents implements BeforeApplicationShutdown {
  private readonly logger = new Logger(TrainingEvents.name);
  private readonly feeds = new Map<string, JobFeed>();
  private timers: NodeJS.Timeout[] = [];
  private listening: Promise<void> | undefined;
  private isStopping = false;

  constructor(
    private readonly events: EventsRepository,
    private readonly news: DatabaseNews,
    private readonly waiting: WaitingNotes,
  ) {}

  /** Numbers of jobs that are watched and of clients that watch. */
  get size(): { readonly jobs: number; readonly clients: number } {
    const sizes = [...this.feeds.values()].map(({ size }) => size);
    return { jobs: sizes.length, clients: sizes.reduce((sum, size) => sum + size, 0) };
  }

  /**
   * What happens in a job after the event `lastId`.
   *
   * @returns `undefined` when the job is over and the client has all of it
   */
  async open(jobId: string, lastId: bigint): Promise<EventStream | undefined> {
    if (lastId > 0n && (await this.isAllTold(jobId, lastId))) return undefined;
    await this.listen();
    const stream = new EventStream(lastId);
    if (this.isStopping) stream.end();
    else this.add(jobId, stream);
    return stream;
  }

  /** Open answers would keep the server from closing. */
  beforeApplicationShutdown(): void {
    this.isStopping = true;
    this.stopTimers();
    for (const feed of this.feeds.values()) feed.end();
  }

  private async isAllTold(jobId: string, lastId: bigint): Promise<boolean> {
    if (!(await this.events.hasEnded(jobId))) return false;
    return (await this.events.readAfter(jobId, lastId, 1)).length === 0;
  }

  private add(jobId: string, stream: EventStream): void {
    const feed = this.feeds.get(jobId) ?? new JobFeed(jobId, this.events);
    this.feeds.set(jobId, feed);
    feed.add(stream);
    // However the client or the job ends it.
    stream.body.once('close', () => {
      feed.delete(stream);
      if (feed.size === 0 && this.feeds.get(jobId) === feed) this.feeds.delete(jobId);
      if (this.feeds.size === 0) this.stopTimers();
    });
    this.startTimers();
    this.wake(feed);
  }

  private listen(): Promise<void> {
    this.listening ??= this.news.subscribe(TRAINING_CHANNEL, {
      heard: (jobId) => {
        const feed = this.feeds.get(jobId);
        if (feed) this.wake(feed);
      },
      mayHaveMissed: () => this.wakeAll(),
    });
    return this.listening;
  }

  private wakeAll(): void {
    for (const feed of this.feeds.values()) this.wake(feed);
  }

  private wake(feed: JobFeed): void {
    feed.wake().catch((error: unknown) => {
      this.logger.warn(`events could not be read, and will be: ${nameOf(error)}`);
    });
  }

  private noteWaiting(): void {
    this.waiting.update([...this.feeds.keys()]).catch((error: unknown) => {
      this.logger.warn(`it could not be told what jobs wait for, and will be: ${nameOf(error)}`);
    });
  }

  private startTimers(): void {
    if (this.timers.length > 0) return;
    this.timers = [
      setInterval(() => {
        this.wakeAll();
        this.noteWaiting();
      }, LOOK_AFTER_MS),
      setInterval(() => {
        for (const feed of this.feeds.values()) feed.keepAlive();
      }, HEARTBEAT_AFTER_MS),
    ];
    for (const timer of this.timers) timer.unref();
  }

  private stopTimers(): void {
    for (const timer of this.timers) clearInterval(timer);
    this.timers = [];
  }
}

/** Messages of the database quote what was asked. */
const nameOf = (error: unknown): string => (error instanceof Error ? error.name : typeof error);
