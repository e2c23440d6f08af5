import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NewInvitation, OwnAccount, PasswordLink, Session } from '@inkling/contract';
import { newId } from '../../../common/id.js';
import type { Client } from '../../../testing/client.js';
import { Mailbox } from '../../../testing/mailbox.js';
import { TestApp } from '../../../testing/test-app.js';
import { until } from '../../../testing/until.js';

const HERE = 'http://127.0.0.1:3000';

let mailbox: Mailbox;
let app: TestApp;
let replica: NestFastifyApplication;
let admin: Client;

beforeAll(async () => {
  mailbox = await Mailbox.open();
  app = await TestApp.start({
    SMTP_URL: mailbox.url,
    MAIL_FROM: 'Inkling <ink@example.org>',
    PUBLIC_URL: HERE,
  });
  replica = await app.startProcess();
  admin = await app.admin();
});

afterAll(async () => {
  await replica.close();
  await app.end();
  await mailbox.close();
});

const PASSWORD = 'correct horse';
const NEW_PASSWORD = 'battery staple';

let people = 0;

async function newUser(): Promise<{ client: Client; email: string; id: string }> {
  const { body } = await admin.call<NewInvitation>('POST', '/api/invitations', {});
  const invitation = new URL(body.link).searchParams.get('invitation')!;
  const email = `anna-${people++}@example.org`;
  const client = app.visitor();
  const person = { name: 'Anna', email, password: PASSWORD, invitation };
  await client.call('POST', '/api/auth/sign-up/email', person);
  const me = await client.call<OwnAccount>('GET', '/api/me');
  return { client, email, id: me.body.id };
}

async function signIn(email: string, password: string) {
  const client = app.visitor();
  const { status } = await client.call('POST', '/api/auth/sign-in/email', { email, password });
  return { client, status };
}

const isIn = async (client: Client) => (await client.call('GET', '/api/me')).status === 200;

const askForReset = (email: string) =>
  app.visitor().problem('POST', '/api/auth/request-password-reset', { email });

const reset = (token: string, newPassword: string) =>
  app.visitor().problem('POST', '/api/auth/reset-password', { token, newPassword });

async function letterTo(email: string) {
  await until(() => mailbox.letters.some(({ to }) => to.includes(email)));
  return mailbox.letters.filter(({ to }) => to.includes(email)).at(-1)!;
}

const tokenIn = (text: string, name: string) =>
  new RegExp(`${HERE}/[a-z-]+\\?${name}=([\\w-]+)`).exec(text)?.[1] ?? '';

describe('a forgotten password', () => {
  it('is reset by a letter, once, and signs out everywhere', async () => {
    const { client, email } = await newUser();
    const asked = await askForReset(email.toUpperCase());
    expect(asked.status).toBe(200);
    const letter = await letterTo(email);
    expect(letter.from).toBe('ink@example.org');
    const token = tokenIn(letter.text, 'token');
    const stored = await app.prisma.verification.findMany({});
    expect(JSON.stringify(stored)).not.toContain(token);

    const short = await reset(token, 'short');
    expect(short).toMatchObject({ status: 422, body: { errors: [{ pointer: '/newPassword' }] } });
    expect((await reset(token, NEW_PASSWORD)).status).toBe(200);
    expect(await isIn(client)).toBe(false);
    expect(await isIn(client.at(replica))).toBe(false);
    expect((await signIn(email, PASSWORD)).status).toBe(401);
    expect((await signIn(email, NEW_PASSWORD)).status).toBe(200);
    const again = await reset(token, 'yet another one');
    expect(again).toMatchObject({ status: 410, body: { code: 'link_expired' } });
    expect((await signIn(email, NEW_PASSWORD)).status).toBe(200);
  });

  it('is answered the same whether there is such an account or not', async () => {
    const { email } = await newUser();
    const before = mailbox.letters.length;
    const [known, unknown] = [await askForReset(email), await askForReset('nobody@example.org')];
    expect({ status: known.status, body: known.body }).toEqual({
      status: unknown.status,
      body: unknown.body,
    });
    await letterTo(email);
    expect(mailbox.letters).toHaveLength(before + 1);
  });

  it('is answered before anything of the address is looked up', async () => {
    const { email } = await newUser();
    await app.prisma.$transaction(
      async (tx) => {
        // Whoever looked would wait.
        await tx.$executeRaw`LOCK TABLE "user", account, verification IN ACCESS EXCLUSIVE MODE`;
        for (const asked of [email, 'nobody@example.org']) {
          expect((await askForReset(asked)).status).toBe(200);
        }
      },
      { timeout: 20_000 },
    );
    await letterTo(email);
  });

  it('is answered so even when the mail server refuses', async () => {
    const { email } = await newUser();
    mailbox.refuses = true;
    try {
      expect((await askForReset(email)).status).toBe(200);
      await until(() => mailbox.refused > 0);
    } finally {
      mailbox.refuses = false;
    }
  });

  it('is refused with a link that is too old or made up', async () => {
    const { email } = await newUser();
    await askForReset(email);
    const token = tokenIn((await letterTo(email)).text, 'token');
    await app.prisma.verification.updateMany({ data: { expiresAt: new Date(Date.now() - 1) } });
    for (const wrong of [token, 'made-up']) {
      expect(await reset(wrong, NEW_PASSWORD)).toMatchObject({ status: 410 });
    }
    expect((await signIn(email, PASSWORD)).status).toBe(200);
  });
});

