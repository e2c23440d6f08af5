import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Problem } from '@inkling/contract';
import { TestApp } from '../../testing/test-app.js';

let app: TestApp;

beforeAll(async () => {
  app = await TestApp.start({ RATE_LIMIT: '50' });
});

afterAll(async () => {
  await app.end();
});

const SIGN_IN = '/api/auth/sign-in/anonymous';

const signIn = (headers: Record<string, string> = {}) =>
  app.visitor().send<Problem>('POST', SIGN_IN, { payload: {}, headers });

describe('guests', () => {
  it('sign in by one call, for a year', async () => {
    const { status, headers } = await signIn();
    expect(status).toBe(200);
    const cookie = String(headers['set-cookie']);
    expect(cookie).toMatch(/^inkling\.session_token=/);
    expect(cookie).toMatch(/Max-Age=31536000/);
    expect(cookie).toMatch(/HttpOnly/i);
    expect(cookie).toMatch(/SameSite=Lax/i);
    // Plain http in the local network must work.
    expect(cookie).not.toMatch(/Secure/i);
  });

  it('are told where they are guests already', async () => {
    const guest = await app.guest();
    const { body } = await guest.call<Problem>('POST', '/api/auth/sign-in/anonymous', {});
    expect(body.detail).toMatch(/a guest already/);
  });

  it('are known again by their session', async () => {
    const guest = await app.guest();
    const session = await guest.call<{ user: { isAnonymous: boolean; id: string } }>(
      'GET',
      '/api/auth/get-session',
    );
    expect(session.body.user.isAnonymous).toBe(true);
    const user = await app.prisma.user.findUniqueOrThrow({ where: { id: session.body.user.id } });
    expect(user.isAnonymous).toBe(true);
    expect((await guest.call('POST', '/api/auth/sign-out', {})).status).toBe(200);
    expect((await guest.problem('GET', '/api/predictions')).status).toBe(401);
  });

  it('stay signed in over a restart, and at another address of this server', async () => {
    const guest = await app.guest();
    await app.close();
    await app.open();
    const here = await guest.send('GET', '/api/predictions', {});
    expect(here.status).toBe(200);
    const elsewhere = await guest.send('GET', '/api/predictions', {
      headers: { host: '192.168.1.20:3000' },
    });
    expect(elsewhere.status).toBe(200);
  });

  it('prolong their session by using it', async () => {
    const guest = await app.guest();
    const soon = new Date(Date.now() + 24 * 60 * 60 * 1000);
    await app.prisma.session.updateMany({ data: { expiresAt: soon, updatedAt: new Date(0) } });
    const { headers } = await guest.call('GET', '/api/predictions');
    expect(String(headers['set-cookie'])).toMatch(/Max-Age=31536000/);
    const session = await app.prisma.session.findFirstOrThrow({ orderBy: { expiresAt: 'desc' } });
    expect(session.expiresAt.getTime()).toBeGreaterThan(Date.now() + 300 * 24 * 60 * 60 * 1000);
  });

  it('are out at once when their session is revoked or over', async () => {
    const guest = await app.guest();
    const history = async () => (await guest.call('GET', '/api/predictions')).status;
    expect(await history()).toBe(200);
    const session = await app.prisma.session.findFirstOrThrow({ orderBy: { createdAt: 'desc' } });
    const its = { where: { id: session.id } };
    await app.prisma.session.update({ ...its, data: { expiresAt: new Date(Date.now() - 1) } });
    expect(await history()).toBe(401);
    const other = await app.guest();
    await app.prisma.session.deleteMany({});
    expect((await other.call('GET', '/api/predictions')).status).toBe(401);
  });

  it('are not let in with a made-up cookie', async () => {
    await app.guest();
    const { token } = await app.prisma.session.findFirstOrThrow({});
    for (const value of ['abc.def', token, `${token}.`, `${token}.${'A'.repeat(43)}=`, '%zz']) {
      const forged = await app.visitor().send('GET', '/api/predictions', {
        headers: { cookie: `inkling.session_token=${value}` },
      });
      expect(forged.status).toBe(401);
    }
  });
});

describe('the door', () => {
  it('is shut for pages of other origins', async () => {
    const { status, body } = await signIn({
      origin: 'https://evil.example',
      cookie: 'inkling.session_token=x.y',
    });
    expect({ status, body }).toMatchObject({ status: 403, body: { code: 'forbidden' } });
  });

  it('is shut for names that are not ours', async () => {
    const { status, body } = await signIn({ host: 'evil.example', origin: 'http://evil.example' });
    expect({ status, body }).toMatchObject({ status: 400, body: { code: 'unknown_host' } });
  });

  it('is open from the local network', async () => {
    const address = '192.168.1.20:3000';
    expect((await signIn({ host: address, origin: `http://${address}` })).status).toBe(200);
  });

  it('takes no new accounts', async () => {
    const account = { email: 'a@example.org', password: 'long enough', name: 'A' };
    const answer = await app.visitor().problem('POST', '/api/auth/sign-up/email', account);
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
    expect(answer.headers['content-type']).toMatch(/problem\+json/);
    expect(await app.prisma.user.count({ where: { email: account.email } })).toBe(0);
  });

  it('answers problems for what it does not know', async () => {
    const { status, body } = await app.visitor().problem('POST', '/api/auth/nothing', {});
    expect({ status, body }).toMatchObject({ status: 404, body: { code: 'not_found' } });
  });

  it('limits new guests of one address, whatever it claims to be', async () => {
    const statuses: number[] = [];
    for (let count = 0; count < 70; count++) {
      statuses.push((await signIn({ 'x-forwarded-for': `10.0.0.${count}` })).status);
    }
    expect(statuses).toContain(429);
    const { body, headers } = await signIn();
    expect(body).toMatchObject({ code: 'too_many_requests' });
    expect(Number(headers['retry-after'])).toBeGreaterThan(0);
  });
});

