import { Inject, Injectable } from '@nestjs/common';
import { Prisma, PrismaClient } from '@inkling/database';
import type { Bucket } from '@inkling/contract';
import { PRISMA } from '../database/database.module.js';
import { notRolledUp } from './figure-rows.repository.js';
import { fittingBucket, type Span } from './period.js';

/** As people ask: whole days of a time zone, the last one included. */
export interface Days {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly zone: string;
  readonly bucket?: Bucket | undefined;
  readonly writer?: string | undefined;
}

@Injectable()
export class PeriodRepository {
  constructor(@Inject(PRISMA) private readonly prisma: PrismaClient) {}

  /**
   * The moments that days begin and end at. Without a first day it is that of the first drawing, without
   * a last one it is today.
   */
  async resolve({ from, to, zone, bucket, writer }: Days): Promise<Span> {
    const first =
      from === undefined
        ? Prisma.sql`coalesce((${firstDrawing(writer)}), now())`
        : Prisma.sql`${from}::date::timestamp AT TIME ZONE ${zone}`;
    const last =
      to === undefined
        ? Prisma.sql`now()`
        : Prisma.sql`${to}::date::timestamp AT TIME ZONE ${zone}`;
    const [span] = await this.prisma.$queryRaw<{ from: Date; to: Date }[]>`
      SELECT date_trunc('day', ${first}, ${zone}) AS "from",
        (date_trunc('day', (${last}) AT TIME ZONE ${zone}) + interval '1 day') AT TIME ZONE ${zone} AS "to"`;
    return { ...span!, zone, bucket: bucket ?? fittingBucket(span!.from, span!.to) };
  }
}

const firstDrawing = (writer: string | undefined): Prisma.Sql => {
  const own = writer === undefined ? Prisma.empty : Prisma.sql`AND writer_id = ${writer}::uuid`;
  return Prisma.sql`
    SELECT least(
      (SELECT min(slot) FROM prediction_count WHERE true ${own}),
      (SELECT min(created_at) FROM prediction WHERE ${notRolledUp} ${own}),
      (SELECT min(created_at) FROM prediction WHERE corrected ${own}))`;
};
