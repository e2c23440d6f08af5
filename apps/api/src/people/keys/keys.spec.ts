import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  KEY_SCOPES,
  type ApiKey,
  type AuditEntry,
  type CorrectionResponse,
  type NewApiKey,
  type PredictionResponse,
  type Problem,
} from '@inkling/contract';
import { newId } from '../../common/id.js';
import { Recorder } from '../../recognise/predictions/recorder.js';
import { inkOf } from '../../testing/fixtures.js';
import type { Client } from '../../testing/client.js';
import { TestApp } from '../../testing/test-app.js';
import { until } from '../../testing/until.js';

interface Page<T> {
  readonly items: readonly T[];
}

const drawing = (label: string) => ({ task: 'digits', ink: inkOf(label) });

let app: TestApp;
let writer: Client;

beforeAll(async () => {
  app = await TestApp.start();
  writer = await app.user('writer');
});

afterAll(async () => {
  await app.end();
});

const make = async (owner: Client, name = 'script', more: object = {}): Promise<NewApiKey> =>
  (await owner.call<NewApiKey>('POST', '/api/keys', { name, ...more })).body;

/** A program: it has a key and no cookies. */
const withKey = <T>(
  key: string,
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
  url: string,
  payload?: object,
) =>
  app.visitor().send<T>(method, url, {
    headers: { authorization: `Bearer ${key}` },
    ...(payload && { payload }),
  });

const idOf = async (client: Client): Promise<string> =>
  (await client.call<{ user: { id: string } }>('GET', '/api/auth/get-session')).body.user.id;

