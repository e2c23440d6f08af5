import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Invitation, NewInvitation, OwnAccount, PeopleSettings } from '@inkling/contract';
import { newId } from '../../../common/id.js';
import type { Client } from '../../../testing/client.js';
import { TestApp } from '../../../testing/test-app.js';
import { InvitationsRepository } from './invitations.repository.js';
import { hashOfToken } from './token.js';

let app: TestApp;
let admin: Client;

beforeAll(async () => {
  app = await TestApp.start();
  admin = await app.admin();
});

afterAll(async () => {
  await app.end();
});

const invite = async (body: object = {}) =>
  (await admin.call<NewInvitation>('POST', '/api/invitations', body)).body;

const tokenOf = ({ link }: NewInvitation) => new URL(link).searchParams.get('invitation')!;

let people = 0;
const somebody = (body: object = {}) => ({
  name: 'Anna',
  email: `anna-${people++}@example.org`,
  password: 'correct horse',
  ...body,
});

const signUp = (body: object, client = app.visitor()) =>
  client.problem('POST', '/api/auth/sign-up/email', body);

const look = (invitation: string) =>
  app.visitor().problem('POST', '/api/invitations/look', { invitation });

const list = async (query = '') =>
  (
    await admin.call<{ items: Invitation[]; nextCursor: string | null }>(
      'GET',
      `/api/invitations${query}`,
    )
  ).body;

const policy = async (signUpMode: PeopleSettings['signUp']) => {
  const answer = await admin.call('PATCH', '/api/settings/people', { signUp: signUpMode });
  expect(answer.status).toBe(200);
};

