import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { AuditEntry, Deletion, NewApiKey, TrainingAccepted, User } from '@inkling/contract';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { newId } from '../../common/id.js';
import { writtenLine } from '../../recognise/lines/testing/written-line.js';
import { inkOf } from '../../testing/fixtures.js';
import type { Client } from '../../testing/client.js';
import { TestApp } from '../../testing/test-app.js';
import { until } from '../../testing/until.js';
import { TrainingEvents } from '../../train/events/training-events.service.js';
import { TrainingService } from '../../train/training.service.js';

interface Page<T> {
  readonly items: readonly T[];
  readonly nextCursor: string | null;
}

const EMAIL = 'root@example.org';
const PASSWORD = 'long enough';

const drawing = (label: string) => ({ task: 'digits', ink: inkOf(label) });

let app: TestApp;
let admin: Client;
let elsewhere: NestFastifyApplication;

beforeAll(async () => {
  app = await TestApp.start({ ADMIN_EMAIL: EMAIL, ADMIN_PASSWORD: PASSWORD });
  admin = await signIn();
  elsewhere = await app.startProcess();
  await elsewhere.listen(0, '127.0.0.1');
});

afterAll(async () => {
  await elsewhere.close();
  await app.end();
});

async function signIn(email = EMAIL): Promise<Client> {
  const client = app.visitor();
  await client.call('POST', '/api/auth/sign-in/email', { email, password: PASSWORD });
  return client;
}

const idOf = async (client: Client): Promise<string> =>
  (await client.call<{ user: { id: string } }>('GET', '/api/auth/get-session')).body.user.id;

const list = async (query = '') =>
  (await admin.call<Page<User>>('GET', `/api/users${query}`)).body.items;

const change = (id: string, body: object) => admin.call<User>('PATCH', `/api/users/${id}`, body);

describe('GET /api/users', () => {
  it('shows people with what they have', async () => {
    const writer = await app.user('writer');
    const id = await idOf(writer);
    const { body } = await writer.predict(drawing('7'));
    await writer.correct(body.id, '7');
    await writer.call('POST', '/api/keys', { name: 'mine' });
    const [user] = await list(`?search=${id}`);
    expect(user).toMatchObject({
      id,
      name: 'The writer',
      email: `${id}@example.org`,
      isGuest: false,
      role: 'writer',
      trusted: false,
      disabledAt: null,
      drawings: 1,
      corrections: 1,
      keys: 1,
    });
    expect(Date.parse(user!.lastSeenAt!)).toBeGreaterThan(Date.parse(user!.createdAt) - 1000);
  });

  it('counts a line as one drawing, and its correction as one', async () => {
    const writer = await app.user('writer');
    const line = { task: 'digits', ink: writtenLine('2907') };
    const { body } = await writer.call<{ id: string }>('POST', '/api/lines', line);
    await writer.call('POST', '/api/lines', line);
    await writer.call('POST', '/api/corrections', { lineId: body.id, text: '2947' });
    await writer.predict(drawing('7'));
    const id = await idOf(writer);
    const [user] = await list(`?search=${id}`);
    expect(user).toMatchObject({ drawings: 3, corrections: 1 });
    const deleted = await admin.call<Deletion>('DELETE', `/api/users/${id}`);
    expect(deleted.body).toMatchObject({ predictions: 3, samples: 4 });
  });

  it('finds by part of a name or address, role, and whether they are disabled', async () => {
    const reviewer = await app.reviewer();
    const guest = await app.guest();
    const [reviewerId, guestId] = [await idOf(reviewer), await idOf(guest)];
    const ids = async (query: string) => (await list(query)).map(({ id }) => id);
    expect(await ids('?search=REVIEWER')).toContain(reviewerId);
    expect(await ids(`?search=${reviewerId.slice(0, 20)}`)).toEqual([reviewerId]);
    expect(await ids('?search=nobody%25')).toEqual([]);
    expect(await ids('?role=reviewer')).toEqual([reviewerId]);
    expect(await ids('?role=guest')).toContain(guestId);
    expect(await ids('?guests=false')).not.toContain(guestId);
    expect(await ids('?disabled=true')).toEqual([]);
    // The address that Better Auth makes up for a guest is shown to nobody and found by nobody.
    expect((await list('?role=guest'))[0]!.email).toBeNull();
    const made = await app.prisma.user.findUniqueOrThrow({ where: { id: guestId } });
    expect(await ids(`?search=${encodeURIComponent(made.email)}`)).toEqual([]);
  });

  it('comes in pages', async () => {
    const all = (await list('?limit=100')).map(({ id }) => id);
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const from: string = cursor === null ? '' : `&cursor=${cursor}`;
      const page = await admin.call<Page<User>>('GET', `/api/users?limit=2${from}`);
      seen.push(...page.body.items.map(({ id }) => id));
      cursor = page.body.nextCursor;
    } while (cursor !== null);
    expect(seen).toEqual(all);
    expect((await admin.problem('GET', '/api/users?cursor=x')).status).toBe(422);
  });
});

