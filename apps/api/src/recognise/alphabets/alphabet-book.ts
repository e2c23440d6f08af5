import { Injectable, type OnModuleInit } from '@nestjs/common';
import { RecentMap } from '@inkling/recognizer';
import { ALPHABETS_CHANNEL } from '../../database/channels.js';
import { DatabaseNews } from '../../database/database-news.js';
import { notFound } from '../../common/problem-error.js';
import { AlphabetsRepository, type StoredAlphabet } from './alphabets.repository.js';

const MOST_KEPT = 1000;

/** Alphabets as every prediction needs them: read once, and anew when somebody changed one, on any replica. */
@Injectable()
export class AlphabetBook implements OnModuleInit {
  private kept = new RecentMap<string, Promise<StoredAlphabet | null>>(MOST_KEPT);
  private shared: Promise<ReadonlySet<string>> | undefined;

  constructor(
    private readonly alphabets: AlphabetsRepository,
    private readonly news: DatabaseNews,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.news.subscribe(ALPHABETS_CHANNEL, {
      heard: () => this.forget(),
      mayHaveMissed: () => this.forget(),
    });
  }

  /** After a change of this process, whose news may come later than the next request. */
  forget(): void {
    this.kept = new RecentMap(MOST_KEPT);
    this.shared = undefined;
  }

  /** @throws ProblemError `not_found` for what is neither shared nor this writer's */
  async get(id: string, writerId: string | null): Promise<StoredAlphabet> {
    const { kept } = this;
    let reading = kept.get(id);
    if (!reading) {
      reading = this.alphabets.get(id);
      kept.set(id, reading);
    }
    const alphabet = await reading.catch((error: unknown) => {
      this.forget();
      throw error;
    });
    const isTheirs = alphabet && (alphabet.ownerId === null || alphabet.ownerId === writerId);
    if (!isTheirs) throw notFound('alphabet');
    return alphabet;
  }

  /** Labels of all shared alphabets. */
  sharedLabels(): Promise<ReadonlySet<string>> {
    this.shared ??= this.alphabets
      .sharedLabels()
      .then((labels) => new Set(labels))
      .catch((error: unknown) => {
        this.shared = undefined;
        throw error;
      });
    return this.shared;
  }
}
