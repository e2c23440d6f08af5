import type { Prisma, PrismaClient } from '@inkling/store';
import {
  blockers,
  type DrawnSample,
  formerParts,
  learnableSymbols,
  PATIENT,
  placeSamples,
} from '@inkling/store/training';
import { isSymbol, type Network, type Task } from '@inkling/recognizer';
import { UnrecoverableError } from '../errors.js';
import type { Snapshot } from '../school/school.js';
import { championOf } from './champion-of.js';
import { fingerprintOf, type SnapshotSample } from './fingerprint.js';

/** A sample with what training needs of it. */
export interface TakenSample extends SnapshotSample {
  /** 784 bytes, 255 is ink. */
  readonly glyph: Uint8Array;
  /** Look-alike group. */
  readonly group: number;
  /** Which labels the writer chose from. */
  readonly task: Task;
}

export interface GlyphSnapshot extends Snapshot {
  readonly samples: readonly TakenSample[];
  /** Those of the samples' labels that are to get a class of their own. */
  readonly symbols: readonly string[];
}

export interface SnapshotWish {
  readonly jobId: string;
  readonly network: Network;
  /** The job whose samples and revisions are to be used again. */
  readonly repeatOfId: string | null;
  /** As an earlier attempt of this job wrote it down; it then goes on with the same. */
  readonly parentId: string | null;
  readonly fingerprint: string | null;
}

const READ = { ...PATIENT, isolationLevel: 'RepeatableRead' } as const;

/**
 * Takes the snapshot of a job, at one moment, and writes it down with the job.
 *
 * @throws UnrecoverableError when there is nothing to learn from
 */
export async function takeSnapshot(
  prisma: PrismaClient,
  wish: SnapshotWish,
): Promise<GlyphSnapshot> {
  return prisma.$transaction(async (tx) => {
    const parentId = wish.parentId ?? (await championOf(tx, wish.network));
    if (wish.fingerprint !== null) {
      return finish(parentId, await readAgain(tx, wish.jobId), wish.fingerprint);
    }
    // A begun attempt may have left rows without having said so in the job.
    await tx.trainingSample.deleteMany({ where: { jobId: wish.jobId } });
    const taken =
      wish.repeatOfId === null
        ? await readApproved(tx, wish.network)
        : await readAgain(tx, wish.repeatOfId);
    requireSomething(wish, taken);
    await tx.trainingSample.createMany({
      data: taken.samples.map(({ sampleId, revision, label, part }) => ({
        jobId: wish.jobId,
        sampleId,
        revision,
        label,
        part,
      })),
    });
    return finish(parentId, taken, fingerprintOf(taken.samples));
  }, READ);
}

type Taken = Pick<GlyphSnapshot, 'samples' | 'missing' | 'leftOut'>;

const finish = (parentId: string, taken: Taken, fingerprint: string): GlyphSnapshot => ({
  ...taken,
  symbols: [...new Set(taken.samples.map(({ label }) => label).filter(isSymbol))].sort(),
  parentId,
  fingerprint,
});

function requireSomething({ network, repeatOfId }: SnapshotWish, { samples }: Taken): void {
  if (samples.some(({ part }) => part === 'train')) return;
  if (samples.length > 0) {
    throw new UnrecoverableError(blockers.onlyHoldout(network, samples.length).detail);
  }
  throw new UnrecoverableError(
    repeatOfId === null
      ? blockers.nothingApproved(network).detail
      : 'All samples of the job that is to be repeated were deleted.',
  );
}

const columns = { id: true, writerId: true, importId: true, glyph: true, task: true } as const;

async function readApproved(tx: Prisma.TransactionClient, network: Network): Promise<Taken> {
  const symbols = new Set((await learnableSymbols(tx, network)).map(({ label }) => label));
  const isTaught = { in: [...symbols] };
  const approved = await tx.sample.findMany({
    where: {
      status: 'approved',
      OR: [{ network }, { label: isTaught }, { reviewerLabel: isTaught }],
    },
    select: { ...columns, network: true, revision: true, label: true, reviewerLabel: true },
    orderBy: { id: 'asc' },
  });
  const rows = approved.filter((row) => {
    const label = row.reviewerLabel ?? row.label;
    // Symbols with fewer samples answer from memory.
    return isSymbol(label) ? symbols.has(label) : row.network === network;
  });
  const former = await formerParts(tx, network);
  const places = placeSamples(
    rows.map((row) => ({
      ...row,
      formerPart: former.get(row.id),
      isImported: row.importId !== null,
    })),
  );
  const samples = rows.flatMap(({ id, revision, glyph, label, reviewerLabel, task }) => {
    const place = places.get(id);
    return place
      ? [
          {
            sampleId: id,
            revision,
            label: reviewerLabel ?? label,
            glyph,
            task: task as Task,
            ...place,
          },
        ]
      : [];
  });
  return { samples, missing: 0, leftOut: rows.length - samples.length };
}

/** The samples of a snapshot as it was written down, less those that were deleted since. */
async function readAgain(tx: Prisma.TransactionClient, jobId: string): Promise<Taken> {
  const rows = await tx.trainingSample.findMany({
    where: { jobId },
    orderBy: { sampleId: 'asc' },
  });
  const found = await tx.$queryRaw<
    (Pick<DrawnSample, 'id' | 'writerId' | 'glyph' | 'isImported'> & { task: Task })[]
  >`
    SELECT sample.id, sample.writer_id AS "writerId", sample.glyph, sample.task,
      sample.import_id IS NOT NULL AS "isImported"
    FROM training_sample JOIN sample ON sample.id = training_sample.sample_id
    WHERE training_sample.job_id = ${jobId}::uuid`;
  const byId = new Map(found.map((sample) => [sample.id, sample]));
  const there = rows.filter(({ sampleId }) => byId.has(sampleId));
  const places = placeSamples(
    there.map(({ sampleId, part }) => ({ ...byId.get(sampleId)!, formerPart: part })),
  );
  return {
    samples: there.map(({ sampleId, revision, label, part }) => ({
      sampleId,
      revision,
      label,
      part,
      glyph: byId.get(sampleId)!.glyph,
      task: byId.get(sampleId)!.task,
      group: places.get(sampleId)!.group,
    })),
    missing: rows.length - there.length,
    leftOut: 0,
  };
}