describe('PATCH /api/users/:id', () => {
  it('gives a role that counts at once on every replica, and is in the log', async () => {
    const person = await app.user('writer');
    const id = await idOf(person);
    const review = async () => (await person.at(elsewhere).call('GET', '/api/corrections')).status;
    expect(await review()).toBe(403);
    expect((await change(id, { role: 'reviewer' })).body).toMatchObject({ id, role: 'reviewer' });
    expect(await review()).toBe(200);
    await change(id, { role: 'writer', trusted: true });
    expect(await review()).toBe(403);
    const { body } = await admin.call<Page<AuditEntry>>('GET', `/api/audit?subject=${id}`);
    expect(body.items.map(({ action, before, after }) => ({ action, before, after }))).toEqual([
      { action: 'user.trusted', before: { trusted: false }, after: { trusted: true } },
      { action: 'user.role', before: { role: 'reviewer' }, after: { role: 'writer' } },
      { action: 'user.role', before: { role: 'writer' }, after: { role: 'reviewer' } },
    ]);
    expect(body.items[0]).toMatchObject({
      by: { id: await idOf(admin), name: 'Admin', email: EMAIL },
      subject: { type: 'user', id, name: 'The writer' },
    });
    expect(body.items[0]!.requestId).not.toBeNull();
  });

  it('disables: sessions and keys end everywhere, and signing in says why', async () => {
    const person = await app.user('admin');
    const id = await idOf(person);
    await withPassword(id);
    const { key } = (await person.call<NewApiKey>('POST', '/api/keys', { name: 'k' })).body;
    const byKey = async () => {
      const headers = { authorization: `Bearer ${key}` };
      return (await app.visitor().at(elsewhere).send('GET', '/api/predictions', { headers }))
        .status;
    };
    expect(await byKey()).toBe(200);
    expect((await change(id, { disabled: true })).body.disabledAt).not.toBeNull();
    expect((await person.call('GET', '/api/predictions')).status).toBe(401);
    expect((await person.at(elsewhere).call('GET', '/api/users')).status).toBe(401);
    expect(await byKey()).toBe(401);
    const email = `${id}@example.org`;
    const refused = await app
      .visitor()
      .problem('POST', '/api/auth/sign-in/email', { email, password: PASSWORD });
    expect(refused.status).toBe(403);
    expect(refused.body.detail).toContain('disabled');
    expect(refused.headers['set-cookie']).toBeUndefined();
    expect(await app.prisma.session.count({ where: { userId: id } })).toBe(0);

    await change(id, { disabled: false });
    expect(await byKey()).toBe(200);
    expect((await (await signIn(email)).call('GET', '/api/users')).status).toBe(200);
  });

  it.each<
    [string, 200 | 204, (id: string, reviewer: Client) => Promise<{ status: number }>, number]
  >([
    ['when their role changes', 200, (id) => change(id, { role: 'writer' }), 403],
    [
      'when they sign out everywhere',
      204,
      (_, reviewer) => reviewer.call('DELETE', '/api/me/sessions'),
      401,
    ],
    [
      'when they sign out',
      200,
      (_, reviewer) => reviewer.call('POST', '/api/auth/sign-out', {}),
      401,
    ],
  ])('ends what somebody was still being told, on every replica, %s', async (_, ok, end, after) => {
    const { body: job } = await admin.call<TrainingAccepted>('POST', '/api/training-jobs', {
      network: 'digits',
    });
    const reviewer = await app.reviewer();
    const id = await idOf(reviewer);
    const url = `/api/training-jobs/${job.id}/events`;
    const streams = elsewhere.get(TrainingEvents, { strict: false });
    const told = await fetch((await elsewhere.getUrl()) + url, {
      headers: { cookie: reviewer.cookieHeader },
    });
    expect(told.status).toBe(200);
    const words = told.body!.pipeThrough(new TextDecoderStream()).getReader();
    for (let text = ''; !text.includes('event: job');) text += (await words.read()).value ?? '';
    expect((await end(id, reviewer)).status).toBe(ok);
    // The answer of a job that waits has no other end.
    while (!(await words.read()).done);
    expect(streams.size.clients).toBe(0);
    expect((await reviewer.at(elsewhere).call('GET', url)).status).toBe(after);
    await admin.call('POST', `/api/training-jobs/${job.id}/cancel`);
  });

  it('ends what somebody begins to be told while their role changes', async () => {
    const { body: job } = await admin.call<TrainingAccepted>('POST', '/api/training-jobs', {
      network: 'digits',
    });
    const reviewer = await app.reviewer();
    const id = await idOf(reviewer);
    const streams = elsewhere.get(TrainingEvents, { strict: false });
    const aborter = new AbortController();
    const watch = async () =>
      fetch(`${await elsewhere.getUrl()}/api/training-jobs/${job.id}/events`, {
        headers: { cookie: reviewer.cookieHeader },
        signal: aborter.signal,
      });
    await watch();
    const training = elsewhere.get(TrainingService, { strict: false });
    const find = jest.spyOn(training, 'get').mockImplementationOnce(async () => {
      await change(id, { role: 'writer' });
      // The stream that was there has ended: the news has come, and the next one still begins.
      await until(() => streams.size.clients === 0);
      return training.get(job.id);
    });
    try {
      expect((await watch()).status).toBe(200);
      await until(() => streams.size.clients === 0);
    } finally {
      aborter.abort();
      find.mockRestore();
    }
    await admin.call('POST', `/api/training-jobs/${job.id}/cancel`);
  });

  it('lets a session of somebody disabled count for nothing, even if one is left', async () => {
    const person = await app.user('writer');
    const id = await idOf(person);
    await app.prisma.user.update({ where: { id }, data: { disabledAt: new Date() } });
    expect((await person.call('GET', '/api/predictions')).status).toBe(401);
    await app.prisma.session.updateMany({
      where: { userId: id },
      data: { updatedAt: new Date(0) },
    });
    expect((await person.call('GET', '/api/predictions')).status).toBe(401);
  });

  it('refuses what is no change, nobody, and a role for a guest', async () => {
    const guestId = await idOf(await app.guest());
    expect((await admin.problem('PATCH', `/api/users/${newId()}`, { trusted: true })).status).toBe(
      404,
    );
    expect((await admin.problem('PATCH', `/api/users/${guestId}`, { role: 'owner' })).status).toBe(
      422,
    );
    expect((await admin.problem('PATCH', `/api/users/${guestId}`, { name: 'X' })).status).toBe(422);
    const refused = await admin.problem('PATCH', `/api/users/${guestId}`, { role: 'admin' });
    expect(refused.status).toBe(422);
    expect(refused.body.errors![0]).toMatchObject({ pointer: '/role' });
    const { isAnonymous, role } = await app.prisma.user.findUniqueOrThrow({
      where: { id: guestId },
    });
    expect({ isAnonymous, role }).toEqual({ isAnonymous: true, role: 'writer' });
  });
});

