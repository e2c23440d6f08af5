import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiProblems } from '../docs/api-problems.js';
import type { Role } from './roles.js';

export const NEEDED_ROLE = 'neededRole';

/**
 * The route, or every route of the class, is open to this role and to those that include it (see
 * roles.ts). Otherwise it answers 401 without a session and 403 with one, and says how to go on.
 */
export const RequireRole = (role: Role) =>
  applyDecorators(SetMetadata(NEEDED_ROLE, role), ApiProblems(401, 403));
