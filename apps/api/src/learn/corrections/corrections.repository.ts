import { Inject, Injectable } from '@nestjs/common';
import {
  announceSamples,
  Prisma,
  PrismaClient,
  SERVES_ITS_WRITER,
  withdrawCorrections,
} from '@inkling/store';
import type { CorrectionRequest } from '@inkling/contract';
import { bytesOfVector, type Network, type Task } from '@inkling/recognizer';
import { newId } from '../../common/id.js';
import { PRISMA } from '../../database/database.module.js';
import { ReplicaId } from '../../recognise/memory/memory-channel.js';
import { isSentBefore } from '../newer-correction.js';
import { approveOfTrusted } from '../review/auto-review.repository.js';

export interface CorrectablePrediction {
  readonly id: string;
  readonly task: Task;
  readonly network: Network;
  /** What was answered. */
  readonly label: string;
  readonly glyph: Uint8Array;
}

export interface NewCorrection {
  readonly predictionId: string;
  readonly writerId: string;
  /** The class. */
  readonly label: string;
  readonly given: string;
  /** The one that its writer knew of, see `isSentBefore`. */
  readonly previous?: CorrectionRequest['previous'] | undefined;
  /** Approved as it comes, where its writer is trusted. */
  readonly autoReview: boolean;
  /** By the version in service; absent when none is loaded, and made when one is. */
  readonly embedding:
    { readonly modelVersionId: string; readonly vector: Float32Array } | undefined;
}

export interface SavedCorrection {
  readonly id: string;
  readonly sampleId: string;
  readonly label: string;
  readonly given: string;
  readonly status: 'pending' | 'approved' | 'rejected';
}

interface LockedPrediction {
  readonly task: string;
  readonly network: string;
  readonly glyph: Uint8Array;
  readonly ink: Prisma.JsonValue;
}

type Transaction = Prisma.TransactionClient;

@Injectable()
export class CorrectionsRepository {
  constructor(
    @Inject(PRISMA) private readonly prisma: PrismaClient,
    private readonly replica: ReplicaId,
  ) {}

  async getOwnPrediction(writerId: string, id: string): Promise<CorrectablePrediction | undefined> {
    const row = await this.prisma.prediction.findFirst({
      where: { id, writerId },
      select: { id: true, task: true, network: true, label: true, glyph: true },
    });
    return row ? { ...row, task: row.task as Task, network: row.network as Network } : undefined;
  }

  /**
   * Correction, sample, revision and embedding, all or none; a correction of the same prediction is
   * replaced. Other replicas are told with the commit.
   *
   * @returns `undefined` when the prediction is gone meanwhile
   * @throws ProblemError `newer_correction`
   */
  async save(correction: NewCorrection): Promise<SavedCorrection | undefined> {
    return this.prisma.$transaction(async (tx) => {
      const prediction = await lockPrediction(tx, correction);
      if (!prediction) return undefined;
      const earlier = await tx.correction.findUnique({
        where: { predictionId: correction.predictionId },
        include: { sample: true },
      });
      if (earlier && wasSentBefore(earlier, correction)) return savedAlready(earlier);
      const saved = earlier
        ? await replaceCorrection(tx, prediction, earlier, correction)
        : await createCorrection(tx, prediction, correction);
      const news = [{ id: saved.sampleId, network: prediction.network }];
      await announceSamples(tx, news, this.replica.value);
      return saved;
    });
  }

  /** Samples of a writer with this label that serve their answers. */
  countOwn(writerId: string, label: string): Promise<number> {
    return this.prisma.sample.count({ where: { writerId, label, ...SERVES_ITS_WRITER } });
  }

  /** Takes a correction back; its sample goes with it. @returns `undefined` when it is not theirs */
  async takeBack(
    writerId: string,
    id: string,
  ): Promise<{ readonly sampleId: string; readonly network: Network } | undefined> {
    return this.prisma.$transaction(async (tx) => {
      const known = await tx.correction.findFirst({ where: { id, writerId } });
      if (!known) return undefined;
      const { predictionId } = known;
      // One at a time: whoever waited here finds it gone.
      await tx.$queryRaw`SELECT id FROM prediction WHERE id = ${predictionId}::uuid FOR UPDATE`;
      if ((await tx.correction.count({ where: { id } })) === 0) return undefined;
      const [sample] = await withdrawCorrections(tx, {
        predictionIds: [predictionId],
        byId: writerId,
        from: this.replica.value,
      });
      return sample && { sampleId: sample.id, network: sample.network };
    });
  }
}

/** One correction of a prediction at a time, and none of a prediction that is being removed. */
async function lockPrediction(
  tx: Transaction,
  { predictionId, writerId }: { readonly predictionId: string; readonly writerId: string },
): Promise<LockedPrediction | undefined> {
  const rows = await tx.$queryRaw<LockedPrediction[]>`
    UPDATE prediction SET corrected = true
    WHERE id = ${predictionId}::uuid AND writer_id = ${writerId}::uuid
    RETURNING task, network, glyph, ink`;
  return rows[0];
}

