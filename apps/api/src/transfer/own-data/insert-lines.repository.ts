import { createHash } from 'node:crypto';
import type { Prisma } from '@inkling/store';
import { base64Of } from '../../common/base64.js';
import { newId } from '../../common/id.js';
import { freshId, keepableId } from './ids.js';
import type { OwnLineRow } from './own-rows.js';

export interface LineToPlace {
  readonly line: OwnLineRow;
  readonly modelVersionId: string;
}

export interface PlacedLine {
  /** Here. */
  readonly id: string;
  readonly isKnown: boolean;
  /** Its correction came in. */
  readonly isCorrected: boolean;
}

interface Found {
  readonly at: number;
  readonly id: string;
  readonly isOwn: boolean;
}

const FIND = `
  WITH new AS MATERIALIZED (
    SELECT * FROM json_to_recordset($1::json) AS new (at int, id uuid, md5 text, created_at timestamptz(3))
  )
  SELECT DISTINCT ON (at) at, id::text, is_own AS "isOwn" FROM (
    SELECT at, line.id, line.writer_id IS NOT DISTINCT FROM $2::uuid AS is_own
    FROM new JOIN line ON line.id = new.id
    UNION ALL
    SELECT at, line.id, true FROM new JOIN line
      ON line.writer_id = $2::uuid AND line.created_at = new.created_at AND md5(line.strips) = new.md5
  ) AS found
  ORDER BY at, is_own DESC, id`;

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
): Promise<PlacedLine[]> {
  if (lines.length === 0) return [];
  const found = await find(tx, writerId, lines);
  const ids = new Map<string, string>();
  const added: ReturnType<typeof toRow>[] = [];
  const placed = lines.map((to, at) => {
    const { said } = to.line;
    const here = found.get(at);
    const known = here?.isOwn ? here.id : (ids.get(said.id) ?? ids.get(keyOf(to)));
    const id = known ?? (here || !keepableId(said.id) ? freshId(said.createdAt) : said.id);
    ids.set(said.id, id).set(keyOf(to), id);
    if (known === undefined) added.push(toRow(id, to));
    return { id, isKnown: known !== undefined };
  });
  if (added.length > 0) await tx.$executeRawUnsafe(INSERT, JSON.stringify(added), writerId);
  const corrected = await correct(tx, writerId, lines, placed);
  return placed.map((one, at) => ({ ...one, isCorrected: corrected.has(at) }));
}

async function find(
  tx: Prisma.TransactionClient,
  writerId: string,
  lines: readonly LineToPlace[],
): Promise<Map<number, Found>> {
  const sought = lines.map(({ line: { said, strips } }, at) => ({
    ...{ at, id: said.id, md5: md5Of(strips), created_at: said.createdAt },
  }));
  const rows = await tx.$queryRawUnsafe<Found[]>(FIND, JSON.stringify(sought), writerId);
  return new Map(rows.map((row) => [row.at, row]));
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

const md5Of = (bytes: Uint8Array): string => createHash('md5').update(bytes).digest('hex');

/** By which two of one file are the same. */
const keyOf = ({ line: { said, strips } }: LineToPlace): string =>
  `${Date.parse(said.createdAt)} ${md5Of(strips)}`;