describe('the last admin', () => {
  const enabledAdmins = () => app.prisma.user.count({ where: { role: 'admin', disabledAt: null } });

  beforeAll(async () => {
    await app.prisma.user.updateMany({
      where: { role: 'admin', email: { not: EMAIL } },
      data: { role: 'writer' },
    });
  });

  it.each([{ role: 'reviewer' }, { disabled: true }, { role: 'writer', disabled: true }])(
    'is not taken away by %j, also not by themselves',
    async (body) => {
      const refused = await admin.problem('PATCH', `/api/users/${await idOf(admin)}`, body);
      expect(refused.status).toBe(409);
      expect(refused.body).toMatchObject({ code: 'last_admin' });
      expect(await enabledAdmins()).toBe(1);
    },
  );

  it('counts only those who can sign in', async () => {
    const second = await idOf(await app.admin());
    await change(second, { disabled: true });
    expect(
      (await admin.problem('PATCH', `/api/users/${await idOf(admin)}`, { role: 'writer' })).status,
    ).toBe(409);
    await app.prisma.user.delete({ where: { id: second } });
  });

  it('is left by two who demote one another at the same moment, on two replicas', async () => {
    for (let round = 0; round < 5; round++) {
      const other = await app.admin();
      const [rootId, otherId] = [await idOf(admin), await idOf(other)];
      const answers = await Promise.all([
        admin.call('PATCH', `/api/users/${otherId}`, { role: 'writer' }),
        other.at(elsewhere).call('PATCH', `/api/users/${rootId}`, { disabled: true }),
      ]);
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
      expect(await enabledAdmins()).toBe(1);
      await app.prisma.user.update({
        where: { id: rootId },
        data: { role: 'admin', disabledAt: null },
      });
      await app.prisma.user.delete({ where: { id: otherId } });
      admin = await signIn();
    }
  });
});

/** Gives somebody the first admin's password. */
async function withPassword(userId: string): Promise<void> {
  const root = await app.prisma.account.findFirstOrThrow({ where: { providerId: 'credential' } });
  await app.prisma.account.create({
    data: { accountId: userId, providerId: 'credential', userId, password: root.password },
  });
}