describe('RATE_LIMIT', () => {
  it('counts by address without a session, and leaves health alone', async () => {
    const visitor = app.visitor();
    let refused: Awaited<ReturnType<typeof visitor.problem>> | undefined;
    for (let count = 0; count < 60 && !refused; count++) {
      const answer = await visitor.problem('GET', '/api/models');
      if (answer.status === 429) refused = answer;
    }
    expect(refused).toMatchObject({ status: 429, body: { code: 'too_many_requests' } });
    expect(Number(refused!.headers['retry-after'])).toBeGreaterThan(0);
    expect((await visitor.call('GET', '/api/health/live')).status).toBe(200);
  });
});

describe("Better Auth's calls", () => {
  it('say what to send where something is wrong with a field', async () => {
    const post = (path: string, payload: object) =>
      app.visitor().call<Problem>('POST', `/api/auth/${path}`, payload);
    const wrong = (pointer: string, detail: string) => ({ pointer, detail });
    const nothing = await post('sign-in/email', {});
    expect(nothing).toMatchObject({ status: 422, body: { code: 'invalid_request' } });
    expect(nothing.body.errors).toEqual([
      wrong('/email', 'is missing'),
      wrong('/password', 'is missing'),
    ]);
    const anEmail = 'must be an email address, such as "anna@example.org"';
    for (const path of ['sign-in/email', 'request-password-reset']) {
      const { body } = await post(path, { email: 'nobody', password: 'long enough' });
      expect(body.errors).toEqual([wrong('/email', anEmail)]);
    }
    const session = await post('change-password', { currentPassword: 'a', newPassword: 'b' });
    expect(session.body.detail).toMatch(/Sign in/);
    expect((await post('nothing', {})).body.detail).toMatch(/nothing at this address/);
  });

  it.each<[string, string, object]>([
    ['/email', '/api/auth/sign-in/email', { email: 'a\0@example.org', password: 'long enough' }],
    ['/password', '/api/auth/sign-in/email', { email: 'a@example.org', password: '\ud800' }],
    ['/name', '/api/auth/sign-up/email', { name: '\0', email: 'a@example.org', password: 'x' }],
    ['/email', '/api/auth/request-password-reset', { email: '\0@example.org' }],
    ['/token', '/api/auth/reset-password', { newPassword: 'long enough', token: '\0' }],
    ['/token', '/api/auth/reset-password?token=%00', { newPassword: 'long enough' }],
    ['/additionalData/a', '/api/auth/sign-in/social', { additionalData: { a: '\udc00' } }],
  ])('name text that cannot be stored: %s of %s', async (pointer, url, payload) => {
    const { status, body } = await app.visitor().send<Problem>('POST', url, {
      payload,
      headers: { 'x-forwarded-for': '10.8.0.1' },
    });
    expect({ status, pointer: body.errors?.[0]?.pointer }).toEqual({ status: 422, pointer });
  });

  it('are not found at addresses with NUL', async () => {
    const { status } = await app.visitor().problem('GET', '/api/auth/reset-password/a%00b');
    expect(status).toBe(404);
  });
});

describe('the public address', () => {
  const HERE = 'https://ink.example.org';

  beforeAll(() => app.reopen({ PUBLIC_URL: HERE, RATE_LIMIT: '0' }));

  it('is told to who opens another one over http, instead of a cookie that browsers drop', async () => {
    for (const origin of ['http://ink.example.org', 'http://192.168.1.20:3000']) {
      const { status, body, headers } = await signIn({ origin });
      expect({ status, body }).toMatchObject({ status: 403, body: { code: 'wrong_address' } });
      expect(body.detail).toContain(`Open ${HERE} (PUBLIC_URL)`);
      expect(headers['set-cookie']).toBeUndefined();
    }
    const { status, headers } = await signIn({ origin: HERE, host: 'ink.example.org' });
    expect(status).toBe(200);
    expect(String(headers['set-cookie'])).toMatch(/; Secure/i);
  });

  it('is named where a page of another one is refused', async () => {
    const cookie = 'inkling.session_token=x.y';
    const refused = await signIn({ origin: 'https://other.example', cookie });
    expect(refused).toMatchObject({ status: 403, body: { code: 'forbidden' } });
    expect(refused.body.detail).toContain(`Invalid origin: only pages of ${HERE} (PUBLIC_URL)`);

    const guest = app.visitor();
    await guest.send('POST', SIGN_IN, { payload: {}, headers: { origin: HERE } });
    const change = await guest.send<Problem>('DELETE', '/api/me', {
      headers: { origin: 'https://other.example' },
    });
    expect(change).toMatchObject({ status: 403, body: { code: 'forbidden' } });
    expect(change.body.detail).toContain(`(PUBLIC_URL)`);
  });
});
