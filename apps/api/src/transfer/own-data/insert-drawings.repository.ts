import type { Prisma } from '@inkling/store';
import { base64Of } from '../../common/base64.js';
import { pictureParameters } from '../../recognise/predictions/insert-predictions.js';
import { md5Of } from './ids.js';
import type { OwnDrawing } from './own-rows.js';
import type { Here, PlacedRow, Places } from './place-rows.js';

/** A drawing of a file, and what belongs to it here. */
export interface DrawingToPlace {
  readonly drawing: OwnDrawing;
  readonly modelVersionId: string;
  readonly alphabetId: string | null;
  /** The line of which it is one character. */
  readonly lineId: string | null;
  readonly keepsPicture: boolean;
}

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
  SELECT prediction_id, media_type, width, height, substring($4::bytea FROM first FOR length), normalisation
  FROM json_to_recordset($3::json) AS picture (
    prediction_id uuid, media_type text, width int, height int, first int, length int, normalisation int)`;

/** @returns in the order given, where each is here */
export async function insertDrawings(
  tx: Prisma.TransactionClient,
  writerId: string,
  drawings: readonly DrawingToPlace[],
  places: Places,
): Promise<PlacedRow[]> {
  if (drawings.length === 0) return [];
  const here = await find(tx, writerId, drawings);
  const sent = drawings.map((to) => ({
    ...{ ...to.drawing.said, key: keyOf(to) },
    isSingle: to.lineId !== null,
  }));
  const placed = places.place(sent, here);
  const added = placed.flatMap(({ id, isKnown }, at) => (isKnown ? [] : { id, to: drawings[at]! }));
  await insert(tx, writerId, added);
  return placed;
}

interface Place {
  readonly lineId: string;
  readonly lineAt: number | null;
}

/**
 * Under the same id, as the same drawing of the same moment, or at the same place of the same line.
 * Statements without joins: of a table that grows within a transaction, the planner does not know how large it is.
 */
async function find(
  tx: Prisma.TransactionClient,
  writerId: string,
  drawings: readonly DrawingToPlace[],
): Promise<Here> {
  const ids = drawings.map(({ drawing }) => drawing.said.id);
  const byId = await tx.$queryRaw<{ id: string; isOwn: boolean }[]>`
    SELECT id::text, writer_id IS NOT DISTINCT FROM ${writerId}::uuid AS "isOwn" FROM prediction
    WHERE id = ANY(${ids}::uuid[])`;
  const moments = drawings.map(({ drawing }) => drawing.said.createdAt);
  const byMoment = await tx.$queryRaw<Drawn[]>`
    SELECT id::text, network, created_at AS "createdAt", md5(glyph) AS md5 FROM prediction
    WHERE writer_id = ${writerId}::uuid AND line_id IS NULL
      AND created_at = ANY(${moments}::timestamptz[]) ORDER BY id`;
  const lineIds = [...new Set(drawings.flatMap(({ lineId }) => lineId ?? []))];
  const byPlace =
    lineIds.length === 0
      ? []
      : await tx.$queryRaw<(Place & { readonly id: string })[]>`
          SELECT id::text, line_id::text AS "lineId", line_at AS "lineAt" FROM prediction
          WHERE line_id = ANY(${lineIds}::uuid[])`;
  return {
    byId: new Map(byId.map(({ id, isOwn }) => [id, isOwn])),
    own: [
      ...byMoment.map((row) => ({ id: row.id, key: keyOfDrawn(row) })),
      ...byPlace.map((row) => ({ id: row.id, key: keyOfPlace(row) })),
    ],
  };
}

interface Drawn {
  readonly id: string;
  readonly network: string;
  readonly createdAt: Date;
  readonly md5: string;
}

const keyOfDrawn = ({ network, createdAt, md5 }: Omit<Drawn, 'id'>): string =>
  `${createdAt.getTime()} ${network} ${md5}`;

const keyOfPlace = ({ lineId, lineAt }: Place): string => `${lineId} ${lineAt}`;

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
    return { id, picture, more: { normalisation: picture.normalisation } };
  });
  const parameters = [JSON.stringify(rows), writerId, ...pictureParameters(pictures)];
  await tx.$executeRawUnsafe(INSERT, ...parameters);
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

/** By which two are the same. */
function keyOf({ drawing: { said, glyph }, lineId }: DrawingToPlace): string {
  if (lineId !== null) return keyOfPlace({ lineId, lineAt: said.lineAt ?? null });
  const createdAt = new Date(said.createdAt);
  return keyOfDrawn({ network: said.network, createdAt, md5: md5Of(glyph) });
}
