import type { Prisma } from '@inkling/store';

/** NOTIFY channel: what somebody may do has changed. The payload is their id. */
export const ACCESS_CHANNEL = 'inkling_access';

/** Tells every replica with the commit that somebody's role, keys or account are other than before. */
export async function announceAccess(tx: Prisma.TransactionClient, userId: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_notify(${ACCESS_CHANNEL}, ${userId})`;
}
