/** Injects the Prisma client; for repositories only. */
export const PRISMA = Symbol('PRISMA');

/** Injects the pulse of the database. */
export const PULSE = Symbol('PULSE');
