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
  writerId: string,
  correction: LockedCorrection,
): Promise<boolean> {
  const [row] = await tx.$queryRaw<{ isTrusted: boolean }[]>`
    SELECT u.trusted OR u.role IN ('reviewer', 'admin')
        OR NOT EXISTS (SELECT 1 FROM "user" other WHERE other.id <> u.id) AS "isTrusted"
    FROM "user" u WHERE u.id = ${writerId}::uuid`;
  if (!row?.isTrusted) return false;
  const verdict = { correction, status: 'approved', reviewed: null } as const;
  await recordDecision(tx, [verdict], { kind: 'approve', byId: null, automatic: true });
  return true;
}
