import { Inject, Injectable } from '@nestjs/common';
import { Prisma, PrismaClient } from '@inkling/store';
import { bytesOfVector, vectorOfBytes, type Network } from '@inkling/recognizer';
import type { Pool } from 'pg';
import { POOL, PRISMA } from '../../database/database.module.js';

/** A sample as stored, with its embedding by one version where there is one. */
export interface StoredSample {
  readonly id: string;
  readonly network: Network;
  readonly revision: number;
  readonly writerId: string | null;
  readonly label: string;
  readonly reviewerLabel: string | null;
  readonly status: 'pending' | 'approved' | 'rejected';
  readonly insisted: boolean;
  readonly glyph: Uint8Array;
  /** When the writer said so last; a review doesn't change it. */
  readonly saidAtMs: number;
  readonly embedding: Float32Array | undefined;
}

/** Decoding a page holds up requests: so many take some 10 ms. */
const PAGE = 250;

const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';

/** A rejected sample is in nobody's memory, unless its writer insists. */
const SERVES_SOMEBODY: Prisma.SampleWhereInput = {
  OR: [{ status: { not: 'rejected' } }, { insisted: true }],
};

const PAGE_OF_MEMORY = `
  SELECT s.id::text, s.network, s.revision, s.writer_id::text AS "writerId", s.label,
    s.reviewer_label AS "reviewerLabel", s.status::text, s.insisted,
    encode(s.glyph, 'base64') AS glyph, encode(e.vector, 'base64') AS vector,
    (extract(epoch FROM coalesce(c.updated_at, s.created_at)) * 1000)::float8 AS "saidAtMs"
  FROM sample s
  LEFT JOIN correction c ON c.sample_id = s.id
  LEFT JOIN sample_embedding e ON e.sample_id = s.id AND e.model_version_id = $1::uuid
  WHERE s.network = $2 AND (s.status <> 'rejected' OR s.insisted) AND s.id > $3::uuid
  ORDER BY s.id
  LIMIT $4::int`;

@Injectable()
export class MemoryRepository {
  constructor(
    @Inject(PRISMA) private readonly prisma: PrismaClient,
    @Inject(POOL) private readonly pool: Pool,
  ) {}

  /**
   * All samples of a network that serve somebody, page by page. By hand, because every start and every swap
   * reads everything: bytes as base64 take two thirds of what hexadecimal digits take, and Prisma's client
   * decodes several times as long.
   */
  async *readAll(network: Network, modelVersionId: string): AsyncGenerator<StoredSample[]> {
    let next = this.page(network, modelVersionId, BEFORE_ALL);
    for (;;) {
      const rows = await next;
      const isLast = rows.length < PAGE;
      // Postgres reads the next one while this one is worked off.
      if (!isLast) next = this.page(network, modelVersionId, rows.at(-1)!.id);
      // Whoever stops in between does not hear of its failure.
      next.catch(() => undefined);
      if (rows.length > 0) yield rows;
      if (isLast) return;
    }
  }

  private async page(
    network: Network,
    modelVersionId: string,
    after: string,
  ): Promise<StoredSample[]> {
    const { rows } = await this.pool.query<JoinedRow>({
      name: 'page of memory',
      text: PAGE_OF_MEMORY,
      values: [modelVersionId, network, after, PAGE],
    });
    return rows.map(fromJoined);
  }

  /** Those that a version has no embedding of, page by page; each is to be given one, or it comes again. */
  async *readWithout(network: Network, modelVersionId: string): AsyncGenerator<StoredSample[]> {
    let after: string | undefined;
    for (;;) {
      const rows = await this.prisma.sample.findMany({
        where: {
          network,
          ...SERVES_SOMEBODY,
          embeddings: { none: { modelVersionId } },
          ...(after && { id: { gt: after } }),
        },
        select: columns(modelVersionId),
        orderBy: { id: 'asc' },
        take: PAGE,
      });
      if (rows.length > 0) yield rows.map(toStored);
      if (rows.length < PAGE) return;
      after = rows.at(-1)!.id;
    }
  }

  /** The newest few, with what a version made of them. */
  async readNewest(
    network: Network,
    modelVersionId: string,
    count: number,
  ): Promise<StoredSample[]> {
    const rows = await this.prisma.sample.findMany({
      where: { network },
      select: columns(modelVersionId),
      orderBy: { id: 'desc' },
      take: count,
    });
    return rows.map(toStored);
  }

  async read(sampleId: string, modelVersionId: string): Promise<StoredSample | undefined> {
    const row = await this.prisma.sample.findUnique({
      where: { id: sampleId },
      select: columns(modelVersionId),
    });
    return row ? toStored(row) : undefined;
  }

  /** Samples that were taken back meanwhile are left out, and so are embeddings that are there. */
  async saveEmbeddings(
    modelVersionId: string,
    embeddings: readonly { readonly sampleId: string; readonly vector: Float32Array }[],
  ): Promise<void> {
    if (embeddings.length === 0) return;
    const ids = embeddings.map(({ sampleId }) => sampleId);
    const vectors = embeddings.map(({ vector }) => bytesOfVector(vector));
    await this.prisma.$executeRaw`
      INSERT INTO sample_embedding (sample_id, model_version_id, vector)
      SELECT new.id, ${modelVersionId}::uuid, new.vector
      FROM unnest(${ids}::uuid[], ${vectors}::bytea[]) AS new (id, vector)
      JOIN sample ON sample.id = new.id
      ON CONFLICT DO NOTHING`;
  }
}

type JoinedRow = Omit<StoredSample, 'glyph' | 'embedding'> & {
  readonly glyph: string;
  readonly vector: string | null;
};

const fromJoined = ({ glyph, vector, ...row }: JoinedRow): StoredSample => ({
  ...row,
  glyph: Buffer.from(glyph, 'base64'),
  embedding: vector === null ? undefined : vectorOfBytes(Buffer.from(vector, 'base64')),
});

const columns = (modelVersionId: string) =>
  ({
    id: true,
    network: true,
    revision: true,
    writerId: true,
    label: true,
    reviewerLabel: true,
    status: true,
    insisted: true,
    glyph: true,
    createdAt: true,
    correction: { select: { updatedAt: true } },
    embeddings: { where: { modelVersionId }, select: { vector: true } },
  }) satisfies Prisma.SampleSelect;

type Row = Prisma.SampleGetPayload<{ select: ReturnType<typeof columns> }>;

const toStored = ({ createdAt, correction, embeddings, ...row }: Row): StoredSample => ({
  ...row,
  network: row.network as Network,
  saidAtMs: (correction?.updatedAt ?? createdAt).getTime(),
  embedding: embeddings[0] && vectorOfBytes(embeddings[0].vector),
});
