import { Inject, Injectable } from '@nestjs/common';
import { Prisma, PrismaClient } from '@inkling/store';
import { UNKNOWN_ZONE, type Bucket } from '@inkling/contract';
import { PRISMA } from '../../database/database.module.js';
import { INVALID_PARAMETER, sqlStateOf } from '../../database/sql-state.js';
import { ANSWERED_HERE, notRolledUp } from './figure-rows.repository.js';
import { firstLine } from './lines/line-rows.repository.js';
import { validationProblem } from '../../common/validation.js';
import { countSteps, fittingBucket, MOST_STEPS, type Span } from './period.js';

/** As people ask: whole days of a time zone, the last one included. */
export interface Days {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly zone: string;
  readonly bucket?: Bucket | undefined;
  readonly writer?: string | undefined;
}

/** What a period without a first day begins with. */
export type Counted = 'drawings' | 'lines';

@Injectable()
export class PeriodRepository {
  constructor(@Inject(PRISMA) private readonly prisma: PrismaClient) {}

  /**
   * The moments that days begin and end at. Without a first day it is that of the first drawing or line,
   * without a last one it is today.
   */
  async resolve(
    { from, to, zone, bucket, writer }: Days,
    counted: Counted = 'drawings',
  ): Promise<Span> {
    const rolledUntil = await this.rolledUntil();
    const firstOne =
      counted === 'lines' ? firstLine({ writer }) : firstDrawing(rolledUntil, writer);
    const first =
      from === undefined
        ? Prisma.sql`coalesce((${firstOne}), now())`
        : Prisma.sql`${from}::date::timestamp AT TIME ZONE ${zone}`;
    const last =
      to === undefined
        ? Prisma.sql`now()`
        : Prisma.sql`${to}::date::timestamp AT TIME ZONE ${zone}`;
    const [span] = await this.prisma.$queryRaw<{ from: Date; to: Date }[]>`
      SELECT date_trunc('day', ${first}, ${zone}) AS "from",
        (date_trunc('day', (${last}) AT TIME ZONE ${zone}) + interval '1 day') AT TIME ZONE ${zone} AS "to"`.catch(
      refuseUnknownZone,
    );
    const ends = {
      ...span!,
      rolledUntil,
      zone,
      bucket: bucket ?? fittingBucket(span!.from, span!.to),
    };
    return { ...ends, steps: await this.stepsOf(ends) };
  }

  /** Up to when predictions are in the counts. */
  async rolledUntil(): Promise<Date> {
    const [row] = await this.prisma.$queryRaw<{ at: Date }[]>`
      SELECT greatest(rolled_until, timestamptz 'epoch') AS at FROM prediction_rollup`;
    return row!.at;
  }

  /** By the clocks of the zone, whose days may have 23 or 25 hours; hours are hours. */
  private async stepsOf({ from, to, zone, bucket }: Omit<Span, 'steps'>): Promise<Date[]> {
    if (countSteps(from, to, bucket) > MOST_STEPS) {
      const message = `These are more than ${MOST_STEPS} steps: take wider ones, or fewer days.`;
      throw validationProblem([{ message, path: ['bucket'] }]);
    }
    const steps =
      bucket === 'hour'
        ? Prisma.sql`generate_series(${from}::timestamptz, ${to}::timestamptz - interval '1 millisecond', interval '1 hour') AS step`
        : Prisma.sql`generate_series(
            date_trunc(${bucket}, ${from}::timestamptz AT TIME ZONE ${zone}),
            (${to}::timestamptz - interval '1 millisecond') AT TIME ZONE ${zone},
            ${`1 ${bucket}`}::interval) AS local, LATERAL (SELECT local AT TIME ZONE ${zone} AS step) AS at`;
    const rows = await this.prisma.$queryRaw<{ step: Date }[]>`
      SELECT DISTINCT step FROM ${steps} ORDER BY step`;
    return rows.map(({ step }) => step);
  }
}

/** JavaScript knows some names that this database does not, such as `AET`, or a zone newer than its tables. */
function refuseUnknownZone(error: unknown): never {
  if (sqlStateOf(error) !== INVALID_PARAMETER) throw error;
  throw validationProblem([{ message: UNKNOWN_ZONE, path: ['zone'] }]);
}

const firstDrawing = (rolledUntil: Date, writer: string | undefined): Prisma.Sql => {
  const own = writer === undefined ? Prisma.empty : Prisma.sql`AND writer_id = ${writer}::uuid`;
  return Prisma.sql`
    SELECT least(
      (SELECT min(slot) FROM prediction_count WHERE true ${own}),
      (SELECT min(created_at) FROM prediction WHERE ${notRolledUp(rolledUntil)} ${own}),
      (SELECT min(created_at) FROM prediction WHERE corrected AND ${ANSWERED_HERE} ${own}))`;
};
