/** Injects the Prisma client; for repositories only. */
export const PRISMA = Symbol('PRISMA');

/** Injects connections for the statements that every request needs; for repositories only. */
export const POOL = Symbol('POOL');

/** Injects the pulse of the database. */
export const PULSE = Symbol('PULSE');
