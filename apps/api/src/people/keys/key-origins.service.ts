import { Injectable, type OnModuleInit } from '@nestjs/common';
import { RecentMap } from '@inkling/recognizer';
import { DatabaseNews } from '../../database/database-news.js';
import { ACCESS_CHANNEL } from '../auth/access-news.repository.js';
import { KeysRepository } from './keys.repository.js';

/** Keys expire without news of it. */
const RECENT_MS = 30_000;
const MOST = 1000;

interface Known {
  readonly isNamed: boolean;
  readonly until: number;
  /** How often was forgotten before it was looked up. */
  readonly age: number;
}

/**
 * Which origins keys name that work. A browser asks for a page whether it may send a key before it sends any, so all that
 * can be said then is whether some key would do.
 */
@Injectable()
export class KeyOrigins implements OnModuleInit {
  private readonly known = new RecentMap<string, Known>(MOST);
  private age = 0;

  constructor(
    private readonly keys: KeysRepository,
    private readonly news: DatabaseNews,
  ) {}

  async onModuleInit(): Promise<void> {
    const forget = (): void => this.forget();
    await this.news.subscribe(ACCESS_CHANNEL, { heard: forget, mayHaveMissed: forget });
  }

  /** Keys have changed: each origin is looked up again. */
  forget(): void {
    this.age++;
  }

  /**
   * While the database is away it is as it was.
   *
   * @param mayLookUp asked where it is not known; if not, it is as it was, too
   */
  async isNamed(origin: string, mayLookUp: () => boolean = () => true): Promise<boolean> {
    const known = this.known.get(origin);
    const { age } = this;
    if (known && known.age === age && Date.now() < known.until) return known.isNamed;
    if (!mayLookUp()) return known?.isNamed ?? false;
    try {
      const isNamed = await this.keys.isOriginNamed(origin);
      this.known.set(origin, { isNamed, age, until: Date.now() + RECENT_MS });
      return isNamed;
    } catch {
      return known?.isNamed ?? false;
    }
  }
}
