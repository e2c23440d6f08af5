import type { NewInvitation, OwnAccount } from '@inkling/contract';
import type { Client } from './client.js';

export const PASSWORD = 'correct horse';

let people = 0;

/** Makes an account by an invitation, in the browser of `client`, with what it is there as. */
export async function signUp(
  admin: Client,
  client: Client,
): Promise<{ readonly name: string; readonly email: string; readonly password: string }> {
  const { body } = await admin.call<NewInvitation>('POST', '/api/invitations', {});
  const invitation = new URL(body.link).searchParams.get('invitation')!;
  const person = { name: 'Anna Winter', email: `anna-${people++}@example.org`, password: PASSWORD };
  const { status } = await client.call('POST', '/api/auth/sign-up/email', {
    ...person,
    invitation,
  });
  if (status !== 200) throw new Error(`no account: ${status}`);
  return person;
}

export const idOf = async (client: Client): Promise<string> =>
  (await client.call<OwnAccount>('GET', '/api/me')).body.id;