describe('API keys', () => {
  it('predict and correct in the name of their owner', async () => {
    const { key } = await make(writer);
    const read = await withKey<PredictionResponse>(key, 'POST', '/api/predictions', drawing('7'));
    expect(read.status).toBe(201);
    const body = { predictionId: read.body.id, label: '7' };
    const said = await withKey<CorrectionResponse>(key, 'POST', '/api/corrections', body);
    expect(said.status).toBe(201);
    const history = await writer.call<Page<{ id: string }>>('GET', '/api/predictions');
    expect(history.body.items.map(({ id }) => id)).toContain(read.body.id);
    const other = await app.visitor().send<Page<{ id: string }>>('GET', '/api/predictions', {
      headers: { 'x-api-key': key },
    });
    expect(other.body.items[0]!.id).toBe(read.body.id);
    expect((await withKey(key, 'DELETE', `/api/corrections/${said.body.id}`)).status).toBe(204);
  });

  it('are shown once, and kept as a hash', async () => {
    const { id, key, start, ...rest } = await make(writer, 'notebook', { expiresInDays: 30 });
    expect(key).toMatch(/^ink_[A-Za-z]{64}$/);
    expect(key.startsWith(start)).toBe(true);
    expect(rest).toMatchObject({ name: 'notebook', lastUsedAt: null, revokedAt: null });
    const days = (Date.parse(rest.expiresAt!) - Date.parse(rest.createdAt)) / 86_400_000;
    expect(Math.round(days)).toBe(30);
    const { body } = await writer.call<Page<ApiKey>>('GET', '/api/keys');
    expect(body.items[0]).toEqual({ id, start, ...rest });
    const row = await app.prisma.apikey.findUniqueOrThrow({ where: { id } });
    expect(row.key).toBe(createHash('sha256').update(key).digest('base64url'));
    expect(JSON.stringify(row)).not.toContain(key);
  });

  it('have the role that their owner has at the moment, and nobody else’s', async () => {
    const admin = await app.admin();
    const { key } = await make(admin);
    const users = async () => (await withKey(key, 'GET', '/api/users')).status;
    expect(await users()).toBe(200);
    const { key: lesser } = await make(writer);
    expect((await withKey(lesser, 'GET', '/api/users')).status).toBe(403);
    const id = await idOf(admin);
    await app.prisma.user.update({ where: { id }, data: { role: 'reviewer' } });
    expect(await users()).toBe(403);
  });

  it('work from any page, since no browser sends them by itself, and beat a cookie', async () => {
    const { key } = await make(writer);
    const guest = await app.guest();
    const { body, status } = await guest.send<PredictionResponse>('POST', '/api/predictions', {
      payload: drawing('3'),
      headers: {
        authorization: `Bearer ${key}`,
        origin: 'https://elsewhere.example',
        'sec-fetch-site': 'cross-site',
      },
    });
    expect(status).toBe(201);
    await app.nest.get(Recorder).flush();
    const { writerId } = await app.prisma.prediction.findUniqueOrThrow({ where: { id: body.id } });
    expect(writerId).toBe(await idOf(writer));
  });

  it('stop when they are revoked or over, and say so even where none is needed', async () => {
    const revoked = await make(writer);
    expect((await writer.call('DELETE', `/api/keys/${revoked.id}`)).status).toBe(204);
    expect((await writer.call('DELETE', `/api/keys/${revoked.id}`)).status).toBe(204);
    const over = await make(writer, 'over', { expiresInDays: 1 });
    await app.prisma.apikey.update({
      where: { id: over.id },
      data: { expiresAt: new Date(Date.now() - 1) },
    });
    for (const key of [revoked.key, over.key, 'ink_nothing', `${revoked.key}x`]) {
      const history = await withKey<Problem>(key, 'GET', '/api/predictions');
      expect(history).toMatchObject({ status: 401, body: { code: 'unknown_key' } });
      expect((await withKey(key, 'POST', '/api/predictions', drawing('1'))).status).toBe(401);
    }
    const { body } = await writer.call<Page<ApiKey>>('GET', '/api/keys');
    expect(body.items.find(({ id }) => id === revoked.id)!.revokedAt).not.toBeNull();
  });

  it('tell when they were used last, writing it once a minute at most', async () => {
    const { id, key } = await make(writer);
    const lastUse = async () =>
      (await app.prisma.apikey.findUniqueOrThrow({ where: { id } })).lastRequest;
    const use = () => withKey(key, 'GET', '/api/predictions');
    await use();
    await until(async () => (await lastUse()) !== null);
    const first = await lastUse();
    await use();
    await use();
    expect(await lastUse()).toEqual(first);
    const before = new Date(Date.now() - 61_000);
    await app.prisma.apikey.update({ where: { id }, data: { lastRequest: before } });
    await use();
    await until(async () => (await lastUse())!.getTime() > before.getTime());
    expect(await lastUse()).not.toEqual(first);
  });

  it('make no further keys', async () => {
    const { key } = await make(writer);
    const { status } = await withKey(key, 'POST', '/api/keys', { name: 'child' });
    expect(status).toBe(403);
  });

  it('give nobody a role, and open no other account, whatever their scopes', async () => {
    const admin = await app.admin();
    const { key } = await make(admin);
    const invite = (role: string) => withKey<Problem>(key, 'POST', '/api/invitations', { role });
    expect((await invite('writer')).status).toBe(201);
    for (const role of ['reviewer', 'admin']) expect((await invite(role)).status).toBe(403);
    const id = await idOf(await app.user('writer'));
    const change = (body: object) => withKey<Problem>(key, 'PATCH', `/api/users/${id}`, body);
    for (const role of ['admin', 'reviewer', 'writer']) {
      expect((await change({ role, trusted: true })).status).toBe(403);
    }
    expect((await change({ trusted: true })).status).toBe(200);
    const link = await withKey<Problem>(key, 'POST', `/api/users/${id}/password-link`);
    expect(link).toMatchObject({ status: 403, body: { code: 'forbidden' } });
    expect(link.body.detail).toContain('Sign in');
    expect(await app.prisma.user.findUniqueOrThrow({ where: { id } })).toMatchObject({
      role: 'writer',
      trusted: true,
    });
    expect(
      await app.prisma.invitation.count({ where: { role: { not: 'writer' }, setup: false } }),
    ).toBe(0);
  });

  it('have the scopes that they were made with: all of them where none is named', async () => {
    expect((await make(writer)).scopes).toEqual([...KEY_SCOPES]);
    const narrow = await make(writer, 'looks', { scopes: ['read', 'read'] });
    expect(narrow.scopes).toEqual(['read']);
    const { body } = await writer.call<Page<ApiKey>>('GET', '/api/keys');
    expect(body.items[0]).toMatchObject({ id: narrow.id, scopes: ['read'] });
    const [entry] = await app.prisma.auditEntry.findMany({ where: { subjectId: narrow.id } });
    expect(entry!.after).toMatchObject({ scopes: ['read'] });

    expect((await withKey(narrow.key, 'GET', '/api/predictions')).status).toBe(200);
    const refused = await withKey<Problem>(narrow.key, 'POST', '/api/predictions', drawing('1'));
    expect(refused).toMatchObject({ status: 403, body: { code: 'forbidden' } });
    expect(refused.body.detail).toContain('"draw"');
    // One that was not given any opens nothing: a row of another release, or a crash half-way.
    await app.prisma.apikey.update({ where: { id: narrow.id }, data: { scopes: ['all'] } });
    expect((await withKey(narrow.key, 'GET', '/api/predictions')).status).toBe(403);
  });

  it('show no versions but champions without a scope for the others', async () => {
    const reviewer = await app.reviewer();
    const versions = async (scope: string) => {
      const { key } = await make(reviewer, scope, { scopes: [scope] });
      return (await withKey<Page<object>>(key, 'GET', '/api/models')).body.items.length;
    };
    const { modelVersion } = app.prisma;
    const { id, ...champion } = await modelVersion.findFirstOrThrow({
      where: { status: 'champion' },
    });
    const rest = { ...champion, card: champion.card as object, gate: undefined };
    const version = { ...rest, id: newId(), version: 99, status: 'rejected' as const };
    await modelVersion.create({ data: version });
    expect(await versions('train')).toBe((await versions('draw')) + 1);
    expect(await versions('read')).toBe(await versions('train'));
    expect(id).not.toBe(version.id);
    await modelVersion.delete({ where: { id: version.id } });
  });

  it('are not for guests, nor by way of Better Auth’s own routes', async () => {
    const guest = await app.guest();
    const refused = await guest.problem('POST', '/api/keys', { name: 'x' });
    expect(refused.status).toBe(403);
    expect(refused.body.detail).toMatch(/as a guest.*an account/);
    for (const path of ['create', 'create/', 'update', 'delete', '/create']) {
      const answer = await writer.problem('POST', `/api/auth/api-key/${path}`, { name: 'x' });
      expect(answer.status).toBe(404);
    }
    expect((await writer.call('GET', '/api/auth/api-key/list')).status).toBe(404);
    expect(await app.prisma.apikey.count({ where: { name: 'x' } })).toBe(0);
  });

  it('are one’s own: others do not see or revoke them, admins do', async () => {
    const { id, key } = await make(writer, 'of the writer');
    const stranger = await app.user('writer');
    expect((await stranger.call<Page<ApiKey>>('GET', '/api/keys')).body.items).toEqual([]);
    expect((await stranger.call('DELETE', `/api/keys/${id}`)).status).toBe(404);
    const admin = await app.admin();
    const url = `/api/users/${await idOf(writer)}/keys`;
    const seen = await admin.call<Page<ApiKey>>('GET', url);
    expect(seen.body.items.map((item) => item.id)).toContain(id);
    expect((await stranger.call('GET', url)).status).toBe(403);
    const notTheirs = `/api/users/${await idOf(stranger)}/keys/${id}`;
    expect((await admin.call('DELETE', notTheirs)).status).toBe(404);
    expect((await withKey(key, 'GET', '/api/predictions')).status).toBe(200);
    expect((await admin.call('DELETE', `${url}/${id}`)).status).toBe(204);
    expect((await withKey(key, 'GET', '/api/predictions')).status).toBe(401);
    const log = await admin.call<Page<AuditEntry>>('GET', `/api/audit?subject=${id}`);
    expect(log.body.items.map(({ action, by }) => [action, by!.id])).toEqual([
      ['key.revoke', await idOf(admin)],
      ['key.create', await idOf(writer)],
    ]);
    expect(JSON.stringify(log.body)).not.toContain(key);
  });

  it('need a name, and a sensible time', async () => {
    for (const body of [
      {},
      { name: ' ' },
      { name: 'x'.repeat(65) },
      { name: 'x', expiresInDays: 0 },
      { name: 'x', expiresInDays: 4000 },
      { name: 'x', scopes: [] },
      { name: 'x', scopes: ['root'] },
      { name: 'x', origins: [] },
      { name: 'x', origins: ['https://school.example/draw'] },
      { name: 'x', origins: Array.from({ length: 21 }, (_, at) => `https://s${at}.example`) },
    ]) {
      expect((await writer.problem('POST', '/api/keys', body)).status).toBe(422);
    }
    expect((await make(writer, 'x'.repeat(64), { expiresInDays: 3650 })).name).toHaveLength(64);
  });

  it('go with their owner', async () => {
    const person = await app.user('writer');
    const { id, key } = await make(person);
    await app.prisma.user.delete({ where: { id: await idOf(person) } });
    expect(await app.prisma.apikey.count({ where: { id } })).toBe(0);
    expect((await withKey(key, 'GET', '/api/models')).status).toBe(401);
  });
});
