import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { AuditEntry, Model, TrainingAccepted } from '@inkling/contract';
import { newId } from '../../common/id.js';
import type { Client } from '../../testing/client.js';
import { TestApp } from '../../testing/test-app.js';
import { recordAudit } from '../../database/record-audit.js';

interface Page {
  readonly items: readonly AuditEntry[];
  readonly nextCursor: string | null;
}

let app: TestApp;
let admin: Client;

beforeAll(async () => {
  app = await TestApp.start();
  admin = await app.admin();
});

afterAll(async () => {
  await app.end();
});

const search = async (query = '') =>
  (await admin.call<Page>('GET', `/api/audit${query}`)).body.items;

const idOf = async (client: Client): Promise<string> =>
  (await client.call<{ user: { id: string } }>('GET', '/api/auth/get-session')).body.user.id;

describe('the audit log', () => {
  it('has training jobs that were asked for and stopped, and changes of settings', async () => {
    const { body: job } = await admin.call<TrainingAccepted>('POST', '/api/training-jobs', {
      network: 'digits',
      epochs: 2,
    });
    // A second request joins it: nothing changed.
    await admin.call('POST', '/api/training-jobs', { network: 'digits' });
    await admin.call('POST', `/api/training-jobs/${job.id}/cancel`);
    await admin.call('POST', `/api/training-jobs/${job.id}/cancel`);
    await admin.call('PATCH', '/api/training-settings/digits', { keepVersions: 7 });
    const [settings, cancelled, started, ...rest] = await search();
    expect(rest).toEqual([]);
    const subject = { type: 'training-job', id: job.id };
    expect(started).toMatchObject({
      action: 'training.start',
      subject,
      by: { id: await idOf(admin), name: 'The admin' },
      before: null,
      after: { network: 'digits', parameters: { epochs: 2 }, repeatOfId: null },
    });
    expect(cancelled).toMatchObject({ action: 'training.cancel', subject });
    expect(settings).toMatchObject({
      action: 'settings.training',
      before: { keepVersions: 20 },
      after: { keepVersions: 7, promotion: { automatic: true, paused: false } },
    });
  });

  it('names the request that made the change', async () => {
    const { headers } = await admin.call('PATCH', '/api/training-settings/digits', {
      keepVersions: 8,
    });
    const [entry] = await search('?limit=1');
    expect(entry!.requestId).toBe(headers['x-request-id']);
  });

  it('is found by action, person, subject and time, in pages', async () => {
    const other = await app.admin();
    const otherId = await idOf(other);
    await app.prisma.user.update({ where: { id: otherId }, data: { name: 'Berta' } });
    const start = new Date();
    await other.call('PATCH', '/api/settings/people', { review: 'auto' });
    await other.call('PATCH', '/api/training-settings/characters', { keepVersions: 5 });
    const mid = (await search('?limit=1'))[0]!;
    await admin.call('PATCH', '/api/settings/people', { review: 'people' });

    const actions = async (query: string) => (await search(query)).map(({ action }) => action);
    expect(await actions('?person=bert')).toEqual(['settings.training', 'settings.people']);
    expect(await actions(`?person=${otherId}&action=settings.people`)).toEqual(['settings.people']);
    expect(await actions('?action=set')).toEqual([]);
    expect((await actions('?action=settings')).length).toBeGreaterThanOrEqual(4);
    expect(await actions('?subject=training:characters')).toEqual(['settings.training']);
    expect(await actions(`?subject=settings&from=${start.toISOString()}`)).toHaveLength(3);
    expect(await actions(`?from=${start.toISOString()}&to=${mid.at}`)).not.toContain(
      'model.promote',
    );
    expect(await actions(`?to=${new Date(0).toISOString()}`)).toEqual([]);
    expect((await admin.problem('GET', '/api/audit?from=yesterday')).status).toBe(422);

    const all = (await search('?limit=100')).map(({ id }) => id);
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const from: string = cursor === null ? '' : `&cursor=${cursor}`;
      const page = await admin.call<Page>('GET', `/api/audit?limit=2${from}`);
      seen.push(...page.body.items.map(({ id }) => id));
      cursor = page.body.nextCursor;
    } while (cursor !== null);
    expect(seen).toEqual(all);
  });

  it('loses the name of a deleted person, and keeps what they did', async () => {
    const [entry] = await search('?person=berta&limit=1');
    await app.prisma.user.delete({ where: { id: entry!.by!.id } });
    const after = (await search('?limit=100')).find(({ id }) => id === entry!.id);
    expect(after).toEqual({ ...entry, by: null });
    const stored = await app.prisma.auditEntry.findMany();
    expect(JSON.stringify(stored)).not.toContain('Berta');
  });

  it('has nothing of a change that failed', async () => {
    const before = await app.prisma.auditEntry.count();
    await expect(
      app.prisma.$transaction(async (tx) => {
        await recordAudit(tx, {
          byId: null,
          action: 'user.role',
          subject: { type: 'user', id: newId() },
        });
        throw new Error('changed my mind');
      }),
    ).rejects.toThrow('changed my mind');
    expect(
      (await admin.problem('POST', '/api/models/rollback', { network: 'digits' })).status,
    ).toBe(409);
    expect(await app.prisma.auditEntry.count()).toBe(before);
  });

  it('has promotions and rollbacks with the version before', async () => {
    const { body: models } = await admin.call<{ items: Model[] }>(
      'GET',
      '/api/models?network=digits',
    );
    const champion = models.items.find(({ status }) => status === 'champion')!;
    const { sha256, card } = await app.prisma.modelVersion.findUniqueOrThrow({
      where: { id: champion.id },
    });
    const second = await app.prisma.modelVersion.create({
      data: {
        id: newId(),
        network: 'digits',
        version: champion.version + 1,
        status: 'candidate',
        origin: 'trained',
        sha256,
        card: card as object,
      },
    });
    const promoted = await admin.call('POST', `/api/models/${second.id}/promote`, {
      reason: 'better',
    });
    expect(promoted.status).toBe(200);
    expect((await admin.call('POST', '/api/models/rollback', { network: 'digits' })).status).toBe(
      200,
    );
    const [back, forth] = await search('?action=model');
    expect(forth).toMatchObject({
      action: 'model.promote',
      subject: { type: 'model', id: second.id, name: `digits ${second.version}` },
      before: { championId: champion.id },
      after: { championId: second.id, reason: 'better' },
    });
    expect(back).toMatchObject({
      action: 'model.rollback',
      before: { championId: second.id },
      after: { championId: champion.id },
    });
    // The pause that it made says in words who did it: for admins, not for the log.
    await admin.call('PATCH', '/api/training-settings/digits', { keepVersions: 9 });
    const [settings] = await search('?action=settings.training&limit=1');
    expect(settings!.after).toMatchObject({ promotion: { paused: true } });
    expect(JSON.stringify(await app.prisma.auditEntry.findMany())).not.toContain('The admin');
  });
});