/** The first correction of a prediction, with its sample and embedding; where its writer is trusted, approved. */
export async function createCorrection(
  tx: Transaction,
  prediction: LockedPrediction,
  correction: NewCorrection,
): Promise<SavedCorrection> {
  return finish(tx, prediction, correction, await create(tx, prediction, correction));
}

/** A correction as it stands now, and the revision of its sample. */
interface Written {
  readonly saved: SavedCorrection;
  readonly revision: number;
}

/** Where its writer is trusted, it is approved. */
async function finish(
  tx: Transaction,
  prediction: LockedPrediction,
  correction: NewCorrection,
  written: Written,
): Promise<SavedCorrection> {
  await saveEmbedding(tx, written.saved.sampleId, correction.embedding);
  return correction.autoReview
    ? autoReview(tx, prediction, correction.writerId, written)
    : written.saved;
}

async function create(
  tx: Transaction,
  prediction: LockedPrediction,
  { predictionId, writerId, label, given }: NewCorrection,
): Promise<Written> {
  const { task, network, glyph, ink } = prediction;
  const sample = await tx.sample.create({
    data: {
      id: newId(),
      network,
      task,
      writerId,
      glyph: Uint8Array.from(glyph),
      ...(ink !== null && { ink }),
      label,
      given,
    },
  });
  await addRevision(tx, sample, 'corrected', writerId);
  const { id } = await tx.correction.create({
    data: { id: newId(), predictionId, writerId, sampleId: sample.id, label, given },
  });
  const { revision, status } = sample;
  return { saved: { id, sampleId: sample.id, label, given, status }, revision };
}

type Earlier = Prisma.CorrectionGetPayload<{ include: { sample: true } }>;

const wasSentBefore = (
  { id, given: said, updatedAt: changedAt, label: known }: Earlier,
  { previous, label }: NewCorrection,
): boolean =>
  isSentBefore({ id, said, changedAt }, previous && { id: previous.id, said: previous.label }, {
    field: 'label',
    isSame: known === label,
  });

const savedAlready = ({ id, label, given, sample }: Earlier): SavedCorrection => ({
  ...{ id, label, given },
  ...{ sampleId: sample.id, status: sample.status },
});

async function replaceCorrection(
  tx: Transaction,
  prediction: LockedPrediction,
  earlier: Earlier,
  correction: NewCorrection,
): Promise<SavedCorrection> {
  return finish(tx, prediction, correction, await replace(tx, earlier, correction));
}

/** Another label makes the sample pending again; after a rejection, repeating it is insisting on it. */
async function replace(
  tx: Transaction,
  { id, sample }: Earlier,
  { writerId, label, given }: NewCorrection,
): Promise<Written> {
  const changed = sample.label !== label;
  const insisted = sample.insisted || (sample.status === 'rejected' && !changed);
  // Also when nothing is new: of several samples with the same glyph the one said last decides.
  await tx.correction.update({ where: { id }, data: { label, given } });
  const isNews = changed || sample.given !== given || insisted !== sample.insisted;
  const saved = { id, sampleId: sample.id, label, given };
  if (!isNews) return { saved: { ...saved, status: sample.status }, revision: sample.revision };
  const updated = await tx.sample.update({
    where: { id: sample.id },
    data: {
      label,
      given,
      insisted: changed ? false : insisted,
      ...(changed && { status: 'pending' as const, reviewerLabel: null }),
      revision: { increment: 1 },
    },
  });
  await addRevision(tx, updated, 'corrected again', writerId);
  return { saved: { ...saved, status: updated.status }, revision: updated.revision };
}

async function autoReview(
  tx: Transaction,
  { task, network }: LockedPrediction,
  writerId: string,
  { saved, revision }: Written,
): Promise<SavedCorrection> {
  const { id, sampleId, status, label } = saved;
  if (status !== 'pending') return saved;
  const isApproved = await approveOfTrusted(tx, writerId, {
    ...{ kind: 'character', id, sampleId, status, revision },
    ...{ task: task as Task, network: network as Network, written: label, reviewed: null },
  });
  return isApproved ? { ...saved, status: 'approved' } : saved;
}

type Revised = Pick<
  Prisma.SampleGetPayload<object>,
  'id' | 'revision' | 'label' | 'reviewerLabel' | 'status'
>;

async function addRevision(
  tx: Transaction,
  sample: Revised,
  change: string,
  byId: string,
): Promise<void> {
  const { id: sampleId, revision, label, reviewerLabel, status } = sample;
  await tx.sampleRevision.create({
    data: { id: newId(), sampleId, revision, change, label, reviewerLabel, status, byId },
  });
}

async function saveEmbedding(
  tx: Transaction,
  sampleId: string,
  embedding: NewCorrection['embedding'],
): Promise<void> {
  if (!embedding) return;
  await tx.sampleEmbedding.createMany({
    data: [
      {
        sampleId,
        modelVersionId: embedding.modelVersionId,
        vector: bytesOfVector(embedding.vector),
      },
    ],
    skipDuplicates: true,
  });
}
