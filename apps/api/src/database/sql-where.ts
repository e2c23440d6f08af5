import { Prisma } from '@inkling/store';

/** `WHERE` with all of the conditions; nothing without any. */
export const where = (conditions: readonly Prisma.Sql[]): Prisma.Sql =>
  conditions.length === 0
    ? Prisma.empty
    : Prisma.sql`WHERE ${Prisma.join([...conditions], ' AND ')}`;
