import { ProblemError } from '../../../common/problem-error.js';

const ASK = 'Ask for a new one.';

export const unknownInvitation = (): ProblemError =>
  new ProblemError(
    'invitation_unknown',
    'This link is not valid. Check that it is whole, or ask for a new one.',
  );

export const usedInvitation = (): ProblemError =>
  new ProblemError(
    'invitation_used',
    'This link was used already, and works once. If that was you, sign in; otherwise ask for a new one.',
  );

export const revokedInvitation = (): ProblemError =>
  new ProblemError('invitation_revoked', `This invitation was revoked. ${ASK}`);

export const expiredInvitation = (): ProblemError =>
  new ProblemError('invitation_expired', `This link has expired. ${ASK}`);

/** The address is not told: the link may have come into other hands. */
export const othersInvitation = (): ProblemError =>
  new ProblemError(
    'invitation_not_yours',
    'This invitation is for another email address. Use the address that it was sent to.',
  );

export const setUpAlready = (): ProblemError =>
  new ProblemError(
    'invitation_used',
    'This Inkling has an admin already, so the set-up link is over. Sign in, or ask the admin for an invitation.',
  );
