import { Inject, Injectable } from '@nestjs/common';
import {
  importShipped,
  Prisma,
  PrismaClient,
  type ImportOutcome,
  type ShippedModel,
} from '@inkling/store';
import { gateReportSchema } from '@inkling/contract';
import type { AnyCard, TrainedNetwork } from '@inkling/recognizer';
import { knownCard } from '@inkling/recognizer/card';
import { PRISMA } from '../../database/database.module.js';
import type { ModelRecord, RecordOf } from './model-version.js';

export type { ShippedModel };

const withHistory = {
  file: { select: { size: true, prunedAt: true } },
  bornOf: { select: { id: true } },
  service: { orderBy: { startedAt: 'desc' } },
} satisfies Prisma.ModelVersionInclude;

type Row = Prisma.ModelVersionGetPayload<{ include: typeof withHistory }>;

/** Cards never change, and checking the tables of one holds up requests for milliseconds. */
const MOST_CARDS = 50;
const cards = new Map<string, AnyCard>();

function cardOf({ id, network, card }: Pick<Row, 'id' | 'network' | 'card'>): AnyCard {
  const known = cards.get(id);
  if (known) return known;
  const parsed = knownCard(network as TrainedNetwork, card);
  if (cards.size >= MOST_CARDS) cards.delete(cards.keys().next().value!);
  cards.set(id, parsed);
  return parsed;
}

/** The network in the row decides the kind of its card. */
const toRecord = (row: Row): ModelRecord =>
  ({
    id: row.id,
    network: row.network,
    version: row.version,
    status: row.status,
    origin: row.origin,
    parentId: row.parentId,
    sha256: row.sha256,
    bytes: row.file.size,
    pruned: row.file.prunedAt !== null,
    trainingJobId: row.bornOf?.id ?? null,
    fingerprint: row.fingerprint,
    gate: row.gate === null ? null : gateReportSchema.parse(row.gate),
    card: cardOf(row),
    createdAt: row.createdAt,
    service: row.service.map((period) => ({
      from: period.startedAt,
      to: period.endedAt,
      by: period.startedBy,
      reason: period.reason,
    })),
  }) as ModelRecord;

export interface VersionFilter {
  readonly network: TrainedNetwork | undefined;
  /** The last id of the page before: ids grow with time. */
  readonly before: string | undefined;
  readonly championsOnly: boolean;
}

const HAS_BYTES = { prunedAt: null } as const;

@Injectable()
export class RegistryRepository {
  constructor(@Inject(PRISMA) private readonly prisma: PrismaClient) {}

  async getChampion<N extends TrainedNetwork>(network: N): Promise<RecordOf<N> | undefined> {
    const row = await this.prisma.modelVersion.findFirst({
      where: { network, status: 'champion' },
      include: withHistory,
    });
    return row ? (toRecord(row) as RecordOf<N>) : undefined;
  }

  async get(id: string): Promise<ModelRecord | undefined> {
    const row = await this.prisma.modelVersion.findUnique({
      where: { id },
      include: withHistory,
    });
    return row ? toRecord(row) : undefined;
  }

  /** Which version is champion, by network. */
  async championIds(): Promise<Map<TrainedNetwork, string>> {
    const rows = await this.prisma.modelVersion.findMany({
      where: { status: 'champion' },
      select: { network: true, id: true },
    });
    return new Map(rows.map(({ network, id }) => [network as TrainedNetwork, id]));
  }

  /** Versions that were in service before the champion and have a file, the last one first. */
  async listEarlierChampions<N extends TrainedNetwork>(network: N): Promise<RecordOf<N>[]> {
    const rows = await this.prisma.modelVersion.findMany({
      where: { network, status: { not: 'champion' }, service: { some: {} }, file: HAS_BYTES },
      include: withHistory,
    });
    return rows
      .map((row) => toRecord(row) as RecordOf<N>)
      .sort((a, b) => b.service[0]!.from.getTime() - a.service[0]!.from.getTime());
  }

  /** Newest first. */
  async list(
    { network, before, championsOnly }: VersionFilter,
    limit: number,
  ): Promise<ModelRecord[]> {
    const rows = await this.prisma.modelVersion.findMany({
      where: {
        ...(championsOnly && { status: 'champion' }),
        ...(network && { network }),
        ...(before && { id: { lt: before } }),
      },
      include: withHistory,
      orderBy: { id: 'desc' },
      take: limit,
    });
    return rows.map(toRecord);
  }

  async getBytes(sha256: string): Promise<Uint8Array | undefined> {
    const file = await this.prisma.modelFile.findUnique({ where: { sha256 } });
    return file?.bytes ?? undefined;
  }

  async knows(network: TrainedNetwork, sha256: string): Promise<boolean> {
    return (await this.prisma.modelVersion.count({ where: { network, sha256 } })) > 0;
  }

  /** A newer Inkling may tell more of the same file: its card is the one that counts. */
  async renewShippedCard({ network, card, sha256 }: ShippedModel): Promise<boolean> {
    const json = JSON.stringify(card);
    const rows = await this.prisma.$queryRaw<{ id: string }[]>`
      UPDATE model_version SET card = ${json}::jsonb
      WHERE network = ${network} AND sha256 = ${sha256} AND origin = 'shipped'
        AND card IS DISTINCT FROM ${json}::jsonb
      RETURNING id`;
    for (const { id } of rows) cards.delete(id);
    return rows.length > 0;
  }

  importShipped(model: ShippedModel): Promise<ImportOutcome> {
    return importShipped(this.prisma, model);
  }
}
