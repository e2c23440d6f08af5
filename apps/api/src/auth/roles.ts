export const ROLES = ['writer', 'reviewer', 'admin'] as const;
export type Role = (typeof ROLES)[number];

/** What each role may do, as the roles whose calls are open to it. */
const INCLUDES: Readonly<Record<Role, readonly Role[]>> = {
  writer: ['writer'],
  reviewer: ['writer', 'reviewer'],
  admin: ['writer', 'reviewer', 'admin'],
};

export const includesRole = (role: Role, needed: Role): boolean => INCLUDES[role].includes(needed);

/** A role as stored. One that this version does not know may do no more than draw. */
export const roleOf = (stored: string | null | undefined): Role =>
  ROLES.find((role) => role === stored) ?? 'writer';
