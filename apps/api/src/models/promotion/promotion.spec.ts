import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Model, Problem } from '@inkling/contract';
import { readTrainingSettings } from '@inkling/store/training';
import { ServingService } from '../../recognise/serving/serving.service.js';
import type { Client } from '../../testing/client.js';
import { inkOf } from '../../testing/fixtures.js';
import { registerVersion } from '../../testing/register-version.js';
import { TestApp } from '../../testing/test-app.js';

let app: TestApp;
let admin: Client;
let base: Model;

beforeAll(async () => {
  app = await TestApp.start();
  admin = await app.admin();
  base = (await champions())[0]!;
});

afterAll(() => app.end());

const digit = { task: 'digits', ink: inkOf('7'), memory: false };

type Page = { items: Model[]; nextCursor: string | null };

const champions = async () =>
  (await app.visitor().call<Page>('GET', '/api/models?network=digits')).body.items;

const promote = (id: string, body: object = {}) =>
  admin.call<Model & Omit<Problem, 'status'>>('POST', `/api/models/${id}/promote`, body);

const rollBack = (body: object = { network: 'digits' }) =>
  admin.call<Model & Omit<Problem, 'status'>>('POST', '/api/models/rollback', body);

const inService = () => app.nest.get(ServingService).get('digits')!.version.id;

const probability = async () => (await app.visitor().predict(digit)).body.probability;

describe('POST /api/models/:id/promote', () => {
  it('puts a version into service, by whom and why in the history', async () => {
    const before = await probability();
    const next = await registerVersion(app.prisma, { seed: 1 });
    const { status, body } = await promote(next.id, { reason: 'reads better' });
    expect(status).toBe(200);
    expect(body).toMatchObject({ id: next.id, status: 'champion', version: next.version });
    expect(body.service).toMatchObject([{ to: null, reason: 'reads better' }]);
    expect(body.service[0]!.by).toMatch(/^The admin \(.+@example\.org\)$/);
    // Answered when it answers.
    expect(inService()).toBe(next.id);
    expect(await probability()).not.toBe(before);
    const former = await admin.call<Model>('GET', `/api/models/${base.id}`);
    expect(former.body).toMatchObject({ status: 'retired' });
    expect(former.body.service[0]!.to).not.toBeNull();
  });

  it('tells reviewers alone by whom and why', async () => {
    const next = await registerVersion(app.prisma, { seed: 4 });
    await promote(next.id, { reason: 'only for us' });
    const url = `/api/models/${next.id}`;
    const told = (await (await app.reviewer()).call<Model>('GET', url)).body.service;
    expect(told).toMatchObject([{ by: expect.any(String), reason: 'only for us' }]);
    const [{ from }] = told as [Model['service'][number]];
    for (const who of [app.visitor(), await app.guest()]) {
      const { body } = await who.call<Model>('GET', url);
      expect(body.service).toEqual([{ from, to: null }]);
      const page = (await who.call<Page>('GET', '/api/models?network=digits')).body;
      expect(page.items[0]!.service).toEqual([{ from, to: null }]);
    }
  });

  it('is for admins', async () => {
    const next = await registerVersion(app.prisma, { seed: 2 });
    const url = `/api/models/${next.id}/promote`;
    expect((await app.visitor().problem('POST', url, {})).status).toBe(401);
    for (const who of [await app.guest(), await app.reviewer()]) {
      expect((await who.problem('POST', url, {})).status).toBe(403);
      const rollback = await who.problem('POST', '/api/models/rollback', { network: 'digits' });
      expect(rollback.status).toBe(403);
    }
    expect(inService()).not.toBe(next.id);
  });

  it('wants a reason where the gate refused', async () => {
    const refused = await registerVersion(app.prisma, { seed: 3, status: 'rejected' });
    const former = inService();
    const without = await promote(refused.id);
    expect(without).toMatchObject({ status: 422, body: { code: 'reason_needed' } });
    expect(without.body.errors).toMatchObject([{ pointer: '/reason' }]);
    expect((await promote(refused.id, { reason: '   ' })).status).toBe(422);
    expect(inService()).toBe(former);
    const { status, body } = await promote(refused.id, { reason: 'the gate set lacks our hand' });
    expect(status).toBe(200);
    expect(body.service[0]).toMatchObject({ reason: 'the gate set lacks our hand', to: null });
  });

  it('changes nothing when the file is damaged, missing, pruned or another network', async () => {
    const former = inService();
    const periods = await app.prisma.servicePeriod.count();
    const cases = [
      { seed: 11, storedBytes: new Uint8Array(Buffer.from('damaged')) },
      { bytes: new Uint8Array(Buffer.from('no model')) },
      { seed: 12, card: { embeddingSize: 95 } },
    ];
    for (const options of cases) {
      const broken = await registerVersion(app.prisma, options);
      const refused = await promote(broken.id);
      expect(refused).toMatchObject({ status: 409, body: { code: 'model_unusable' } });
      expect(refused.body.detail).toMatch(`digits ${broken.version} can't serve`);
      expect(refused.body.detail).not.toMatch(app.dataDir);
    }
    const pruned = await registerVersion(app.prisma, { seed: 13 });
    await app.prisma.modelFile.update({
      where: { sha256: pruned.sha256 },
      data: { bytes: null, prunedAt: new Date() },
    });
    expect(await promote(pruned.id)).toMatchObject({ status: 410, body: { code: 'file_removed' } });
    expect(await promote(former)).toMatchObject({ body: { code: 'already_in_service' } });
    expect((await promote('01900000-0000-7000-8000-000000000000')).status).toBe(404);
    expect((await promote('nonsense')).status).toBe(404);
    expect(inService()).toBe(former);
    expect(await app.prisma.servicePeriod.count()).toBe(periods);
    expect((await app.visitor().predict(digit)).body.model.id).toBe(former);
  });

  it('checks what the card says of its glyphs', async () => {
    const former = inService();
    const glyph = '00'.repeat(400) + 'ff'.repeat(20) + '00'.repeat(364);
    const logits = Array.from({ length: 10 }, (_, at) => at);
    const odd = await registerVersion(app.prisma, {
      seed: 14,
      card: { selfCheck: [{ glyph, logits }] },
    });
    expect((await promote(odd.id)).body.detail).toMatch('glyph 0 of its card');
    expect(inService()).toBe(former);
  });
});

