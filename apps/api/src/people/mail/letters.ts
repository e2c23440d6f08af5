import type { Role } from '@inkling/contract';

/** A mail in plain text. */
export interface Letter {
  readonly subject: string;
  readonly text: string;
}

const AS: Readonly<Record<Role, string>> = {
  writer: 'to make an account, so that what you teach it stays yours on every device',
  reviewer: 'to help as a reviewer: to look at corrections and decide which may teach everybody',
  admin: 'to help as an admin: to look after people, trainings and models',
};

export const invitationLetter = ({
  link,
  role,
}: {
  readonly link: string;
  readonly role: Role;
}): Letter => ({
  subject: 'Your invitation to Inkling',
  text: `You are invited to Inkling, which reads handwriting and learns from corrections, ${AS[role]}.

Open this link to choose a password:

${link}

It works once. If you did not expect this, you can throw it away.
`,
});

export const resetLetter = ({ link }: { readonly link: string }): Letter => ({
  subject: 'A new password for Inkling',
  text: `Somebody asked for a new password for your account at Inkling. If it was you, open this link:

${link}

It works once, for an hour. If it was not you, throw this away: your password stays as it is.
`,
});
