import type { Prisma } from '@inkling/store';
import { recordDecision } from './decisions.repository.js';
import type { LockedCorrection } from './verdict.js';

/**
 * Approves a correction whose writer is trusted, in the transaction that makes it: admins, reviewers,
 * those whom an admin trusts, and whoever is alone here. The decision is Inkling's own, and says so.
 *
 * @returns whether it was approved; otherwise it waits for a person
 */
export async function approveOfTrusted(
  tx: Prisma.TransactionClient,
  correction: Omit<LockedCorrection, 'revision'>,
): Promise<boolean> {
  const [row] = await tx.$queryRaw<{ revision: number; isTrusted: boolean }[]>`
    SELECT s.revision,
      u.trusted OR u.role IN ('reviewer', 'admin')
        OR NOT EXISTS (SELECT 1 FROM "user" other WHERE other.id <> u.id) AS "isTrusted"
    FROM sample s JOIN "user" u ON u.id = s.writer_id
    WHERE s.id = ${correction.sampleId}::uuid`;
  if (!row?.isTrusted) return false;
  const approved = { status: 'approved', reviewerLabel: null } as const;
  const verdict = { correction: { ...correction, revision: row.revision }, ...approved };
  await recordDecision(tx, [verdict], { kind: 'approve', byId: null, automatic: true });
  return true;
}
