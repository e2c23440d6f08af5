import type { Prisma } from '@inkling/store';

/** Channels of NOTIFY, for those who listen. */
export { CHAMPION_CHANNEL, MEMORY_CHANNEL } from '@inkling/store';

/** Somebody made, changed or removed an alphabet. */
export const ALPHABETS_CHANNEL = 'alphabets_changed';

/** Every replica hears of it with the commit. */
export async function announceAlphabets(tx: Prisma.TransactionClient): Promise<void> {
  await tx.$executeRaw`SELECT pg_notify(${ALPHABETS_CHANNEL}, '')`;
}
