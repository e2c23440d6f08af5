import { createHash } from 'node:crypto';
import type { Prisma } from '@inkling/store';
import { base64Of } from '../../common/base64.js';
import { toPictureRow } from '../../recognise/predictions/insert-predictions.js';
import { freshId, keepableId } from './ids.js';
import type { OwnDrawing } from './own-rows.js';

/** A drawing of a file, and what belongs to it here. */
export interface DrawingToPlace {
  readonly drawing: OwnDrawing;
  readonly modelVersionId: string;
  readonly alphabetId: string | null;
  /** The line of which it is one character. */
  readonly lineId: string | null;
  readonly keepsPicture: boolean;
}

export interface PlacedDrawing {
  /** Here. */
  readonly id: string;
  /** It was here before, or is in the file twice. */
  readonly isKnown: boolean;
}

interface Found {
  readonly at: number;
  readonly id: string;
  readonly isOwn: boolean;
}

/**
 * What is here already: under the same id, or as the same drawing of the same moment, or at the same place of the same
 * line. An id of somebody else's row is only found to be taken.
 */
const FIND = `
  WITH new AS MATERIALIZED (
    SELECT * FROM json_to_recordset($1::json) AS new (
      at int, id uuid, network text, md5 text, created_at timestamptz(3), line_id uuid, line_at int)
  )
  SELECT DISTINCT ON (at) at, id::text, is_own AS "isOwn" FROM (
    SELECT at, p.id, p.writer_id IS NOT DISTINCT FROM $2::uuid AS is_own
    FROM new JOIN prediction p ON p.id = new.id
    UNION ALL
    SELECT at, p.id, true FROM new JOIN prediction p
      ON p.writer_id = $2::uuid AND p.line_id IS NULL AND p.created_at = new.created_at
        AND p.network = new.network AND md5(p.glyph) = new.md5
    WHERE new.line_id IS NULL
    UNION ALL
    SELECT at, p.id, true FROM new JOIN prediction p
      ON p.line_id = new.line_id AND p.line_at IS NOT DISTINCT FROM new.line_at
  ) AS found
  ORDER BY at, is_own DESC, id`;

const INSERT = `
  WITH new AS MATERIALIZED (
    SELECT * FROM json_to_recordset($1::json) AS new (
      id uuid, task text, alphabet_id uuid, network text, model_version_id uuid, input_kind input_kind, ink jsonb, glyph text,
      label text, probability float8, certainty certainty, decided_by decided_by, candidates jsonb,
      options jsonb, timings jsonb, line_id uuid, line_at int, answered_by jsonb, created_at timestamptz(3))
  ), added AS (
    INSERT INTO prediction (id, writer_id, task, alphabet_id, network, model_version_id, input_kind, ink, glyph, label,
      probability, certainty, decided_by, candidates, options, timings, line_id, line_at, answered_by, created_at)
    SELECT id, $2::uuid, task, alphabet_id, network, model_version_id, input_kind, ink, decode(glyph, 'base64'), label,
      probability, certainty, decided_by, candidates, options, timings, line_id, line_at, answered_by, created_at
    FROM new
  )
  INSERT INTO prediction_picture (prediction_id, media_type, width, height, bytes, normalisation)
  SELECT prediction_id, media_type, width, height, decode(bytes, 'base64'), normalisation
  FROM json_to_recordset($3::json) AS picture (
    prediction_id uuid, media_type text, width int, height int, bytes text, normalisation int)`;

/** @returns in the order given, where each is here */
export async function insertDrawings(
  tx: Prisma.TransactionClient,
  writerId: string,
  drawings: readonly DrawingToPlace[],
): Promise<PlacedDrawing[]> {
  if (drawings.length === 0) return [];
  const found = await find(tx, writerId, drawings);
  const ids = new Map<string, string>();
  const added: { readonly id: string; readonly to: DrawingToPlace }[] = [];
  const placed = drawings.map((to, at): PlacedDrawing => {
    const here = found.get(at);
    const twin = ids.get(to.drawing.said.id) ?? ids.get(keyOf(to));
    const known = here?.isOwn ? here.id : twin;
    const { id: sent, createdAt } = to.drawing.said;
    const id = known ?? (here || !keepableId(sent) ? freshId(createdAt) : sent);
    ids.set(sent, id).set(keyOf(to), id);
    if (known === undefined) added.push({ id, to });
    return { id, isKnown: known !== undefined };
  });
  await insert(tx, writerId, added);
  return placed;
}

async function find(
  tx: Prisma.TransactionClient,
  writerId: string,
  drawings: readonly DrawingToPlace[],
): Promise<Map<number, Found>> {
  const sought = drawings.map(({ drawing: { said, glyph }, lineId }, at) => ({
    at,
    id: said.id,
    network: said.network,
    md5: md5Of(glyph),
    created_at: said.createdAt,
    line_id: lineId,
    line_at: said.lineAt,
  }));
  const rows = await tx.$queryRawUnsafe<Found[]>(FIND, JSON.stringify(sought), writerId);
  return new Map(rows.map((row) => [row.at, row]));
}

async function insert(
  tx: Prisma.TransactionClient,
  writerId: string,
  added: readonly { readonly id: string; readonly to: DrawingToPlace }[],
): Promise<void> {
  if (added.length === 0) return;
  const rows = added.map(({ id, to }) => toRow(id, to));
  const pictures = added.flatMap(({ id, to: { drawing, keepsPicture } }) => {
    const { picture } = drawing;
    if (!picture || !keepsPicture) return [];
    return { ...toPictureRow(id, picture), normalisation: picture.normalisation };
  });
  await tx.$executeRawUnsafe(INSERT, JSON.stringify(rows), writerId, JSON.stringify(pictures));
}

const toRow = (
  id: string,
  { drawing: { said, glyph }, modelVersionId, alphabetId, lineId }: DrawingToPlace,
) => ({
  id,
  task: said.task,
  alphabet_id: alphabetId,
  network: said.network,
  model_version_id: modelVersionId,
  input_kind: said.ink ? 'ink' : 'picture',
  ink: said.ink,
  glyph: base64Of(glyph),
  label: said.label,
  probability: said.probability,
  certainty: said.certainty,
  decided_by: said.decidedBy,
  candidates: said.candidates,
  options: said.options,
  timings: said.timings,
  line_id: lineId,
  line_at: said.lineAt,
  answered_by: said.model,
  created_at: said.createdAt,
});

const md5Of = (bytes: Uint8Array): string => createHash('md5').update(bytes).digest('hex');

/** By which two of one file are the same. */
const keyOf = ({ drawing: { said, glyph }, lineId }: DrawingToPlace): string =>
  lineId === null
    ? `${Date.parse(said.createdAt)} ${said.network} ${md5Of(glyph)}`
    : `${lineId} ${said.lineAt}`;