describe('POST /api/users/:id/password-link', () => {
  const makeLink = (id: string) =>
    admin.call<PasswordLink>('POST', `/api/users/${id}/password-link`);

  it('lets somebody in again without mail; a newer one ends it', async () => {
    const { client, email, id } = await newUser();
    const first = await makeLink(id);
    expect(first.status).toBe(201);
    const second = await makeLink(id);
    const token = tokenIn(second.body.link, 'token');
    expect((await reset(tokenIn(first.body.link, 'token'), NEW_PASSWORD)).status).toBe(410);
    expect((await reset(token, NEW_PASSWORD)).status).toBe(200);
    expect((await reset(token, NEW_PASSWORD)).status).toBe(410);
    expect(await isIn(client)).toBe(false);
    expect((await signIn(email, NEW_PASSWORD)).status).toBe(200);
    const log = await app.prisma.auditEntry.findMany({
      where: { subjectId: id, action: 'user.password-link' },
    });
    expect(log).toHaveLength(2);
    expect(JSON.stringify(log)).not.toContain(token);
  });

  it('is one of an account, however many are made at the same moment, on two replicas', async () => {
    const { id, email } = await newUser();
    const other = await app.admin();
    const makers = [admin, other.at(replica), admin.at(replica), other];
    const [answers] = await Promise.all([
      Promise.all(
        [...makers, ...makers].map((maker) =>
          maker.call<PasswordLink>('POST', `/api/users/${id}/password-link`),
        ),
      ),
      askForReset(email),
    ]);
    await letterTo(email);
    expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(201));
    const left = await app.prisma.verification.findMany({ where: { value: id } });
    expect(left).toHaveLength(1);
    const tokens = [
      ...answers.map(({ body }) => tokenIn(body.link, 'token')),
      tokenIn((await letterTo(email)).text, 'token'),
    ];
    const opened = [];
    for (const token of tokens) opened.push((await reset(token, NEW_PASSWORD)).status);
    expect(opened.filter((status) => status === 200)).toHaveLength(1);
    expect(opened.filter((status) => status === 410)).toHaveLength(8);
  });

  it('ends with the rights of the admin who made it', async () => {
    const { id, email } = await newUser();
    const former = await app.admin();
    const { body: me } = await former.call<OwnAccount>('GET', '/api/me');
    const { body } = await former.call<PasswordLink>('POST', `/api/users/${id}/password-link`);
    await admin.call('PATCH', `/api/users/${me.id}`, { role: 'writer' });
    expect((await reset(tokenIn(body.link, 'token'), NEW_PASSWORD)).status).toBe(410);
    expect((await signIn(email, PASSWORD)).status).toBe(200);
  });

  it('gives a password to who had none', async () => {
    const { email, id } = await newUser();
    await app.prisma.account.deleteMany({ where: { userId: id } });
    const { body } = await makeLink(id);
    expect((await reset(tokenIn(body.link, 'token'), NEW_PASSWORD)).status).toBe(200);
    expect((await signIn(email, NEW_PASSWORD)).status).toBe(200);
  });

  it('is for nobody unknown, and for no guest', async () => {
    const guest = await app.guest();
    const me = await guest.call<OwnAccount>('GET', '/api/me');
    for (const id of [newId(), me.body.id, 'x']) expect((await makeLink(id)).status).toBe(404);
  });
});

