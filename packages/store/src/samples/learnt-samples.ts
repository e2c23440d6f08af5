import { MOST_LEARNT } from '@inkling/contract';
import type { Network, Task } from '@inkling/recognizer';
import type pg from 'pg';
import { copyOut, type RowReader } from '../copy-out.js';
import { Prisma } from '../generated/client.js';
import type { DrawnSample, Part } from './holdout.js';
import { isLearnable, OF_CLASSES, SAID } from './learnable.js';

/** An approved sample with what training needs of it. */
export interface LearntSample extends DrawnSample {
  readonly revision: number;
  /** The reviewer's, or else the writer's. */
  readonly label: string;
  /** Which labels the writer chose from. */
  readonly task: Task;
}

const PAGE = 1000;

/**
 * What a training that begins now would learn from and be measured on, some at a time, in the order of placing (`Placement`); by one
 * statement, so of one moment. At most `MOST_LEARNT`: what people corrected first, the newest before the older ones, and
 * symbols; then imported samples, always the same ones of an import as if by lot.
 *
 * @param symbols those that are to get a class of their own, see `learnableSymbols`
 * @param most how many, at most
 */
export async function* learntSamples(
  pool: pg.Pool,
  network: Network,
  symbols: readonly string[] = [],
  most = MOST_LEARNT,
): AsyncGenerator<LearntSample[]> {
  yield* copyOut(pool, learntQuery(network, symbols, most), PAGE, fromRow);
}

/** How many approved samples are more than that. */
export const beyondLearnt = (approved: number): number => Math.max(0, approved - MOST_LEARNT);

const learntQuery = (
  network: Network,
  symbols: readonly string[],
  most: number,
): Prisma.Sql => Prisma.sql`
  WITH chosen AS (
    SELECT sample.id FROM sample WHERE ${isLearnable(network, symbols)}
    ORDER BY sample.import_id IS NOT NULL AND ${OF_CLASSES},
      CASE WHEN sample.import_id IS NULL THEN sample.id END DESC NULLS LAST, md5(sample.id::text)
    LIMIT ${most}
  ), former AS (${formerParts(network)})
  SELECT sample.id, sample.writer_id, sample.import_id IS NOT NULL, sample.glyph, former.part::text,
    sample.revision, ${SAID}, sample.task
  FROM chosen JOIN sample USING (id) LEFT JOIN former USING (id)
  ORDER BY former.part IS NULL, sample.id`;

/** Where samples stood in the newest job that had them: what was trained on once must not measure. */
const formerParts = (network: Network): Prisma.Sql => Prisma.sql`
  SELECT DISTINCT ON (training_sample.sample_id) training_sample.sample_id AS id, training_sample.part
  FROM training_sample JOIN training_job ON training_job.id = training_sample.job_id
  WHERE training_job.network = ${network}
  ORDER BY training_sample.sample_id, training_sample.job_id DESC`;

const fromRow = (row: RowReader): LearntSample => ({
  id: row.uuid()!,
  writerId: row.uuid(),
  isImported: row.bool()!,
  glyph: row.bytea()!,
  formerPart: (row.text() as Part | null) ?? undefined,
  revision: row.int4()!,
  label: row.text()!,
  task: row.text() as Task,
});

/** The samples of a job as they were written down, less those that were deleted since; in the order of placing. */
export async function* samplesOfJob(pool: pg.Pool, jobId: string): AsyncGenerator<LearntSample[]> {
  const query = Prisma.sql`
    SELECT sample.id, sample.writer_id, sample.import_id IS NOT NULL, sample.glyph, taken.part::text,
      taken.revision, taken.label, sample.task
    FROM training_sample AS taken JOIN sample ON sample.id = taken.sample_id
    WHERE taken.job_id = ${jobId}::uuid ORDER BY sample.id`;
  yield* copyOut(pool, query, PAGE, fromRow);
}