describe('an invitation', () => {
  it('is a link that is shown once, and stored as a hash', async () => {
    const invitation = await invite({ role: 'reviewer', expiresInDays: 3 });
    expect(invitation).toMatchObject({
      state: 'open',
      role: 'reviewer',
      email: null,
      mailed: false,
    });
    expect(invitation.link).toMatch(/^http:\/\/127\.0\.0\.1:3000\/sign-up\?invitation=[\w-]{43}$/);
    const days = (Date.parse(invitation.expiresAt) - Date.now()) / (24 * 60 * 60 * 1000);
    expect(days).toBeGreaterThan(2.9);
    expect(days).toBeLessThan(3.1);
    const stored = await app.prisma.invitation.findUniqueOrThrow({ where: { id: invitation.id } });
    expect(JSON.stringify(stored)).not.toContain(tokenOf(invitation));
    expect(JSON.stringify(await list())).not.toContain(tokenOf(invitation));
  });

  it('gives its role to who signs up with it, and signs them in', async () => {
    const invitation = await invite({ role: 'reviewer' });
    const open = await look(tokenOf(invitation));
    expect(open).toMatchObject({ status: 200, body: { role: 'reviewer', email: null } });
    const client = app.visitor();
    const person = somebody({ invitation: tokenOf(invitation), name: '  Anna B.  ' });
    const { status, headers } = await signUp(person, client);
    expect(status).toBe(200);
    expect(String(headers['set-cookie'])).toMatch(/HttpOnly/i);
    const me = await client.call<OwnAccount>('GET', '/api/me');
    expect(me.body).toMatchObject({ role: 'reviewer', isGuest: false, email: person.email });
    expect(me.body).toMatchObject({ name: 'Anna B.', hasPassword: true, providers: [] });
    expect((await client.call('GET', '/api/corrections')).status).toBe(200);

    const { items } = await list('?state=used');
    expect(items.find(({ id }) => id === invitation.id)).toMatchObject({
      state: 'used',
      usedBy: { id: me.body.id },
    });
    const log = await app.prisma.auditEntry.findMany({ where: { byId: me.body.id } });
    expect(log).toMatchObject([
      { action: 'user.sign-up', after: { role: 'reviewer', invitation: invitation.id } },
    ]);
  });

  it('is used up by exactly one of many who try at once', async () => {
    const invitation = tokenOf(await invite());
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => signUp(somebody({ invitation }))),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 410, 410, 410, 410, 410]);
    const refused = answers.find(({ status }) => status === 410)!;
    expect(refused.body.code).toBe('invitation_used');
    expect(
      await app.prisma.invitation.count({ where: { usedAt: null, claimedAt: { not: null } } }),
    ).toBe(0);
  });

  it('is none the less for one account where ten sign up with one address at once', async () => {
    await policy('open');
    try {
      const person = somebody();
      const answers = await Promise.all(Array.from({ length: 10 }, () => signUp(person)));
      const [done, ...refused] = answers.sort((a, b) => a.status - b.status);
      expect(done!.status).toBe(200);
      for (const { status, body } of refused) {
        expect({ status, body }).toMatchObject({ status: 409, body: { code: 'address_taken' } });
        expect(body.errors?.[0]?.pointer).toBe('/email');
      }
      expect(await app.prisma.user.count({ where: { email: person.email } })).toBe(1);
    } finally {
      await policy('invitation');
    }
  });

  it('is not used up by a sign-up that fails, and not twice by one whose end was lost', async () => {
    const taken = somebody();
    await signUp({ ...taken, invitation: tokenOf(await invite()) });
    const invitation = await invite();
    const again = await signUp({ ...taken, invitation: tokenOf(invitation) });
    expect(again).toMatchObject({ status: 409, body: { code: 'address_taken' } });
    expect(again.body.errors?.[0]?.pointer).toBe('/email');
    const short = await signUp(somebody({ invitation: tokenOf(invitation), password: 'short' }));
    expect(short.body.errors?.[0]).toMatchObject({ pointer: '/password' });
    expect((await look(tokenOf(invitation))).status).toBe(200);

    // As after a crash between the account and the note that the invitation is used.
    const { status, body } = await signUp(somebody({ invitation: tokenOf(invitation) }));
    expect(status).toBe(200);
    await app.prisma.invitation.update({
      where: { id: invitation.id },
      data: { usedAt: null, usedById: null, claimedAt: new Date(0) },
    });
    const second = await signUp(somebody({ invitation: tokenOf(invitation) }));
    expect(second).toMatchObject({ status: 410, body: { code: 'invitation_used' } });
    // A claim without an account lapses.
    const { id } = (body as unknown as { user: { id: string } }).user;
    await app.prisma.user.delete({ where: { id } });
    expect((await signUp(somebody({ invitation: tokenOf(invitation) }))).status).toBe(200);
  });

  it('for an address is for that address alone, in any case of its letters', async () => {
    const invitation = tokenOf(await invite({ email: 'Berta@Example.org' }));
    const other = await signUp(somebody({ invitation }));
    expect(other).toMatchObject({ status: 403, body: { code: 'invitation_not_yours' } });
    expect(other.body.detail).not.toMatch(/berta/i);
    expect((await signUp(somebody({ invitation, email: 'berta@example.org' }))).status).toBe(200);
  });

  it('says why it opens nothing', async () => {
    const code = async (token: string) => (await look(token)).body.code;
    const signUpCode = async (invitation: string) =>
      (await signUp(somebody({ invitation }))).body.code;

    expect(await code('made-up')).toBe('invitation_unknown');
    expect(await signUpCode('made-up')).toBe('invitation_unknown');

    const revoked = await invite();
    expect((await admin.call('DELETE', `/api/invitations/${revoked.id}`)).status).toBe(204);
    expect((await admin.call('DELETE', `/api/invitations/${revoked.id}`)).status).toBe(204);
    expect(await code(tokenOf(revoked))).toBe('invitation_revoked');
    expect(await signUpCode(tokenOf(revoked))).toBe('invitation_revoked');

    const old = await invite();
    const its = { where: { id: old.id }, data: { expiresAt: new Date(Date.now() - 1) } };
    await app.prisma.invitation.update(its);
    expect(await code(tokenOf(old))).toBe('invitation_expired');
    expect(await signUpCode(tokenOf(old))).toBe('invitation_expired');

    const used = await invite();
    await signUp(somebody({ invitation: tokenOf(used) }));
    expect(await code(tokenOf(used))).toBe('invitation_used');
    const late = await admin.problem('DELETE', `/api/invitations/${used.id}`);
    expect(late).toMatchObject({ status: 409, body: { code: 'conflict' } });
    const states = async (state: string) =>
      (await list(`?state=${state}`)).items.map(({ id }) => id);
    expect(await states('revoked')).toEqual([revoked.id]);
    expect(await states('expired')).toEqual([old.id]);
    expect(await states('used')).toContain(used.id);
    expect(await states('open')).not.toContain(used.id);
  });

  it('ends when the admin who made it is demoted, disabled or deleted, and stays ended', async () => {
    const endings: readonly ((id: string) => Promise<{ status: number }>)[] = [
      (id) => admin.call('PATCH', `/api/users/${id}`, { role: 'reviewer' }),
      (id) => admin.call('PATCH', `/api/users/${id}`, { disabled: true }),
      (id) => admin.call('DELETE', `/api/users/${id}`),
    ];
    for (const end of endings) {
      const former = await app.admin();
      const { body: me } = await former.call<OwnAccount>('GET', '/api/me');
      const { body: handed } = await former.call<NewInvitation>('POST', '/api/invitations', {
        role: 'admin',
      });
      expect((await end(me.id)).status).toBe(200);
      const stored = await app.prisma.invitation.findUniqueOrThrow({ where: { id: handed.id } });
      expect(stored.revokedAt).not.toBeNull();
      await admin.call('PATCH', `/api/users/${me.id}`, { role: 'admin', disabled: false });
      expect((await look(tokenOf(handed))).body.code).toBe('invitation_revoked');
      const refused = await signUp(somebody({ invitation: tokenOf(handed) }));
      expect(refused).toMatchObject({ status: 410, body: { code: 'invitation_revoked' } });
    }
  });

  it('opens nothing once its admin is none, whatever the row says', async () => {
    const former = await app.admin();
    const { body: me } = await former.call<OwnAccount>('GET', '/api/me');
    const { body: handed } = await former.call<NewInvitation>('POST', '/api/invitations', {});
    await app.prisma.user.update({ where: { id: me.id }, data: { role: 'writer' } });
    expect((await look(tokenOf(handed))).body.code).toBe('invitation_revoked');
    expect((await signUp(somebody({ invitation: tokenOf(handed) }))).status).toBe(410);
    // Not either for who was let in by its address, which asks the row alone.
    const claims = app.nest.get(InvitationsRepository, { strict: false });
    const hash = hashOfToken(tokenOf(handed));
    expect(await claims.claim(hash, 'anna@example.org', newId())).toBeUndefined();
    // Nor is one made by somebody who was an admin when the call began.
    const late = { tokenHash: 'a'.repeat(64), email: null, role: 'admin' as const };
    const soon = new Date(Date.now() + 1000);
    expect(await claims.create({ ...late, expiresAt: soon, byId: me.id })).toBeUndefined();
  });

  it.each([
    [{ role: 'owner' }, '/role'],
    [{ email: 'nobody' }, '/email'],
    [{ expiresInDays: 0 }, '/expiresInDays'],
    [{ expiresInDays: 91 }, '/expiresInDays'],
    [{ rôle: 'admin' }, ''],
  ])('is not made of %j', async (body, pointer) => {
    const { status, body: problem } = await admin.problem('POST', '/api/invitations', body);
    expect({ status, pointer: problem.errors?.[0]?.pointer }).toEqual({ status: 422, pointer });
  });

  it('is listed page by page, each once', async () => {
    const ids: string[] = [];
    let cursor: string | null = null;
    do {
      const page = await list(`?limit=3${cursor ? `&cursor=${cursor}` : ''}`);
      ids.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    } while (cursor);
    expect(ids).toEqual([...ids].sort().reverse());
    expect(ids).toHaveLength(await app.prisma.invitation.count({ where: { setup: false } }));
  });

  it('is not made for a name that a request made up', async () => {
    const answer = await admin.send<{ code: string }>('POST', '/api/invitations', {
      payload: {},
      headers: { host: 'evil.example', origin: 'http://evil.example' },
    });
    expect({ status: answer.status, code: answer.body.code }).toEqual({
      status: 400,
      code: 'unknown_host',
    });
  });
});

