import { Injectable, type OnModuleInit } from '@nestjs/common';
import { RecentMap } from '@inkling/recognizer';
import { Changes } from '../../database/changes.js';
import { DatabaseNews } from '../../database/database-news.js';
import type { Writer } from '../../http/access/writer.js';
import { ACCESS_CHANNEL } from './access-news.repository.js';

/** Other replicas tell of what changes there; this is for when their news do not arrive. */
const RECENT_MS = 5000;
const MOST = 1000;
/** A browser sends the cookies of other servers on the same host, too; more is not worth its memory. */
const LONGEST_CREDENTIAL = 2000;

interface Known {
  readonly writer: Writer;
  readonly moment: number;
  readonly until: number;
}

/**
 * Who came with which cookie or key a moment ago, so that a hand that draws stroke by stroke, or a program
 * that sends many drawings, is looked up once. Good as long as nothing changed here. Only for drawings:
 * whatever else somebody asks for is judged by the rows.
 */
@Injectable()
export class RecentWriters implements OnModuleInit {
  private readonly known = new RecentMap<string, Known>(MOST);

  constructor(
    private readonly news: DatabaseNews,
    private readonly changes: Changes,
  ) {}

  async onModuleInit(): Promise<void> {
    const note = (): void => this.changes.note();
    await this.news.subscribe(ACCESS_CHANNEL, { heard: note, mayHaveMissed: note });
  }

  get(credential: string): Writer | undefined {
    const known = this.known.get(credential);
    if (!known || !this.changes.isSame(known.moment) || Date.now() >= known.until) return undefined;
    return known.writer;
  }

  /** @param moment from before the look-up: what changed during it may not be in it */
  set(credential: string, writer: Writer, moment: number): void {
    if (credential.length > LONGEST_CREDENTIAL || !this.changes.isSame(moment)) return;
    this.known.set(credential, { writer, moment, until: Date.now() + RECENT_MS });
  }
}
