import type { LineTask } from '@inkling/contract';
import type { Prisma } from '@inkling/store';
import type { Network, Task } from '@inkling/recognizer';
import type { LockedCharacter, LockedCorrection, LockedLine } from './verdict.js';

type Transaction = Prisma.TransactionClient;

/**
 * The corrections of these ids while nobody else can replace or take them back. Lines come first, as they do
 * wherever both are locked.
 */
export async function lockCorrections(
  tx: Transaction,
  ids: readonly string[],
): Promise<LockedCorrection[]> {
  const lines = await lockLines(tx, ids);
  return [...(await lockCharacters(tx, ids)), ...(await lockImported(tx, ids)), ...lines];
}

/**
 * Whoever corrects or takes back holds the prediction's row first (see CorrectionsRepository), so that
 * is the row to wait for, in an order that two reviews agree on. Only then the rest is read.
 */
async function lockCharacters(tx: Transaction, ids: readonly string[]): Promise<LockedCharacter[]> {
  await tx.$queryRaw`
    SELECT 1 AS locked FROM prediction
    WHERE id IN (SELECT prediction_id FROM correction WHERE id = ANY(${[...ids]}::uuid[]))
    ORDER BY id FOR UPDATE`;
  const rows = await tx.correction.findMany({
    where: { id: { in: [...ids] } },
    select: {
      id: true,
      sample: {
        select: {
          id: true,
          network: true,
          task: true,
          label: true,
          reviewerLabel: true,
          status: true,
          revision: true,
        },
      },
    },
    orderBy: { id: 'asc' },
  });
  return rows.map(({ id, sample }) => ({
    ...{ kind: 'character', id, sampleId: sample.id, status: sample.status },
    ...{ network: sample.network as Network, task: sample.task as Task },
    ...{ written: sample.label, reviewed: sample.reviewerLabel, revision: sample.revision },
  }));
}

/** Imported samples have no correction, and go by their own ids. */
async function lockImported(tx: Transaction, ids: readonly string[]): Promise<LockedCharacter[]> {
  return tx.$queryRaw<LockedCharacter[]>`
    SELECT 'character' AS kind, id::text, id::text AS "sampleId", network, task, label AS written,
      reviewer_label AS reviewed, status::text AS status, revision
    FROM sample WHERE id = ANY(${[...ids]}::uuid[]) AND import_id IS NOT NULL
    ORDER BY sample.id FOR UPDATE`;
}

/** The same with the line's row, see LineCorrectionsRepository. */
async function lockLines(tx: Transaction, ids: readonly string[]): Promise<LockedLine[]> {
  await tx.$queryRaw`
    SELECT 1 AS locked FROM line
    WHERE id IN (SELECT line_id FROM line_correction WHERE id = ANY(${[...ids]}::uuid[]))
    ORDER BY id FOR UPDATE`;
  const rows = await tx.lineCorrection.findMany({
    where: { id: { in: [...ids] } },
    select: {
      id: true,
      lineId: true,
      text: true,
      reviewerText: true,
      status: true,
      revision: true,
      line: { select: { task: true, rows: true } },
    },
    orderBy: { id: 'asc' },
  });
  return rows.map(({ id, lineId, status, revision, line, ...texts }) => ({
    ...{ kind: 'line', id, lineId, status, revision, task: line.task as LineTask },
    ...{ written: texts.text, reviewed: texts.reviewerText },
    rows: (line.rows as unknown[]).length,
  }));
}
