import { applyDecorators, SetMetadata } from '@nestjs/common';
import { STANDINGS, isAllowed, type Permission } from '@inkling/contract';
import { ApiProblems } from '../docs/api-problems.js';

export const NEEDED_PERMISSION = 'neededPermission';

/**
 * Who may call the route, or every route of the class: those whom the table of permissions lets
 * (packages/contract/src/permissions.ts). Everybody else is answered 401 without a session and 403 with
 * one, and told how to go on. A route without it is open to nobody.
 */
export const Allow = (permission: Permission) =>
  applyDecorators(SetMetadata(NEEDED_PERMISSION, permission), ApiProblems(...refusals(permission)));

const refusals = (permission: Permission): (401 | 403)[] => {
  if (isAllowed('visitor', permission)) return [];
  return STANDINGS.every((who) => who === 'visitor' || isAllowed(who, permission))
    ? [401]
    : [401, 403];
};
