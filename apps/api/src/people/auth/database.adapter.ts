import { prismaAdapter } from '@better-auth/prisma-adapter';
import type { PrismaClient } from '@inkling/store';
import { APIError } from 'better-auth/api';
import { PRISMA } from '../../database/database.module.js';
import { NOT_UNIQUE, sqlStateOf } from '../../database/sql-state.js';
import type { AuthDatabase } from './create-auth.js';

/** Injects the tables of people and sessions. */
export const AUTH_DATABASE = Symbol('AUTH_DATABASE');

/**
 * Better Auth looks for the address before it makes an account; of several sign-ups at once all but one
 * find out only here. In its own words, so that it answers as it does when it looks.
 */
const tellingOfDoubles = (prisma: PrismaClient) =>
  prisma.$extends({
    query: {
      user: {
        create: async ({ args, query }) => {
          try {
            return await query(args);
          } catch (error) {
            if (sqlStateOf(error) !== NOT_UNIQUE) throw error;
            throw new APIError('UNPROCESSABLE_ENTITY', {
              code: 'USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL',
            });
          }
        },
      },
    },
  });

/** Better Auth brings a repository of its own, which wants the client. */
export const authDatabaseProvider = {
  provide: AUTH_DATABASE,
  useFactory: (prisma: PrismaClient): AuthDatabase =>
    // An account and its password, or neither.
    prismaAdapter(tellingOfDoubles(prisma), { provider: 'postgresql', transaction: true }),
  inject: [PRISMA],
};