describe('POST /api/models/rollback', () => {
  it('puts the former version back, and forth again, and pauses automatic promotion', async () => {
    const former = inService();
    const next = await registerVersion(app.prisma, { seed: 20 });
    const old = await probability();
    await promote(next.id);
    const fresh = await probability();
    const back = await rollBack({ network: 'digits', reason: 'reads sevens as ones' });
    expect(back).toMatchObject({ status: 200, body: { id: former, status: 'champion' } });
    expect(back.body.service[0]!.reason).toBe(
      `rollback from version ${next.version}: reads sevens as ones`,
    );
    expect(inService()).toBe(former);
    expect(await probability()).toBe(old);
    const { promotion } = await readTrainingSettings(app.prisma, 'digits');
    expect(promotion.pausedBecause).toMatch(
      /The admin .* rolled digits back .*: reads sevens as ones/,
    );
    const others = await readTrainingSettings(app.prisma, 'characters');
    expect(others.promotion.pausedBecause).toBeNull();

    expect((await rollBack()).body.id).toBe(next.id);
    expect(await probability()).toBe(fresh);
    expect((await rollBack()).body.id).toBe(former);
  });

  it('changes nothing where it would do something else than was seen', async () => {
    const former = inService();
    const next = await registerVersion(app.prisma, { seed: 21 });
    await promote(next.id);
    const seen = { network: 'digits', from: next.id, to: former };
    expect(await rollBack(seen)).toMatchObject({ status: 200, body: { id: former } });

    // Another admin saw the same and confirms too.
    const second = await rollBack(seen);
    expect(second).toMatchObject({ status: 409, body: { code: 'conflict' } });
    expect(second.body.detail).toMatch(/^digits \d+ is in service now\. Nothing was changed/);
    const elsewhere = await rollBack({ network: 'digits', to: former });
    expect(elsewhere).toMatchObject({ status: 409, body: { code: 'conflict' } });
    expect(elsewhere.body.detail).toMatch(`A rollback leads to digits ${next.version} now.`);
    expect((await rollBack({ network: 'digits', to: 'nonsense' })).status).toBe(422);
    expect(inService()).toBe(former);
  });

  it('says when there is nothing before', async () => {
    const refused = await rollBack({ network: 'characters' });
    expect(refused).toMatchObject({ status: 409, body: { code: 'nothing_to_roll_back' } });
    expect((await rollBack({ network: 'runes' })).status).toBe(422);
  });

  it('changes nothing when the former version is damaged', async () => {
    const current = inService();
    const { sha256 } = await app.prisma.modelVersion.findFirstOrThrow({
      where: { network: 'digits', status: 'retired' },
      orderBy: { service: { _count: 'desc' } },
    });
    const file = await app.prisma.modelFile.findUniqueOrThrow({ where: { sha256 } });
    await app.prisma.modelFile.updateMany({
      where: { versions: { some: { status: 'retired' } } },
      data: { bytes: Buffer.from('damaged') },
    });
    await rm(`${app.dataDir}/cache`, { recursive: true });
    expect(await rollBack()).toMatchObject({ status: 409, body: { code: 'model_unusable' } });
    expect(inService()).toBe(current);
    await app.prisma.modelFile.update({ where: { sha256 }, data: { bytes: file.bytes } });
  });
});

describe('GET /api/models', () => {
  it('shows all versions to reviewers, page by page, and champions to others', async () => {
    const reviewer = await app.reviewer();
    const seen: Model[] = [];
    let url = '/api/models?network=digits&limit=3';
    for (;;) {
      const { body } = await reviewer.call<Page>('GET', url);
      seen.push(...body.items);
      if (body.nextCursor === null) break;
      url = `/api/models?network=digits&limit=3&cursor=${body.nextCursor}`;
    }
    const stored = await app.prisma.modelVersion.count({ where: { network: 'digits' } });
    expect(seen).toHaveLength(stored);
    const versions = seen.map(({ version }) => version);
    expect(versions).toEqual([...versions].sort((a, b) => b - a));
    expect(await champions()).toMatchObject([{ status: 'champion' }]);
    expect((await reviewer.problem('GET', '/api/models?cursor=x')).status).toBe(422);

    const candidate = seen.find(({ status }) => status === 'candidate')!;
    expect((await reviewer.call('GET', `/api/models/${candidate.id}`)).status).toBe(200);
    expect((await app.visitor().problem('GET', `/api/models/${candidate.id}`)).status).toBe(404);
    expect((await app.visitor().problem('GET', `/api/models/${candidate.id}/onnx`)).status).toBe(
      404,
    );
    const pruned = seen.find((version) => version.pruned)!;
    const gone = await reviewer.problem('GET', `/api/models/${pruned.id}/onnx`);
    expect(gone).toMatchObject({ status: 410, body: { code: 'file_removed' } });
  });
});
