import { Inject, Injectable } from '@nestjs/common';
import { Prisma, PrismaClient } from '@inkling/store';
import type { Network, TrainedNetwork } from '@inkling/recognizer';
import { PRISMA } from '../../database/database.module.js';
import type { ConfusionCount } from './figures/confusions.js';
import type { LatencyCount } from './figures/latency.js';
import type { BinCount } from './figures/reliability.js';
import {
  counts,
  latencies,
  said,
  stepOf,
  withStart,
  type Scope,
} from './figure-rows.repository.js';
import type { Span } from './period.js';

export interface ActivityCount {
  readonly start: Date;
  readonly network: Network;
  readonly version: number;
  readonly predictions: number;
  readonly byMemory: number;
  readonly said: number;
  readonly corrected: number;
  readonly rejected: number;
  /** Of the answers by memory that somebody spoke of. */
  readonly memorySaid: number;
  readonly memoryStood: number;
}

export interface SwapRecord<N extends TrainedNetwork> {
  readonly at: Date;
  readonly network: N;
  readonly version: number;
  readonly by: string;
  readonly reason: string;
}

export interface ConfusionWithExamples extends ConfusionCount {
  /** Ids of predictions, newest first; null where the answers were right. */
  readonly examples: readonly string[] | null;
}

type Stepped<Row> = Omit<Row, 'start'> & { readonly step: number };

const SLOT = Prisma.sql`slot`;
const CREATED = Prisma.sql`created_at`;

/** Figures as Postgres adds them up. Numbers are counts, or shares from 0 to 1. */
@Injectable()
export class AnalyticsRepository {
  constructor(@Inject(PRISMA) private readonly prisma: PrismaClient) {}

  /** By step, network and version, oldest first. */
  async activity(scope: Scope): Promise<ActivityCount[]> {
    const rows = await this.prisma.$queryRaw<Stepped<ActivityCount>[]>`
      WITH counted AS (
        SELECT ${stepOf(SLOT, scope)} AS step, model_version_id,
          sum(predictions) AS predictions, sum(by_memory) AS by_memory
        FROM (${counts(scope)}) AS counts GROUP BY 1, 2
      ), spoken AS (
        SELECT ${stepOf(CREATED, scope)} AS step, model_version_id,
          count(*) FILTER (WHERE NOT rejected) AS said,
          count(*) FILTER (WHERE NOT rejected AND answered <> truth) AS corrected,
          count(*) FILTER (WHERE rejected) AS rejected,
          count(*) FILTER (WHERE NOT rejected AND decided_by = 'memory') AS memory_said,
          count(*) FILTER (WHERE NOT rejected AND decided_by = 'memory' AND answered = truth)
            AS memory_stood
        FROM (${said(scope)}) AS said GROUP BY 1, 2
      )
      SELECT step, network, version, coalesce(predictions, 0)::float8 AS predictions,
        coalesce(by_memory, 0)::float8 AS "byMemory", coalesce(said, 0)::float8 AS said,
        coalesce(corrected, 0)::float8 AS corrected, coalesce(rejected, 0)::float8 AS rejected,
        coalesce(memory_said, 0)::float8 AS "memorySaid",
        coalesce(memory_stood, 0)::float8 AS "memoryStood"
      FROM counted FULL JOIN spoken USING (step, model_version_id)
      JOIN model_version ON model_version.id = model_version_id
      ORDER BY step, network, version`;
    return withStart(rows, scope);
  }

  /** Periods of service that began in the time, oldest first. */
  swaps<N extends TrainedNetwork>(
    { from, to }: Span,
    networks: readonly N[],
  ): Promise<SwapRecord<N>[]> {
    return this.prisma.$queryRaw`
      SELECT started_at AS at, network, version, started_by AS by, reason
      FROM service_period JOIN model_version ON model_version.id = model_version_id
      WHERE started_at >= ${from} AND started_at < ${to}
        AND network = ANY(${[...networks]})
      ORDER BY started_at`;
  }

  /** How often which label was answered where which was the truth; right answers too. */
  confusions(scope: Scope): Promise<ConfusionCount[]> {
    return this.confused<ConfusionCount>(scope, Prisma.empty);
  }

  /** The same, with the ids of the newest wrong ones of each pair. */
  confusionsWithExamples(scope: Scope, ofEach: number): Promise<ConfusionWithExamples[]> {
    return this.confused(
      scope,
      Prisma.sql`, (array_agg(said.id::text ORDER BY said.id DESC) FILTER (WHERE answered <> truth))
        [1:${ofEach}::int] AS examples`,
    );
  }

  private confused<Row>(scope: Scope, more: Prisma.Sql): Promise<Row[]> {
    return this.prisma.$queryRaw`
      SELECT * FROM (
        SELECT model_version.network, answered, truth, count(*)::float8 AS count ${more}
        FROM (${said(scope)}) AS said
        JOIN model_version ON model_version.id = model_version_id
        WHERE NOT rejected GROUP BY 1, 2, 3
      ) AS counted
      ORDER BY counted.count DESC, network, truth, answered`;
  }

  /** Pictures of predictions, by id. */
  async glyphs(predictionIds: readonly string[]): Promise<ReadonlyMap<string, Uint8Array>> {
    const rows = await this.prisma.prediction.findMany({
      where: { id: { in: [...predictionIds] } },
      select: { id: true, glyph: true },
    });
    return new Map(rows.map(({ id, glyph }) => [id, glyph]));
  }

  /** Ten bins of probability, those with nothing in them left out. */
  reliability(scope: Scope): Promise<BinCount[]> {
    return this.prisma.$queryRaw`
      SELECT least(9, floor(probability * 10))::int AS bin, count(*)::float8 AS count,
        (count(*) FILTER (WHERE answered = truth))::float8 AS right,
        avg(probability) AS confidence
      FROM (${said(scope)}) AS said WHERE NOT rejected GROUP BY 1 ORDER BY 1`;
  }

  /** By step, network and bin. */
  async latency(scope: Scope): Promise<LatencyCount[]> {
    const rows = await this.prisma.$queryRaw<Stepped<LatencyCount>[]>`
      SELECT step, network, bin, sum(predictions)::float8 AS predictions FROM (
        SELECT ${stepOf(SLOT, scope)} AS step, model_version_id, bin, sum(predictions) AS predictions
        FROM (${latencies(scope)}) AS latencies GROUP BY 1, 2, 3
      ) AS binned
      JOIN model_version ON model_version.id = model_version_id
      GROUP BY step, network, bin HAVING sum(predictions) > 0
      ORDER BY step, network, bin`;
    return withStart(rows, scope);
  }
}
