import { Prisma } from '@inkling/store';
import type { Network } from '@inkling/recognizer';
import type { Span } from './period.js';

/** What figures are narrowed to, beside their time. */
export interface Narrowing {
  readonly network?: Network | undefined;
  readonly version?: number | undefined;
  readonly writer?: string | undefined;
}

export type Scope = Span & Narrowing;

/** A quarter of an hour's, or a single prediction's. */
export const SLOT = Prisma.sql`date_bin('15 minutes', created_at, 'epoch')`;

/**
 * The step that a moment lies in, from 1 on. A search in a list of begins is many times as quick as
 * reckoning with the time zone for each row.
 */
export const stepOf = (moment: Prisma.Sql, { steps }: Span): Prisma.Sql =>
  Prisma.sql`width_bucket(${moment}, ${steps.map((step) => step.toISOString())}::timestamptz[])`;

/** Rows with the begin of their step. */
export const withStart = <Row extends { readonly step: number }>(
  rows: readonly Row[],
  { steps }: Span,
): (Omit<Row, 'step'> & { readonly start: Date })[] =>
  rows.map(({ step, ...row }) => ({ ...row, start: steps[step - 1]! }));

const versionsOf = ({ network, version }: Narrowing): Prisma.Sql =>
  network === undefined
    ? Prisma.empty
    : Prisma.sql`AND model_version_id IN (
        SELECT id FROM model_version WHERE network = ${network}
        ${version === undefined ? Prisma.empty : Prisma.sql`AND version = ${version}`})`;

const writerOf = ({ writer }: Narrowing): Prisma.Sql =>
  writer === undefined ? Prisma.empty : Prisma.sql`AND writer_id = ${writer}::uuid`;

const within = (moment: Prisma.Sql, scope: Scope): Prisma.Sql =>
  Prisma.sql`${moment} >= ${scope.from} AND ${moment} < ${scope.to}
    ${writerOf(scope)} ${versionsOf(scope)}`;

/** What a writer brought from another Inkling was answered there. */
export const ANSWERED_HERE = Prisma.sql`answered_by IS NULL`;

/**
 * Predictions that are not in the counts yet. `corrected` is the first column of the index on
 * `created_at`, so both of its values are named.
 */
export const notRolledUp = (rolledUntil: Date): Prisma.Sql =>
  Prisma.sql`corrected = ANY('{t,f}') AND created_at >= ${rolledUntil} AND ${ANSWERED_HERE}`;

/** Rows of slot, model_version_id, writer_id, predictions, by_memory; a prediction is in one of them. */
export const counts = (scope: Scope): Prisma.Sql => Prisma.sql`
  SELECT slot, model_version_id, writer_id, predictions, by_memory
  FROM prediction_count
  WHERE slot < ${scope.rolledUntil} AND ${within(Prisma.sql`slot`, scope)}
  UNION ALL
  SELECT ${SLOT}, model_version_id, writer_id, 1, CASE decided_by WHEN 'memory' THEN 1 ELSE 0 END
  FROM prediction WHERE ${notRolledUp(scope.rolledUntil)} AND ${within(Prisma.sql`created_at`, scope)}`;

/** Rows of slot, model_version_id, bin, predictions. */
export const latencies = (scope: Scope): Prisma.Sql => Prisma.sql`
  SELECT slot, model_version_id, bin, predictions
  FROM prediction_latency
  WHERE slot < ${scope.rolledUntil} AND ${within(Prisma.sql`slot`, scope)}
  UNION ALL
  SELECT ${SLOT}, model_version_id, latency_bin(timings), 1
  FROM prediction
  WHERE ${notRolledUp(scope.rolledUntil)} AND ${within(Prisma.sql`created_at`, scope)}
    AND latency_bin(timings) IS NOT NULL`;

/**
 * What people said, a row each: created_at of the drawing, model_version_id, answered, probability,
 * decided_by, truth, rejected. Rows of predictions with a correction outlive the others, so this is
 * read from what is there, and is right whatever became of it.
 */
export const said = (scope: Scope): Prisma.Sql => Prisma.sql`
  SELECT drawn.id, drawn.created_at, drawn.model_version_id, drawn.answered, drawn.probability,
    drawn.decided_by, coalesce(sample.reviewer_label, sample.label) AS truth,
    sample.status = 'rejected' AS rejected
  FROM (
    SELECT id, created_at, model_version_id, label AS answered, probability, decided_by
    FROM prediction WHERE corrected AND ${ANSWERED_HERE} AND ${within(Prisma.sql`created_at`, scope)}
  ) AS drawn
  JOIN correction ON correction.prediction_id = drawn.id
  JOIN sample ON sample.id = correction.sample_id`;
