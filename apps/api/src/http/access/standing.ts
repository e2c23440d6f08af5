import {
  isAllowed,
  isOpenToKey,
  ROLES,
  type Permission,
  type Role,
  type Standing,
} from '@inkling/contract';
import type { Writer } from './writer.js';

/** A role as stored. One that this version does not know may do no more than draw. */
export const roleOf = (stored: string | null | undefined): Role =>
  ROLES.find((role) => role === stored) ?? 'writer';

/** A row of the table of people, as far as it says what somebody may do. */
export interface StoredPerson {
  readonly id: string;
  readonly isAnonymous: boolean | null | undefined;
  readonly role: string | null | undefined;
}

export function writerOf({ id, isAnonymous, role: stored }: StoredPerson): Writer {
  const isGuest = isAnonymous === true;
  const role = roleOf(stored);
  return { id, isGuest, role, standing: isGuest ? 'guest' : role };
}

export const standingOf = (writer: Writer | null | undefined): Standing =>
  writer?.standing ?? 'visitor';

/** Whether a key, where the request came with one, is made for what is asked. */
export const isInScopeOf = (
  { key }: Pick<Writer, 'key'>,
  permission: Permission,
  changes: boolean,
): boolean => key === undefined || isOpenToKey(key, permission, changes);

/** Whether somebody may look at what a permission opens. */
export const mayLook = (writer: Writer | null, permission: Permission): boolean =>
  isAllowed(standingOf(writer), permission) &&
  (writer === null || isInScopeOf(writer, permission, false));