describe('a change of the password', () => {
  const change = (client: Client, currentPassword: string) =>
    client.problem('POST', '/api/auth/change-password', {
      currentPassword,
      newPassword: NEW_PASSWORD,
      revokeOtherSessions: false,
    });

  it('ends every other session, and keeps this one', async () => {
    const { client, email } = await newUser();
    const other = (await signIn(email, PASSWORD)).client;
    expect((await change(client, PASSWORD)).status).toBe(200);
    expect(await isIn(client)).toBe(true);
    expect(await isIn(other)).toBe(false);
    expect(await isIn(other.at(replica))).toBe(false);
    expect((await signIn(email, NEW_PASSWORD)).status).toBe(200);
  });

  it('needs the present one', async () => {
    const { client, email } = await newUser();
    expect(await change(client, 'wrong horse')).toMatchObject({
      status: 422,
      body: { code: 'wrong_password', errors: [{ pointer: '/currentPassword' }] },
    });
    expect((await signIn(email, PASSWORD)).status).toBe(200);
  });
});

describe('/api/me/sessions', () => {
  it('are listed, ended one by one, and all at once, on every replica', async () => {
    const { client, email } = await newUser();
    const [second, third] = [
      (await signIn(email, PASSWORD)).client,
      (await signIn(email, PASSWORD)).client,
    ];
    const list = async () =>
      (await client.call<{ items: Session[] }>('GET', '/api/me/sessions')).body.items;
    const sessions = await list();
    expect(sessions.map(({ current }) => current)).toEqual([false, false, true]);
    const tokens = await app.prisma.session.findMany({ select: { token: true } });
    for (const { token } of tokens) expect(JSON.stringify(sessions)).not.toContain(token);

    const end = (id: string, by = client) => by.call('DELETE', `/api/me/sessions/${id}`);
    expect((await end(sessions[0]!.id)).status).toBe(204);
    expect(await isIn(third)).toBe(false);
    expect(await isIn(third.at(replica))).toBe(false);
    expect(await isIn(second)).toBe(true);
    // Not somebody else's.
    const stranger = await newUser();
    expect((await end(sessions[1]!.id, stranger.client)).status).toBe(404);
    expect(await list()).toHaveLength(2);

    expect((await client.at(replica).call('DELETE', '/api/me/sessions')).status).toBe(204);
    for (const one of [client, second, second.at(replica)]) expect(await isIn(one)).toBe(false);
    expect(await isIn(stranger.client)).toBe(true);
  });
});

describe('PATCH /api/me', () => {
  it('changes the name', async () => {
    const { client } = await newUser();
    const changed = await client.call<OwnAccount>('PATCH', '/api/me', { name: ' Anna B. ' });
    expect(changed.body).toMatchObject({ name: 'Anna B.' });
    expect((await client.problem('PATCH', '/api/me', { name: ' ' })).status).toBe(422);
    expect((await client.problem('PATCH', '/api/me', { role: 'admin' })).status).toBe(422);
  });
});

describe('an invitation by mail', () => {
  it('is mailed to its address, which is then known to be theirs', async () => {
    const email = 'berta@example.org';
    const { body } = await admin.call<NewInvitation>('POST', '/api/invitations', {
      email,
      role: 'reviewer',
    });
    expect(body.mailed).toBe(true);
    const letter = await letterTo(email);
    expect(letter.text).toMatch(/as a reviewer/);
    const invitation = tokenIn(letter.text, 'invitation');
    const person = { name: 'Berta', email, password: PASSWORD, invitation };
    const signUp = await app.visitor().call('POST', '/api/auth/sign-up/email', person);
    expect(signUp.status).toBe(200);
    const user = await app.prisma.user.findUniqueOrThrow({ where: { email } });
    expect(user).toMatchObject({ emailVerified: true, role: 'reviewer' });
  });

  it('is a link all the same when the mail server refuses', async () => {
    mailbox.refuses = true;
    try {
      const request = { email: 'cora@example.org' };
      const { status, body } = await admin.call<NewInvitation>('POST', '/api/invitations', request);
      expect({ status, mailed: body.mailed }).toEqual({ status: 201, mailed: false });
    } finally {
      mailbox.refuses = false;
    }
  });
});

describe('without mail', () => {
  it('a reset says whom to ask, whatever the address', async () => {
    await app.reopen({ SMTP_URL: '', PUBLIC_URL: '' });
    const { email } = await newUser();
    const [known, unknown] = [await askForReset(email), await askForReset('nobody@example.org')];
    expect(known).toMatchObject({ status: 409, body: { code: 'mail_off' } });
    expect({ ...known.body, requestId: '' }).toEqual({ ...unknown.body, requestId: '' });
    expect(known.body.detail).toMatch(/Ask an admin/);
  });
});
