import { Inject, Injectable } from '@nestjs/common';
import {
  copyOut,
  Prisma,
  PrismaClient,
  SERVES_SOMEBODY,
  servesSomebody,
  type RowReader,
} from '@inkling/store';
import {
  bytesOfVector,
  CHARACTER_LABELS,
  otherNetworksOf,
  vectorOfBytes,
  type KeptSample,
  type Network,
} from '@inkling/recognizer';
import type { Pool } from 'pg';
import { POOL, PRISMA } from '../../database/database.module.js';

/** A sample as stored, with its embedding by one version where there is one. */
export type StoredSample = Omit<KeptSample, 'embedding'> & {
  readonly embedding: Float32Array | undefined;
};

/** What is made of a page holds up requests: so many take a few ms. */
const PAGE = 250;

/** A network's own samples, and those of symbols that other networks' predictions were corrected to. */
const rememberedBy = (network: Network): Prisma.SampleWhereInput => ({
  OR: [
    { network },
    {
      network: { in: otherNetworksOf(network) },
      OR: [
        { label: { notIn: [...CHARACTER_LABELS] } },
        { reviewerLabel: { notIn: [...CHARACTER_LABELS] } },
      ],
    },
  ],
});

/** As `StoredSample` has them. In the order of being made. */
const allOfMemory = (network: Network, modelVersionId: string): Prisma.Sql => {
  const noClass = Prisma.sql`ALL(${[...CHARACTER_LABELS]}::text[])`;
  return Prisma.sql`
    SELECT sample.id, sample.network, sample.revision, sample.writer_id, sample.label, sample.reviewer_label,
      sample.status::text, sample.insisted, sample.glyph,
      (extract(epoch FROM coalesce(c.updated_at, sample.created_at)) * 1000)::float8, e.vector
    FROM sample
    LEFT JOIN correction c ON c.sample_id = sample.id
    LEFT JOIN sample_embedding e
      ON e.sample_id = sample.id AND e.model_version_id = ${modelVersionId}::uuid
    WHERE (sample.network = ${network} OR sample.network = ANY(${otherNetworksOf(network)}::text[])
        AND (sample.label <> ${noClass} OR sample.reviewer_label <> ${noClass}))
      AND ${servesSomebody}
    ORDER BY sample.id`;
};

@Injectable()
export class MemoryRepository {
  constructor(
    @Inject(PRISMA) private readonly prisma: PrismaClient,
    @Inject(POOL) private readonly pool: Pool,
  ) {}

  /**
   * All samples of a network that serve somebody, page by page. Every start and every swap reads everything,
   * so it is one statement, and bytes stay bytes.
   */
  async *readAll(network: Network, modelVersionId: string): AsyncGenerator<StoredSample[]> {
    yield* copyOut(this.pool, allOfMemory(network, modelVersionId), PAGE, fromRow);
  }

  /** Those that a version has no embedding of, page by page; each is to be given one, or it comes again. */
  async *readWithout(network: Network, modelVersionId: string): AsyncGenerator<StoredSample[]> {
    let after: string | undefined;
    for (;;) {
      const rows = await this.prisma.sample.findMany({
        where: {
          AND: [rememberedBy(network), SERVES_SOMEBODY],
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

  /** Of some samples those that are to be in memory. */
  async read(sampleIds: readonly string[], modelVersionId: string): Promise<StoredSample[]> {
    const rows = await this.prisma.sample.findMany({
      where: { id: { in: [...sampleIds] }, remembered: true },
      select: columns(modelVersionId),
    });
    return rows.map(toStored);
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

/** Of `ALL_OF_MEMORY`, in its order. */
const fromRow = (row: RowReader): StoredSample => ({
  id: row.uuid()!,
  network: row.text() as Network,
  revision: row.int4()!,
  writerId: row.uuid(),
  label: row.text()!,
  reviewerLabel: row.text(),
  status: row.text() as StoredSample['status'],
  insisted: row.bool()!,
  glyph: row.bytea()!,
  saidAtMs: row.float8()!,
  embedding: vectorOrNone(row.bytea()),
});

const vectorOrNone = (bytes: Uint8Array | null | undefined): Float32Array | undefined =>
  bytes ? vectorOfBytes(bytes) : undefined;

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
  embedding: vectorOrNone(embeddings[0]?.vector),
});
