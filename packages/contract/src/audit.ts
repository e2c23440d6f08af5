/**
 * Everything that the audit log tells of, as `<subject>.<what>`. Who writes entries and who puts them into
 * words use this one list: an action without words is an error of types.
 */
export const AUDIT_ACTIONS = [
  'user.role',
  'user.disabled',
  'user.trusted',
  'user.sign-up',
  'user.keep-guest',
  'user.password-link',
  'user.delete',
  'user.import-data',
  'key.create',
  'key.revoke',
  'invitation.create',
  'invitation.revoke',
  'settings.people',
  'settings.training',
  'alphabet.share',
  'alphabet.change',
  'alphabet.unshare',
  'alphabet.delete',
  'model.promote',
  'model.rollback',
  'training.start',
  'training.cancel',
  'review.approve',
  'review.reject',
  'review.reopen',
  'review.undo',
  'import.start',
  'import.cancel',
  'import.undo',
  'export.create',
] as const;
export type AuditAction = (typeof AUDIT_ACTIONS)[number];
