/** @own-sources whose `process` is the one of this file */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '../../common/id.js';
import type { Client } from '../../testing/client.js';
import { TestApp } from '../../testing/test-app.js';
import { CONFIG } from '../../config/config.module.js';
import type { Config } from '../../config/load-config.js';
import { AdminsRepository } from './admins.repository.js';
import { AuthService } from './auth.service.js';
import { FirstAdmin } from './first-admin.service.js';
import { InvitationsRepository } from './invitations/invitations.repository.js';

let app: TestApp;
const notices: string[] = [];
const { send } = process;

beforeAll(async () => {
  process.send = (message: { text?: string }) => notices.push(message.text ?? '') > 0;
  app = await TestApp.start();
});

afterAll(async () => {
  if (send) process.send = send;
  else delete process.send;
  await app.end();
});

const EMAIL = 'boss@example.org';
const PASSWORD = 'correct horse';

/** What a start does about admins, without the rest of a start. */
const startWith = (adminEmail?: string, adminPassword?: string) => {
  const config = { ...app.nest.get<Config>(CONFIG), adminEmail, adminPassword };
  const [admins, auth, invitations] = [
    app.nest.get(AdminsRepository),
    app.nest.get(AuthService),
    app.nest.get(InvitationsRepository),
  ];
  return new FirstAdmin(config, admins, auth, invitations).onApplicationBootstrap();
};

const setupOf = (notice: string) => /\/sign-up\?setup=(\S+)/.exec(notice)?.[1] ?? '';

const signIn = (client: Client, password: string, email = EMAIL) =>
  client.problem('POST', '/api/auth/sign-in/email', { email, password });

const whoAmI = async (client: Client) => {
  type Session = { user: { id: string; role: string; isAnonymous: boolean } };
  return (await client.call<Session>('GET', '/api/auth/get-session')).body.user;
};

const admins = () => app.prisma.user.findMany({ where: { role: 'admin' } });

