import type { Prisma } from '@inkling/store';

/** Whoever makes the first admin, or may take away the last one, holds this advisory lock. */
export const ADMINS_LOCK = 4_711_003;

/** Nobody could manage people any more. */
export class LastAdminError extends Error {
  override readonly name = 'LastAdminError';
}

/**
 * Waits until nobody else changes who is admin, and keeps all others waiting until the transaction ends.
 * Call it first: it must be held before any row is locked.
 */
export async function lockAdmins(tx: Prisma.TransactionClient): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${ADMINS_LOCK})`;
}

/**
 * Call it under `lockAdmins`, before somebody is demoted, disabled or deleted.
 *
 * @throws LastAdminError when no enabled admin would be left without them
 */
export async function keepAnAdmin(tx: Prisma.TransactionClient, withoutId: string): Promise<void> {
  const admins = await tx.user.findMany({
    where: { role: 'admin', disabledAt: null },
    select: { id: true },
    take: 2,
  });
  if (admins.length === 1 && admins[0]!.id === withoutId) throw new LastAdminError();
}

/** Whether somebody is an admin who can sign in, and stays so until the transaction ends. */
export async function holdAdmin(tx: Prisma.TransactionClient, id: string): Promise<boolean> {
  const found = await tx.$queryRaw<unknown[]>`
    SELECT 1 AS found FROM "user"
    WHERE id = ${id}::uuid AND role = 'admin' AND disabled_at IS NULL FOR SHARE`;
  return found.length > 0;
}
