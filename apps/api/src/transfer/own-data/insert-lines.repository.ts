import type { Prisma } from '@inkling/store';
import { base64Of } from '../../common/base64.js';
import { newId } from '../../common/id.js';
import { md5Of } from './ids.js';
import type { OwnLineRow } from './own-rows.js';
import type { Here, PlacedRow, Places } from './place-rows.js';

export interface LineToPlace {
  readonly line: OwnLineRow;
  readonly modelVersionId: string;
}

export interface PlacedLine extends PlacedRow {
  /** Its correction came in. */
  readonly isCorrected: boolean;
}

const INSERT = `
  INSERT INTO line (id, writer_id, task, model_version_id, input_kind, ink, strips, rows, text, probability, certain,
    alternatives, characters, options, timings, answered_by, created_at)
  SELECT id, $2::uuid, task, model_version_id, input_kind, ink, decode(strips, 'base64'), rows, text, probability, certain,
    alternatives, characters, options, timings, answered_by, created_at
  FROM json_to_recordset($1::json) AS new (
    id uuid, task text, model_version_id uuid, input_kind input_kind, ink jsonb, strips text, rows jsonb, text text,
    probability float8, certain bool, alternatives jsonb, characters jsonb, options jsonb, timings jsonb,
    answered_by jsonb, created_at timestamptz(3))`;

const OPEN = `
  UPDATE line SET corrected = true
  WHERE id = ANY($1::uuid[]) AND writer_id = $2::uuid AND NOT corrected
  RETURNING id::text`;

const NEW = `
  json_to_recordset($1::json) AS new (
    id uuid, line_id uuid, text text, status sample_status, created_at timestamptz(3), updated_at timestamptz(3))`;

const CORRECTIONS = `
  INSERT INTO line_correction (id, line_id, writer_id, text, status, created_at, updated_at)
  SELECT id, line_id, $2::uuid, text, status, created_at, updated_at FROM ${NEW}`;

const REVISIONS = `
  INSERT INTO line_revision (line_correction_id, revision, change, text, status, by_id)
  SELECT id, 1, 'imported', text, status, $2::uuid FROM ${NEW}`;

/** Lines with what was said of them. @returns in the order given, where each is here */
export async function insertLines(
  tx: Prisma.TransactionClient,
  writerId: string,
  lines: readonly LineToPlace[],
  places: Places,
): Promise<PlacedLine[]> {
  if (lines.length === 0) return [];
  const here = await find(tx, writerId, lines);
  const sent = lines.map((to) => ({ ...to.line.said, key: keyOf(to) }));
  const placed = places.place(sent, here);
  const added = placed.flatMap(({ id, isKnown }, at) => (isKnown ? [] : toRow(id, lines[at]!)));
  if (added.length > 0) await tx.$executeRawUnsafe(INSERT, JSON.stringify(added), writerId);
  const corrected = await correct(tx, writerId, lines, placed);
  return placed.map((one, at) => ({ ...one, isCorrected: corrected.has(at) }));
}

/** Under the same id, or as the same line of the same moment. */
async function find(
  tx: Prisma.TransactionClient,
  writerId: string,
  lines: readonly LineToPlace[],
): Promise<Here> {
  const ids = lines.map(({ line }) => line.said.id);
  const byId = await tx.$queryRaw<{ id: string; isOwn: boolean }[]>`
    SELECT id::text, writer_id IS NOT DISTINCT FROM ${writerId}::uuid AS "isOwn" FROM line
    WHERE id = ANY(${ids}::uuid[])`;
  const moments = lines.map(({ line }) => line.said.createdAt);
  const byMoment = await tx.$queryRaw<{ id: string; createdAt: Date; md5: string }[]>`
    SELECT id::text, created_at AS "createdAt", md5(strips) AS md5 FROM line
    WHERE writer_id = ${writerId}::uuid AND created_at = ANY(${moments}::timestamptz[])
    ORDER BY id`;
  return {
    byId: new Map(byId.map(({ id, isOwn }) => [id, isOwn])),
    own: byMoment.map(({ id, createdAt, md5 }) => ({ id, key: `${createdAt.getTime()} ${md5}` })),
  };
}

/** Those that are not corrected here. @returns which of them */
async function correct(
  tx: Prisma.TransactionClient,
  writerId: string,
  lines: readonly LineToPlace[],
  placed: readonly { readonly id: string }[],
): Promise<Set<number>> {
  const said = lines.flatMap(({ line }, at) =>
    line.said.correction ? { at, id: placed[at]!.id, correction: line.said.correction } : [],
  );
  if (said.length === 0) return new Set();
  const ids = said.map(({ id }) => id);
  const open = await tx.$queryRawUnsafe<{ id: string }[]>(OPEN, ids, writerId);
  const left = new Set(open.map(({ id }) => id));
  const news = said.filter(({ id }) => left.delete(id));
  const json = JSON.stringify(
    news.map(({ id, correction: { text, status, createdAt, updatedAt } }) => ({
      ...{ id: newId(), line_id: id, text, created_at: createdAt, updated_at: updatedAt },
      status: status === 'rejected' ? 'rejected' : 'pending',
    })),
  );
  await tx.$executeRawUnsafe(CORRECTIONS, json, writerId);
  await tx.$executeRawUnsafe(REVISIONS, json, writerId);
  return new Set(news.map(({ at }) => at));
}

const toRow = (id: string, { line: { said, rows, strips }, modelVersionId }: LineToPlace) => ({
  id,
  task: said.task,
  model_version_id: modelVersionId,
  input_kind: said.ink ? 'ink' : 'picture',
  ink: said.ink,
  strips: base64Of(strips),
  rows,
  text: said.text,
  probability: said.probability,
  certain: said.certain,
  alternatives: said.alternatives,
  characters: said.characters,
  options: said.options,
  timings: said.timings,
  answered_by: said.model,
  created_at: said.createdAt,
});

/** By which two are the same. */
const keyOf = ({ line: { said, strips } }: LineToPlace): string =>
  `${Date.parse(said.createdAt)} ${md5Of(strips)}`;