// In this order: there is no way back to a server without an admin.
describe('the first admin', () => {
  it('is missed at the start, with a word on how to make one', async () => {
    expect(await admins()).toEqual([]);
    expect(notices).toHaveLength(1);
    expect(notices[0]).toMatch(/admin.*ADMIN_EMAIL and ADMIN_PASSWORD/s);
    expect(setupOf(notices[0]!)).toMatch(/^[\w-]{43}$/);
  });

  it('is offered the same link after a restart and by every replica, and the database has its hash', async () => {
    await startWith();
    expect(setupOf(notices[1]!)).toBe(setupOf(notices[0]!));
    const stored = await app.prisma.invitation.findMany({});
    expect(stored).toMatchObject([{ setup: true, role: 'admin', usedAt: null }]);
    expect(JSON.stringify(stored)).not.toContain(setupOf(notices[0]!));
  });

  it('is made by the link, once, whoever else tries at that moment', async () => {
    const setup = setupOf(notices[0]!);
    const look = await app.visitor().call('POST', '/api/invitations/look', { setup });
    expect(look).toMatchObject({ status: 200, body: { role: 'admin', email: null } });
    const tries = ['one', 'two', 'three'].map((name) =>
      app.visitor().problem('POST', '/api/auth/sign-up/email', {
        email: `${name}@example.org`,
        password: PASSWORD,
        name,
        setup,
      }),
    );
    const answers = await Promise.all(tries);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 410, 410]);
    expect(await admins()).toHaveLength(1);
    const again = await app.visitor().problem('POST', '/api/invitations/look', { setup });
    expect(again).toMatchObject({ status: 410, body: { code: 'invitation_used' } });
    expect(again.body.detail).toContain('has an admin already');
    await app.prisma.user.deleteMany({});
  });

  it('is nobody who has the address already', async () => {
    const id = newId();
    await app.prisma.user.create({ data: { id, name: 'Squatter', email: 'first@example.org' } });
    await startWith('First@example.org', PASSWORD);
    expect(await admins()).toEqual([]);
    expect(await app.prisma.account.count({ where: { userId: id } })).toBe(0);
    expect((await signIn(app.visitor(), PASSWORD, 'first@example.org')).status).toBe(401);
  });

  it('is made by one of several replicas that start at once', async () => {
    const repository = app.nest.get(AdminsRepository);
    const outcomes = await Promise.all(
      ['a', 'b', 'c', 'd'].map((name) =>
        repository.makeFirst({ email: `${name}@example.org`, passwordHash: 'x:y' }),
      ),
    );
    expect(outcomes.sort()).toEqual(['exists', 'exists', 'exists', 'made']);
    expect(await admins()).toHaveLength(1);
    await app.prisma.user.deleteMany({ where: { role: 'admin' } });
  });

  it('is made from the settings, and signs in', async () => {
    await app.reopen({ ADMIN_EMAIL: 'Boss@Example.org', ADMIN_PASSWORD: PASSWORD });
    expect(notices.at(-1)).toContain(EMAIL);
    const visitor = app.visitor();
    expect((await signIn(visitor, PASSWORD)).status).toBe(200);
    expect(await whoAmI(visitor)).toMatchObject({ role: 'admin', isAnonymous: false });
    const account = await app.prisma.account.findFirstOrThrow({
      where: { user: { email: EMAIL } },
    });
    expect(account.password).not.toContain(PASSWORD);
  });

  it('is refused with a wrong password, and nobody else gets an account', async () => {
    for (const [password, email] of [
      ['wrong horse', EMAIL],
      [PASSWORD, 'nobody@example.org'],
    ]) {
      const { status, headers, body } = await signIn(app.visitor(), password!, email);
      expect({ status, code: body.code }).toEqual({ status: 401, code: 'wrong_credentials' });
      expect(headers['content-type']).toMatch(/problem\+json/);
      expect(headers['set-cookie']).toBeUndefined();
    }
    const account = { email: 'new@example.org', password: PASSWORD, name: 'New' };
    const signUp = await app.visitor().problem('POST', '/api/auth/sign-up/email', account);
    expect({ status: signUp.status, code: signUp.body.code }).toEqual({
      status: 403,
      code: 'invitation_needed',
    });
  });

  it('is refused to pages of other origins', async () => {
    const answer = await app.visitor().send('POST', '/api/auth/sign-in/email', {
      payload: { email: EMAIL, password: PASSWORD },
      headers: { origin: 'https://evil.example', cookie: 'inkling.session_token=x.y' },
    });
    expect(answer.status).toBe(403);
  });

  it('signs in from programs, which name no origin, and not through a page of another site', async () => {
    const guest = await app.guest();
    const post = (headers: Record<string, string>) =>
      app.nest.inject({
        method: 'POST',
        url: '/api/auth/sign-in/email',
        headers: { host: '127.0.0.1:3000', cookie: guest.cookieHeader, ...headers },
        payload: { email: EMAIL, password: PASSWORD },
      });
    expect((await post({ 'sec-fetch-mode': 'cors' })).statusCode).toBe(200);
    expect((await post({ 'sec-fetch-site': 'cross-site' })).statusCode).toBe(403);
    expect((await post({ origin: 'null' })).statusCode).toBe(403);
    expect((await post({ referer: 'https://evil.example/' })).statusCode).toBe(403);
  });

  it('stays the one there is, whatever the settings say later', async () => {
    await startWith('other@example.org', 'another horse');
    expect((await admins()).map(({ email }) => email)).toEqual([EMAIL]);
    expect((await signIn(app.visitor(), 'another horse', 'other@example.org')).status).toBe(401);
    expect((await signIn(app.visitor(), PASSWORD)).status).toBe(200);
    const before = notices.length;
    await startWith();
    expect(notices).toHaveLength(before);
  });
});

describe('a guest', () => {
  it('gets no role by asking for one', async () => {
    const visitor = app.visitor();
    const body = { role: 'admin', name: 'Me' };
    await visitor.call('POST', '/api/auth/sign-in/anonymous', body);
    await visitor.call('POST', '/api/auth/update-user', body);
    const { id } = await whoAmI(visitor);
    const stored = await app.prisma.user.findUniqueOrThrow({ where: { id } });
    expect(stored).toMatchObject({ role: 'writer', isAnonymous: true });
  });
});
