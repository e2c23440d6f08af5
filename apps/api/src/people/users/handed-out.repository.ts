import type { Prisma } from '@inkling/store';

/**
 * Ends what an admin has handed out and nobody has used: invitations, which would go on making accounts,
 * and links for other people's passwords. Call it in the transaction by which they are no admin any more.
 */
export async function endHandedOut(tx: Prisma.TransactionClient, adminId: string): Promise<void> {
  await tx.invitation.updateMany({
    where: { createdById: adminId, setup: false, usedAt: null, revokedAt: null },
    data: { revokedAt: new Date() },
  });
  await tx.verification.deleteMany({ where: { createdById: adminId } });
}