describe('signing up', () => {
  it('needs an invitation unless it is open, and is over when it is closed', async () => {
    expect((await signUp(somebody())).body.code).toBe('invitation_needed');
    const waiting = tokenOf(await invite());
    try {
      await policy('open');
      const client = app.visitor();
      const greedy = {
        role: 'admin',
        emailVerified: true,
        isAnonymous: true,
        image: 'http://x.y/z',
      };
      expect((await signUp(somebody(greedy), client)).status).toBe(200);
      const user = await app.prisma.user.findFirstOrThrow({ orderBy: { id: 'desc' } });
      expect(user).toMatchObject({ emailVerified: false, isAnonymous: false, image: null });
      expect((await client.call<OwnAccount>('GET', '/api/me')).body.role).toBe('writer');

      await policy('closed');
      expect((await signUp(somebody())).body.code).toBe('sign_up_closed');
      expect((await signUp(somebody({ invitation: waiting }))).body.code).toBe('sign_up_closed');
      const refused = await admin.problem('POST', '/api/invitations', {});
      expect(refused).toMatchObject({ status: 403, body: { code: 'sign_up_closed' } });
    } finally {
      await policy('invitation');
    }
    expect((await signUp(somebody({ invitation: waiting }))).status).toBe(200);
  });

  it('tells who may not do it nothing about who has an account', async () => {
    const taken = somebody();
    await signUp({ ...taken, invitation: tokenOf(await invite()) });
    const known = await signUp(taken);
    const unknown = await signUp(somebody());
    expect({ ...known.body, requestId: '' }).toEqual({ ...unknown.body, requestId: '' });
  });

  it.each([
    [{ name: ' ' }, '/name'],
    [{ name: 'x'.repeat(81) }, '/name'],
    [{ email: 'anna' }, '/email'],
    [{ password: '1234567' }, '/password'],
    [{ password: 'x'.repeat(129) }, '/password'],
  ])('refuses %j beside its field', async (body, pointer) => {
    const { status, body: problem } = await signUp(somebody(body));
    expect({ status, pointer: problem.errors?.[0]?.pointer }).toEqual({ status: 422, pointer });
  });
});

describe('GET /api/auth-options', () => {
  it('says how one comes in', async () => {
    const { status, body } = await app.visitor().call('GET', '/api/auth-options');
    expect({ status, body }).toEqual({
      status: 200,
      body: { signUp: 'invitation', guests: true, mail: false, providers: [] },
    });
  });
});
