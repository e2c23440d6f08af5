import { applyDecorators, SetMetadata } from '@nestjs/common';
import { isAllowed, isInScope, type Permission } from '@inkling/contract';
import { ApiProblems } from '../docs/api-problems.js';

export const NEEDED_PERMISSION = 'neededPermission';

/**
 * Who may call the route, or every route of the class: those whom the table of permissions lets
 * (packages/contract/src/permissions.ts). Everybody else is answered 401 without a session and 403 with
 * one, and told how to go on. An API key needs a scope for it, too. A route without it is open to nobody.
 */
export const Allow = (permission: Permission) =>
  applyDecorators(SetMetadata(NEEDED_PERMISSION, permission), ApiProblems(...refusals(permission)));

export const NEEDS_SESSION = 'needsSession';

/** No API key may call the route, whatever its scopes: see require-session.ts. */
export const NeedsSession = () => SetMetadata(NEEDS_SESSION, true);

/** Whatever needs a scope refuses keys without it, also where everybody with a session is let in. */
const refusals = (permission: Permission): (401 | 403)[] => [
  ...(isAllowed('visitor', permission) ? [] : [401 as const]),
  ...(isInScope([], permission, true) && isAllowed('guest', permission) ? [] : [403 as const]),
];
