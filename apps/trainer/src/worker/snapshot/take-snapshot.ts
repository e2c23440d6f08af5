import { setImmediate } from 'node:timers/promises';
import type { PrismaClient } from '@inkling/store';
import {
  beyondLearnt,
  countLearnable,
  learnableSymbols,
  learntSamples,
  type LearntSample,
  type Part,
  Placement,
  samplesOfJob,
} from '@inkling/store/training';
import { isSymbol, type Network, type Task } from '@inkling/recognizer';
import type { TrainerContext } from '../context.js';
import type { Snapshot } from '../school/school.js';
import { championOf } from './champion-of.js';
import { fingerprintOf, type SnapshotSample } from './fingerprint.js';
import { requireSomething } from './require-something.js';

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

/** Between two turns of the event loop. */
const PLACED_AT_ONCE = 200;

type Context = Pick<TrainerContext, 'prisma' | 'pool'>;

/**
 * Takes the snapshot of a job, its samples at one moment, and writes it down with the job.
 *
 * @throws UnrecoverableError when there is nothing to learn from
 */
export async function takeSnapshot(context: Context, wish: SnapshotWish): Promise<GlyphSnapshot> {
  const parentId = wish.parentId ?? (await championOf(context.prisma, wish.network));
  if (wish.fingerprint !== null) {
    const again = await readAgain(context, wish.jobId);
    requireSomething(wish.network, again);
    return finish(parentId, again, wish.fingerprint);
  }
  const taken =
    wish.repeatOfId === null
      ? await readApproved(context, wish.network)
      : await readAgain(context, wish.repeatOfId);
  requireSomething(wish.network, taken);
  await writeDown(context.prisma, wish.jobId, taken.samples);
  return finish(parentId, taken, fingerprintOf(taken.samples));
}

async function writeDown(
  prisma: PrismaClient,
  jobId: string,
  samples: readonly TakenSample[],
): Promise<void> {
  const column = <K extends keyof TakenSample>(name: K) => samples.map((sample) => sample[name]);
  await prisma.$transaction([
    // A begun attempt may have left rows without having said so in the job.
    prisma.trainingSample.deleteMany({ where: { jobId } }),
    // A hundred thousand rows in one statement of four values.
    prisma.$executeRaw`
      INSERT INTO training_sample (job_id, sample_id, revision, label, part)
      SELECT ${jobId}::uuid, taken.* FROM unnest(${column('sampleId')}::uuid[],
        ${column('revision')}::int[], ${column('label')}::text[], ${column('part')}::sample_part[]) AS taken`,
  ]);
}

type Taken = Pick<GlyphSnapshot, 'samples' | 'missing' | 'leftOut' | 'beyond'>;

const finish = (parentId: string, taken: Taken, fingerprint: string): GlyphSnapshot => ({
  ...taken,
  symbols: [...new Set(taken.samples.map(({ label }) => label).filter(isSymbol))].sort(),
  parentId,
  fingerprint,
});

async function readApproved({ prisma, pool }: Context, network: Network): Promise<Taken> {
  const symbols = (await learnableSymbols(prisma, network)).map(({ label }) => label);
  const read = await placed(learntSamples(pool, network, symbols));
  const approved = await countLearnable(prisma, network, symbols);
  return { ...read, missing: 0, beyond: beyondLearnt(approved) };
}

/** The samples of a snapshot as it was written down, less those that were deleted since. */
async function readAgain({ prisma, pool }: Context, jobId: string): Promise<Taken> {
  const wanted = await prisma.trainingSample.count({ where: { jobId } });
  const { samples } = await placed(samplesOfJob(pool, jobId));
  return { samples, missing: wanted - samples.length, leftOut: 0 };
}

/**
 * Each with its side and group, but for those on neither side; by id. Groups are found once all sides are known, as they
 * are for whoever reads a snapshot again: batches hang on order and groups, and a checkpoint on batches.
 */
async function placed(pages: AsyncIterable<readonly LearntSample[]>) {
  const sides = new Placement('parts');
  const read: (LearntSample & { readonly part: Part })[] = [];
  let leftOut = 0;
  for await (const page of pages) {
    for (const sample of page) {
      const place = sides.place(sample);
      if (place) read.push({ ...sample, part: place.part });
      else leftOut++;
    }
  }
  read.sort((a, b) => (a.id < b.id ? -1 : 1));
  const groups = new Placement();
  const samples: TakenSample[] = [];
  for (const { id: sampleId, revision, label, glyph, task, part, ...drawn } of read) {
    const { group } = groups.place({ ...drawn, glyph, formerPart: part })!;
    samples.push({ sampleId, revision, label, glyph, task, part, group });
    // Of a writer of thousands each is compared with all: the trainer's signs of life go on meanwhile.
    if (samples.length % PLACED_AT_ONCE === 0) await setImmediate();
  }
  return { samples, leftOut };
}
