import { stripsFromBytes } from '@inkling/ink';
import { LINES_NETWORK, PRINTABLE_ASCII, type LineQuestion } from '@inkling/recognizer';
import type { Prisma, PrismaClient } from '@inkling/store';
import { PATIENT } from '@inkling/store';
import { formerLineParts, placeLines, type Part } from '@inkling/store/training';
import { z } from 'zod';
import type { LabelledLine } from '../../data/labelled-lines.js';
import type { Snapshot } from '../school/school.js';
import { fingerprintOf } from './fingerprint.js';
import { championOf } from './champion-of.js';
import { requireSomething } from './require-something.js';

/** A corrected line with what training needs of it. */
export interface TakenLine {
  readonly lineCorrectionId: string;
  readonly revision: number;
  /** None where nobody knows who wrote it. */
  readonly writerId: string | null;
  readonly part: Part;
  /** Look-alike group. */
  readonly group: number;
  readonly rows: readonly LabelledLine[];
}

export interface LinesSnapshot extends Snapshot {
  readonly samples: readonly TakenLine[];
}

interface LinesWish {
  readonly jobId: string;
  /** The job whose lines and revisions are to be used again. */
  readonly repeatOfId: string | null;
  /** As an earlier attempt of this job wrote it down; it then goes on with the same. */
  readonly parentId: string | null;
  readonly fingerprint: string | null;
}

const READ = { ...PATIENT, isolationLevel: 'RepeatableRead' } as const;

/**
 * Takes the snapshot of a job of the network for lines, at one moment, and writes it down with the job.
 *
 * @throws UnrecoverableError when there is nothing to learn from
 */
export async function takeLinesSnapshot(
  prisma: PrismaClient,
  wish: LinesWish,
): Promise<LinesSnapshot> {
  return prisma.$transaction(async (tx) => {
    const parentId = wish.parentId ?? (await championOf(tx, LINES_NETWORK));
    if (wish.fingerprint !== null) {
      const again = await readAgain(tx, wish.jobId);
      requireSomething(LINES_NETWORK, again);
      return { ...again, parentId, fingerprint: wish.fingerprint };
    }
    // A begun attempt may have left rows without having said so in the job.
    await tx.trainingLine.deleteMany({ where: { jobId: wish.jobId } });
    const taken =
      wish.repeatOfId === null ? await readApproved(tx) : await readAgain(tx, wish.repeatOfId);
    requireSomething(LINES_NETWORK, taken);
    await tx.trainingLine.createMany({
      data: taken.samples.map(({ lineCorrectionId, revision, part }) => ({
        ...{ jobId: wish.jobId, lineCorrectionId, revision, part },
      })),
    });
    const fingerprint = fingerprintOf(
      taken.samples.map(({ lineCorrectionId, revision, part, rows }) => ({
        ...{ sampleId: lineCorrectionId, revision, part },
        label: rows.map(({ text }) => text).join('\n'),
      })),
    );
    return { ...taken, parentId, fingerprint };
  }, READ);
}

type Taken = Pick<LinesSnapshot, 'samples' | 'missing' | 'leftOut'>;

interface Row {
  readonly id: string;
  readonly writerId: string | null;
  readonly revision: number;
  readonly text: string;
  readonly task: LineQuestion['task'];
  readonly strips: Uint8Array;
  readonly rows: unknown;
}

async function readApproved(tx: Prisma.TransactionClient): Promise<Taken> {
  const lines = await tx.$queryRaw<Row[]>`
    SELECT correction.id, correction.writer_id AS "writerId", correction.revision,
      coalesce(correction.reviewer_text, correction.text) AS text, line.task, line.strips, line.rows
    FROM line_correction AS correction JOIN line ON line.id = correction.line_id
    WHERE correction.status = 'approved'
    ORDER BY correction.id`;
  const former = await formerLineParts(tx);
  const places = placeLines(lines.map((line) => ({ ...line, formerPart: former.get(line.id) })));
  const samples = lines.flatMap((line): TakenLine[] => {
    const place = places.get(line.id);
    const rows = rowsOf(line);
    if (!place || rows.length === 0) return [];
    const { id: lineCorrectionId, writerId, revision } = line;
    return [{ ...{ lineCorrectionId, writerId, revision }, ...place, rows }];
  });
  return { samples: numbered(samples), missing: 0, leftOut: lines.length - samples.length };
}

/** The lines of a snapshot as it was written down, less those that were deleted since. */
async function readAgain(tx: Prisma.TransactionClient, jobId: string): Promise<Taken> {
  const wanted = await tx.trainingLine.count({ where: { jobId } });
  const lines = await tx.$queryRaw<(Row & { part: Part })[]>`
    SELECT taken.line_correction_id AS id, correction.writer_id AS "writerId", taken.revision,
      coalesce(said.reviewer_text, said.text) AS text, line.task, line.strips, line.rows,
      taken.part::text AS part
    FROM training_line AS taken
      JOIN line_correction AS correction ON correction.id = taken.line_correction_id
      JOIN line ON line.id = correction.line_id
      JOIN line_revision AS said
        ON said.line_correction_id = taken.line_correction_id AND said.revision = taken.revision
    WHERE taken.job_id = ${jobId}::uuid
    ORDER BY taken.line_correction_id`;
  const places = placeLines(lines.map((line) => ({ ...line, formerPart: line.part })));
  const samples = lines.map((line): TakenLine => {
    const { part, group } = places.get(line.id)!;
    const { id: lineCorrectionId, writerId, revision } = line;
    return { ...{ lineCorrectionId, writerId, revision, part, group }, rows: rowsOf(line) };
  });
  return { samples: numbered(samples), missing: wanted - lines.length, leftOut: 0 };
}

/** With groups numbered as they come: whoever reads a snapshot again places in another order, and a checkpoint hangs on it. */
function numbered(samples: readonly TakenLine[]): TakenLine[] {
  const numbers = new Map<number, number>();
  return samples.map((sample) => {
    const group = numbers.get(sample.group) ?? numbers.size;
    numbers.set(sample.group, group);
    return { ...sample, group };
  });
}

const widthsSchema = z.array(z.object({ width: z.int().min(1) }));

/** Each row with its part of the text; none where they don't fit, or the network has no class for a character. */
function rowsOf({ text, task, strips, rows }: Row): LabelledLine[] {
  const widths = widthsSchema.parse(rows).map(({ width }) => width);
  const texts = text.split('\n');
  const isKnown = [...text].every((c) => c === '\n' || PRINTABLE_ASCII.includes(c));
  if (texts.length !== widths.length || texts.includes('') || !isKnown) return [];
  return stripsFromBytes(strips, widths).map((strip, at) => ({
    ...{ text: texts[at]!, task, group: 'corrections', strip },
  }));
}
