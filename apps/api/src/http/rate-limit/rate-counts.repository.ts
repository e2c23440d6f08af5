import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { PrismaClient } from '@inkling/store';
import { PRISMA } from '../../database/database.module.js';

/** How often something happened in a window of time, all replicas together. */
export interface SharedCount {
  readonly key: string;
  readonly count: number;
  /** What is left of the window. */
  readonly leftMs: number;
}

/** What is counted is stored as a hash, so that the table holds no addresses of people. */
@Injectable()
export class RateCountsRepository {
  constructor(@Inject(PRISMA) private readonly prisma: PrismaClient) {}

  /**
   * Adds to the counts of several keys, in one statement. A key's window begins with its first addition
   * and is measured by the database's clock, which all replicas share.
   *
   * @returns the counts with the additions of all replicas, in no order
   */
  async add(
    additions: ReadonlyMap<string, number>,
    windowMs: number,
  ): Promise<readonly SharedCount[]> {
    const keyOf = new Map([...additions.keys()].map((key) => [hashed(key), key]));
    // In one order everywhere, so that two replicas never wait for one another.
    const stored = [...keyOf.keys()].sort();
    const counts = stored.map((hash) => additions.get(keyOf.get(hash)!)!);
    const shared = await this.prisma.$queryRaw<SharedCount[]>`
      INSERT INTO rate_count AS old (key, count, ends_at)
      SELECT key, count, clock_timestamp() + make_interval(secs => ${windowMs / 1000})
      FROM unnest(${stored}::text[], ${counts}::int[]) AS new (key, count)
      ORDER BY key
      ON CONFLICT (key) DO UPDATE SET
        count = CASE WHEN old.ends_at > clock_timestamp() THEN old.count ELSE 0 END + excluded.count,
        ends_at = CASE WHEN old.ends_at > clock_timestamp() THEN old.ends_at ELSE excluded.ends_at END
      RETURNING key, count,
        greatest(0, extract(epoch FROM ends_at - clock_timestamp()) * 1000)::float AS "leftMs"`;
    return shared.map((count) => ({ ...count, key: keyOf.get(count.key)! }));
  }

  async forget(key: string): Promise<void> {
    await this.prisma.rateCount.deleteMany({ where: { key: hashed(key) } });
  }

  /** Removes what is over, for keys that nobody asks about again. */
  async sweep(): Promise<void> {
    await this.prisma.$executeRaw`DELETE FROM rate_count WHERE ends_at < now()`;
  }
}

const hashed = (key: string): string => createHash('sha256').update(key).digest('base64url');
