import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { AuditEntry, NewWebhook, Webhook, WebhookList } from '@inkling/contract';
import type { Client } from '../testing/client.js';
import { TestApp } from '../testing/test-app.js';

let app: TestApp;
let admin: Client;

beforeAll(async () => {
  app = await TestApp.start();
  admin = await app.admin();
});

afterEach(async () => {
  await app.prisma.webhook.deleteMany();
});

afterAll(async () => {
  await app.end();
});

const URL = '/api/webhooks';
const wanted = { url: 'https://example.org/hook?key=secret', events: ['job.finished'] };
const create = (body: object = wanted) => admin.call<NewWebhook>('POST', URL, body);
const list = async () => (await admin.call<WebhookList>('GET', URL)).body.items;

describe('/api/webhooks', () => {
  it('tells the secret once, and keeps what is changed', async () => {
    const { status, body } = await create({ ...wanted, description: ' The shop ' });
    const { secret, ...created } = body;
    expect(status).toBe(201);
    expect(secret).toMatch(/^whsec_[\w+/]{43}=$/);
    expect(created).toMatchObject({
      ...{ url: wanted.url, description: 'The shop', events: ['job.finished'], enabled: true },
      ...{ switchedOff: null, failingSince: null, formerSecretUntil: null },
    });
    expect(await list()).toEqual([created]);
    const change = {
      enabled: false,
      events: ['version.in-service', 'correction.created', 'version.in-service'],
    };
    const changed = await admin.call<Webhook>('PATCH', `${URL}/${created.id}`, change);
    expect(changed.body).toEqual({
      ...created,
      enabled: false,
      events: ['correction.created', 'version.in-service'],
    });
    expect(await list()).toEqual([changed.body]);
    expect((await admin.call('DELETE', `${URL}/${created.id}`)).status).toBe(204);
    expect(await list()).toEqual([]);
    expect((await admin.problem('DELETE', `${URL}/${created.id}`)).status).toBe(404);
  });

  it('says in the audit log who did what, without the address or a secret', async () => {
    const { id, secret } = (await create()).body;
    await admin.call('PATCH', `${URL}/${id}`, { enabled: false });
    const renewed = await admin.call<NewWebhook>('POST', `${URL}/${id}/secret`);
    await admin.call('DELETE', `${URL}/${id}`);
    const { body } = await admin.call<{ items: AuditEntry[] }>('GET', '/api/audit?limit=4');
    expect(body.items.map(({ action }) => action)).toEqual([
      'webhook.delete',
      'webhook.secret',
      'webhook.change',
      'webhook.create',
    ]);
    const told = JSON.stringify(body.items);
    expect(told).toContain('example.org');
    for (const hidden of ['key=secret', secret, renewed.body.secret]) {
      expect(told).not.toContain(hidden);
    }
  });

  it.each([
    { ...wanted, url: 'ftp://example.org/' },
    { ...wanted, url: 'example.org' },
    { ...wanted, url: 'https://somebody:word@example.org/' },
    { ...wanted, url: 'https:somebody@example.org' },
    { ...wanted, url: 'https:\\\\somebody@example.org/' },
    { ...wanted, url: 'http://169.254.169.254/latest/meta-data' },
    { ...wanted, url: 'http://[fe80::1]/' },
    { ...wanted, events: [] },
    { ...wanted, events: ['drawing.created'] },
    { ...wanted, secret: 'whsec_mine' },
    { events: wanted.events },
  ])('refuses %j', async (body) => {
    expect((await create(body)).status).toBe(422);
    expect(await list()).toEqual([]);
  });

  it('refuses the same changes', async () => {
    const { id } = (await create()).body;
    for (const change of [{ url: 'http://169.254.1.1/' }, { events: [] }, { secret: 'whsec_a' }]) {
      expect((await admin.problem('PATCH', `${URL}/${id}`, change)).status).toBe(422);
    }
  });

  it('holds 20, also when all come at the same time', async () => {
    const answers = await Promise.all(Array.from({ length: 25 }, () => create()));
    const refused = answers.filter(({ status }) => status === 409);
    expect(refused).toHaveLength(5);
    expect(refused[0]!.body).toMatchObject({ code: 'too_many' });
    expect(await list()).toHaveLength(20);
  });

  it('is for admins, and for keys with the scope admin', async () => {
    const { id } = (await create()).body;
    const reviewer = await app.reviewer();
    for (const [method, path] of [
      ['GET', ''],
      ['POST', ''],
      ['PATCH', `/${id}`],
      ['DELETE', `/${id}`],
      ['POST', `/${id}/test`],
      ['POST', `/${id}/secret`],
      ['GET', `/${id}/deliveries`],
      ['POST', `/deliveries/${id}/retry`],
    ] as const) {
      expect((await app.visitor().problem(method, `${URL}${path}`)).status).toBe(401);
      expect((await reviewer.problem(method, `${URL}${path}`)).status).toBe(403);
    }
    const statusWith = async (scope: string): Promise<number> => {
      const request = { name: scope, scopes: [scope] };
      const { key } = (await admin.call<{ key: string }>('POST', '/api/keys', request)).body;
      const headers = { authorization: `Bearer ${key}` };
      return (await app.visitor().send('GET', URL, { headers })).status;
    };
    expect(await statusWith('admin')).toBe(200);
    expect(await statusWith('read')).toBe(403);
    expect(await statusWith('train')).toBe(403);
  });

  it('refuses private addresses where the setting says so', async () => {
    const home = { ...wanted, url: 'http://192.168.1.20:8080/' };
    expect((await create(home)).status).toBe(201);
    await app.reopen({ WEBHOOK_PRIVATE: 'false' });
    expect((await create(home)).status).toBe(422);
    expect((await create()).status).toBe(201);
    await app.reopen({ WEBHOOK_PRIVATE: 'true' });
  });
});
