/** For transactions: Prisma's 5 s are too few on a machine that trains at the same time. */
export const PATIENT = { timeout: 60_000, maxWait: 60_000 } as const;
