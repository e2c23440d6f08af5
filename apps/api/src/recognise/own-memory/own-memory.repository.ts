import { Inject, Injectable } from '@nestjs/common';
import { CHARACTER_LABELS, otherNetworksOf, type Network } from '@inkling/recognizer';
import { Prisma, PrismaClient, servesItsWriter } from '@inkling/store';
import { PRISMA } from '../../database/database.module.js';

/** A sample that serves its writer's own answers. */
export interface OwnMemoryRecord {
  readonly id: string;
  readonly predictionId: string | null;
  /** Of which it is one character. */
  readonly lineId: string | null;
  readonly network: Network;
  readonly label: string;
  readonly glyph: Uint8Array;
  readonly revision: number;
  readonly saidAt: Date;
}

/** What one writer's own memory of a network is made of, see `MemoryRepository`: rows of `sample` and `correction`. */
const ownMemory = (writerId: string, network: Network): Prisma.Sql => Prisma.sql`
  FROM sample LEFT JOIN correction ON correction.sample_id = sample.id
  WHERE sample.writer_id = ${writerId}::uuid AND sample.remembered AND ${servesItsWriter}
    AND (sample.network = ${network}
      OR (sample.network = ANY(${otherNetworksOf(network)}::text[])
        AND sample.label <> ALL(${[...CHARACTER_LABELS]}::text[])))`;

const SAID_AT = Prisma.sql`coalesce(correction.updated_at, sample.created_at)`;

/** What a writer taught, for a device of theirs. Never other people's. */
@Injectable()
export class OwnMemoryRepository {
  constructor(@Inject(PRISMA) private readonly prisma: PrismaClient) {}

  /** In the order of being made. @param after only those with a greater id */
  list(
    writerId: string,
    network: Network,
    after: string | undefined,
    limit: number,
  ): Promise<OwnMemoryRecord[]> {
    return this.prisma.$queryRaw`
      SELECT sample.id::text, correction.prediction_id::text AS "predictionId", sample.network, sample.label,
        sample.glyph, sample.revision, ${SAID_AT} AS "saidAt",
        (SELECT line_id::text FROM prediction WHERE prediction.id = correction.prediction_id) AS "lineId"
      ${ownMemory(writerId, network)}
        AND (${after ?? null}::uuid IS NULL OR sample.id > ${after ?? null}::uuid)
      ORDER BY sample.id
      LIMIT ${limit}`;
  }

  /** Another one as soon as any of it is another. */
  async version(writerId: string, network: Network): Promise<string> {
    const [row] = await this.prisma.$queryRaw<{ version: string }[]>`
      SELECT md5(coalesce(string_agg(sample.id::text || sample.revision || ${SAID_AT}, ',' ORDER BY sample.id), ''))
        AS version
      ${ownMemory(writerId, network)}`;
    return row!.version;
  }
}
