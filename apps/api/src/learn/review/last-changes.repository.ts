import { Prisma } from '@inkling/store';
import { personOf } from './rows.js';
import { subjectOf, type LockedCorrection } from './verdict.js';

/** The last that happened to a sample or a line, for whoever comes second. */
export interface LastChange {
  readonly change: string;
  readonly at: Date;
  readonly by: ReturnType<typeof personOf>;
}

/** By the correction's id. */
export async function lastChanges(
  tx: Prisma.TransactionClient,
  corrections: readonly LockedCorrection[],
): Promise<Map<string, LastChange>> {
  if (corrections.length === 0) return new Map();
  const subjects = (kind: LockedCorrection['kind']): string[] =>
    corrections.filter((correction) => correction.kind === kind).map(subjectOf);
  const rows = await tx.$queryRaw<
    {
      subjectId: string;
      change: string;
      at: Date;
      byId: string | null;
      name: string | null;
      isGuest: boolean | null;
    }[]
  >`
    SELECT r.subject_id::text AS "subjectId", r.change, r.created_at AS at,
      r.by_id::text AS "byId", u.name, u.is_anonymous AS "isGuest"
    FROM (
      (SELECT DISTINCT ON (sample_id) sample_id AS subject_id, change, created_at, by_id
       FROM sample_revision WHERE sample_id = ANY(${subjects('character')}::uuid[])
       ORDER BY sample_id, revision DESC)
      UNION ALL
      (SELECT DISTINCT ON (line_correction_id) line_correction_id, change, created_at, by_id
       FROM line_revision WHERE line_correction_id = ANY(${subjects('line')}::uuid[])
       ORDER BY line_correction_id, revision DESC)
    ) r LEFT JOIN "user" u ON u.id = r.by_id`;
  const changes = new Map(
    rows.map(({ subjectId, change, at, byId, name, isGuest }) => [
      subjectId,
      { change, at, by: personOf(byId, name, isGuest) },
    ]),
  );
  return new Map(
    corrections.flatMap((correction) => {
      const last = changes.get(subjectOf(correction));
      return last ? [[correction.id, last] as const] : [];
    }),
  );
}
