import { Inject, Injectable } from '@nestjs/common';
import type { OwnFileAlphabet } from '@inkling/contract';
import type { TrainedNetwork } from '@inkling/recognizer';
import { announceSamples, PrismaClient, type Prisma } from '@inkling/store';
import { newId } from '../../common/id.js';
import { ProblemError } from '../../common/problem-error.js';
import { announceAlphabets } from '../../database/channels.js';
import { PRISMA } from '../../database/database.module.js';
import { recordAudit } from '../../database/record-audit.js';
import { MOST_ALPHABETS } from '../../recognise/alphabets/alphabets.repository.js';
import { ReplicaId } from '../../recognise/memory/memory-channel.js';
import {
  correctDrawings,
  type NewCorrection,
  type NewSample,
} from './insert-corrections.repository.js';
import { insertDrawings, type DrawingToPlace } from './insert-drawings.repository.js';
import { insertLines, type LineToPlace, type PlacedLine } from './insert-lines.repository.js';
import { Places, type PlacedRow } from './place-rows.js';

/** Years of drawings take minutes. */
const PATIENT = { maxWait: 10_000, timeout: 30 * 60_000 };

export interface KnownVersion {
  readonly id: string;
  readonly network: TrainedNetwork;
  readonly sha256: string;
  readonly isChampion: boolean;
}

export type PlacedAlphabet =
  | { readonly state: 'added' | 'known'; readonly id: string }
  /** Its name has other labels here, or there are as many as there may be. */
  | { readonly state: 'left out' };

export interface AuditedImport {
  readonly drawings: number;
  readonly lines: number;
  readonly corrections: number;
  readonly alphabets: number;
}

/** Writes what a person brings, all or nothing. */
@Injectable()
export class OwnDataImportRepository {
  constructor(
    @Inject(PRISMA) private readonly prisma: PrismaClient,
    private readonly replica: ReplicaId,
  ) {}

  /**
   * One import of a person at a time; what happens in `work` is undone when it throws.
   *
   * @throws ProblemError `sign_in_first` when the person is gone
   */
  bringIn<T>(writerId: string, work: (inside: OwnDataTransaction) => Promise<T>): Promise<T> {
    return this.prisma.$transaction(async (tx) => {
      await tx.$queryRaw`
        SELECT 1 AS locked FROM pg_advisory_xact_lock(hashtextextended(${`own data ${writerId}`}, 0))`;
      // Their deletion, or the move of a guest's drawings to an account, waits until this is done.
      const known = await tx.$queryRaw<unknown[]>`
        SELECT 1 AS locked FROM "user" WHERE id = ${writerId}::uuid FOR KEY SHARE`;
      if (known.length === 0) {
        throw new ProblemError('sign_in_first', 'Your session ended meanwhile. Sign in again.');
      }
      return work(new OwnDataTransaction(tx, writerId, this.replica.value));
    }, PATIENT);
  }
}

/** What may be done while a person's data come in. */
export class OwnDataTransaction {
  private readonly places = { drawings: new Places(), lines: new Places() };

  constructor(
    private readonly tx: Prisma.TransactionClient,
    private readonly writerId: string,
    private readonly replica: string,
  ) {}

  async readVersions(): Promise<KnownVersion[]> {
    const rows = await this.tx.modelVersion.findMany({
      select: { id: true, network: true, sha256: true, status: true },
      orderBy: { version: 'asc' },
    });
    return rows.map(({ status, network, ...row }) => ({
      ...row,
      network: network as TrainedNetwork,
      isChampion: status === 'champion',
    }));
  }

  /** Unless there is one of this name; the one that is here is not removed until this is done. */
  async addAlphabet({
    name,
    labels,
    createdAt,
    updatedAt,
  }: Pick<
    OwnFileAlphabet,
    'name' | 'labels' | 'createdAt' | 'updatedAt'
  >): Promise<PlacedAlphabet> {
    const owned = { ownerId: this.writerId };
    const [same] = await this.tx.$queryRaw<{ id: string; labels: string[] }[]>`
      SELECT id::text, labels FROM alphabet
      WHERE owner_id = ${this.writerId}::uuid AND lower(name) = lower(${name}) FOR KEY SHARE`;
    if (same) {
      const isSame = same.labels.join('\n') === labels.join('\n');
      return isSame ? { state: 'known', id: same.id } : { state: 'left out' };
    }
    if ((await this.tx.alphabet.count({ where: owned })) >= MOST_ALPHABETS) {
      return { state: 'left out' };
    }
    const data = { id: newId(), ...owned, name, labels, createdAt, updatedAt };
    const { id } = await this.tx.alphabet.create({ data });
    await announceAlphabets(this.tx);
    return { state: 'added', id };
  }

  /** In their order. */
  addDrawings(drawings: readonly DrawingToPlace[]): Promise<PlacedRow[]> {
    return insertDrawings(this.tx, this.writerId, drawings, this.places.drawings);
  }

  /** In their order. */
  addLines(lines: readonly LineToPlace[]): Promise<PlacedLine[]> {
    return insertLines(this.tx, this.writerId, lines, this.places.lines);
  }

  /** Those of drawings that have none here; other replicas are told with the commit. */
  async correct(corrections: readonly NewCorrection[]): Promise<NewSample[]> {
    const samples = await correctDrawings(this.tx, this.writerId, corrections);
    await announceSamples(this.tx, samples, this.replica);
    return samples;
  }

  async audit(after: AuditedImport): Promise<void> {
    await recordAudit(this.tx, {
      byId: this.writerId,
      action: 'user.import-data',
      subject: { type: 'user', id: this.writerId },
      after: { ...after },
    });
  }
}
