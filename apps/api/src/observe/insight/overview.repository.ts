import { Inject, Injectable } from '@nestjs/common';
import { Prisma, PrismaClient } from '@inkling/store';
import { TRAINER_GONE_AFTER_MS } from '@inkling/store/training';
import type { Now, WriterChoice } from '@inkling/contract';
import { LINES_NETWORK, TRAINED_NETWORKS, type TrainedNetwork } from '@inkling/recognizer';
import { PRISMA } from '../../database/database.module.js';
import { REPLICA_GONE_AFTER_S } from '../replicas/replicas.repository.js';
import { notRolledUp } from './figure-rows.repository.js';
import { firstLine } from './lines/line-rows.repository.js';
import { PeriodRepository } from './period.repository.js';

const MOST_WRITERS = 50;

/** The state of things, and who may be chosen. */
@Injectable()
export class OverviewRepository {
  constructor(
    @Inject(PRISMA) private readonly prisma: PrismaClient,
    private readonly periods: PeriodRepository,
  ) {}

  async now(): Promise<Now> {
    const [waiting, inService, alive] = await Promise.all([
      this.waiting(),
      this.inService(),
      this.alive(),
    ]);
    return { waiting, inService, ...alive };
  }

  /** Who drew most first. */
  async writers({
    search,
    id,
  }: {
    readonly search?: string | undefined;
    readonly id?: string | undefined;
  }): Promise<WriterChoice[]> {
    const rolledUntil = await this.periods.rolledUntil();
    return this.prisma.$queryRaw<WriterChoice[]>`
      SELECT "user".id::text, name, coalesce(is_anonymous, false) AS "isGuest",
        counted.predictions::float8 AS predictions
      FROM (
        SELECT writer_id, sum(predictions) AS predictions FROM (
          SELECT writer_id, predictions FROM prediction_count WHERE slot < ${rolledUntil}
          UNION ALL
          SELECT writer_id, 1 FROM prediction WHERE ${notRolledUp(rolledUntil)}
        ) AS counts
        WHERE writer_id IS NOT NULL ${id === undefined ? Prisma.empty : Prisma.sql`AND writer_id = ${id}::uuid`}
        GROUP BY writer_id
      ) AS counted
      JOIN "user" ON "user".id = counted.writer_id
      WHERE ${search ? Prisma.sql`strpos(lower(name), lower(${search})) > 0` : Prisma.sql`true`}
      ORDER BY counted.predictions DESC, "user".id LIMIT ${MOST_WRITERS}`;
  }

  private async waiting(): Promise<Now['waiting']> {
    const rows = await this.prisma.$queryRaw<Now['waiting']>`
      SELECT network, count(*)::float8 AS count FROM review_item
      WHERE status = 'pending'
      GROUP BY network
      UNION ALL
      SELECT ${LINES_NETWORK}, count(*)::float8 FROM line_correction WHERE status = 'pending'`;
    return TRAINED_NETWORKS.map((network) => ({
      network,
      count: rows.find((row) => row.network === network)?.count ?? 0,
    }));
  }

  private async inService(): Promise<Now['inService']> {
    const champions = await this.prisma.modelVersion.findMany({
      where: { status: 'champion', network: { in: [...TRAINED_NETWORKS] } },
      select: {
        network: true,
        version: true,
        service: { where: { endedAt: null }, orderBy: { startedAt: 'desc' }, take: 1 },
      },
    });
    const inService = champions.map(({ network, version, service: [period] }) => ({
      network: network as TrainedNetwork,
      version,
      since: period?.startedAt.toISOString() ?? null,
      by: period?.startedBy ?? null,
      reason: period?.reason ?? null,
    }));
    const placeOf = ({ network }: Now['inService'][number]) => TRAINED_NETWORKS.indexOf(network);
    return inService.sort((a, b) => placeOf(a) - placeOf(b));
  }

  private async alive(): Promise<Pick<Now, 'replicas' | 'trainers' | 'firstDay'>> {
    const rolledUntil = await this.periods.rolledUntil();
    const [row] = await this.prisma.$queryRaw<Pick<Now, 'replicas' | 'trainers' | 'firstDay'>[]>`
      SELECT
        (SELECT count(*)::float8 FROM replica
          WHERE seen_at > now() - make_interval(secs => ${REPLICA_GONE_AFTER_S})) AS replicas,
        (SELECT count(*)::float8 FROM trainer
          WHERE seen_at > now() - make_interval(secs => ${TRAINER_GONE_AFTER_MS / 1000})) AS trainers,
        to_char(least(
          (SELECT min(slot) FROM prediction_count),
          (SELECT min(created_at) FROM prediction WHERE ${notRolledUp(rolledUntil)}),
          (${firstLine({})})
        ) AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS "firstDay"`;
    return row!;
  }
}
