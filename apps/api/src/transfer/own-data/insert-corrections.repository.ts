import type { Network } from '@inkling/recognizer';
import type { Prisma } from '@inkling/store';
import { newId } from '../../common/id.js';
import type { OwnCorrection } from './own-rows.js';

export interface NewCorrection {
  /** Here. */
  readonly predictionId: string;
  readonly correction: OwnCorrection;
  /** Rejected where it comes from, where it teaches nobody but, where they insisted, its writer. */
  readonly rejected: { readonly insisted: boolean } | undefined;
}

export interface NewSample {
  readonly id: string;
  readonly network: Network;
  readonly predictionId: string;
}

/** None that somebody corrects at this moment. */
const LOCK = `
  SELECT id FROM prediction WHERE id = ANY($1::uuid[]) AND writer_id = $2::uuid ORDER BY id FOR UPDATE`;

const OPEN = `
  UPDATE prediction SET corrected = true
  WHERE id = ANY($1::uuid[]) AND writer_id = $2::uuid AND NOT corrected
  RETURNING id::text`;

const NEW = `
  json_to_recordset($1::json) AS new (
    id uuid, sample_id uuid, prediction_id uuid, label text, given text, status sample_status, insisted bool,
    created_at timestamptz(3), updated_at timestamptz(3))`;

/** Of what the drawing here shows. What others decided of it elsewhere counts no more: it waits for review. */
const SAMPLES = `
  INSERT INTO sample (id, network, task, writer_id, glyph, ink, label, given, status, insisted, created_at, updated_at)
  SELECT sample_id, network, task, $2::uuid, glyph, ink, new.label, given, status, insisted, new.created_at,
    new.updated_at
  FROM ${NEW} JOIN prediction ON prediction.id = prediction_id
  RETURNING id::text, network`;

const REVISIONS = `
  INSERT INTO sample_revision (id, sample_id, revision, change, label, status, by_id)
  SELECT sample_id, sample_id, 1, 'imported', label, status, $2::uuid FROM ${NEW}`;

const CORRECTIONS = `
  INSERT INTO correction (id, prediction_id, writer_id, sample_id, label, given, created_at, updated_at)
  SELECT id, prediction_id, $2::uuid, sample_id, label, given, created_at, updated_at FROM ${NEW}`;

/** Corrects drawings of a writer that are not corrected. @returns the samples that came of it */
export async function correctDrawings(
  tx: Prisma.TransactionClient,
  writerId: string,
  corrections: readonly NewCorrection[],
): Promise<NewSample[]> {
  const ids = corrections.map(({ predictionId }) => predictionId);
  if (ids.length === 0) return [];
  await tx.$queryRawUnsafe(LOCK, ids, writerId);
  const open = await tx.$queryRawUnsafe<{ id: string }[]>(OPEN, ids, writerId);
  const left = new Set(open.map(({ id }) => id));
  const rows = corrections
    // The first one counts where a file has two of the same drawing.
    .filter(({ predictionId }) => left.delete(predictionId))
    .map(toRow);
  if (rows.length === 0) return [];
  const json = JSON.stringify(rows);
  const samples = await tx.$queryRawUnsafe<Omit<NewSample, 'predictionId'>[]>(
    SAMPLES,
    json,
    writerId,
  );
  await tx.$executeRawUnsafe(REVISIONS, json, writerId);
  await tx.$executeRawUnsafe(CORRECTIONS, json, writerId);
  const origins = new Map(rows.map((row) => [row.sample_id, row.prediction_id]));
  return samples.map((sample) => ({ ...sample, predictionId: origins.get(sample.id)! }));
}

const toRow = ({ predictionId, correction, rejected }: NewCorrection) => ({
  id: newId(),
  sample_id: newId(),
  prediction_id: predictionId,
  label: correction.label,
  given: correction.given,
  status: rejected ? 'rejected' : 'pending',
  insisted: rejected?.insisted ?? false,
  created_at: correction.createdAt,
  updated_at: correction.updatedAt,
});
