import { prismaAdapter } from '@better-auth/prisma-adapter';
import type { PrismaClient } from '@inkling/database';
import { PRISMA } from '../database/database.module.js';
import type { AuthDatabase } from './create-auth.js';

/** Injects the tables of people and sessions. */
export const AUTH_DATABASE = Symbol('AUTH_DATABASE');

/** Better Auth brings a repository of its own, which wants the client. */
export const authDatabaseProvider = {
  provide: AUTH_DATABASE,
  useFactory: (prisma: PrismaClient): AuthDatabase =>
    // An account and its password, or neither.
    prismaAdapter(prisma, { provider: 'postgresql', transaction: true }),
  inject: [PRISMA],
};
