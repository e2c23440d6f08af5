import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Comparison, LineResponse, Model, Problem } from '@inkling/contract';
import type { LinesCard } from '@inkling/recognizer';
import { changeTrainingSettings, readTrainingSettings } from '@inkling/store/training';
import { Inference } from '../recognise/inference/inference.module.js';
import { LANGUAGE_MODEL } from '../recognise/inference/protocol.js';
import { writtenLine } from '../recognise/lines/testing/written-line.js';
import type { Client } from '../testing/client.js';
import { promote as promoteElsewhere } from '../testing/promote.js';
import { registerVersion, type VersionOptions } from '../testing/register-version.js';
import { TestApp } from '../testing/test-app.js';
import { until } from '../testing/until.js';
import { PruningService } from './pruning/pruning.service.js';

let app: TestApp;
let admin: Client;
let reviewer: Client;

beforeAll(async () => {
  app = await TestApp.start();
  [admin, reviewer] = [await app.admin(), await app.reviewer()];
});

afterAll(() => app.end());

type Page = { items: Model[]; nextCursor: string | null };

const list = async (who: Client, query: string) =>
  (await who.call<Page>('GET', `/api/models?${query}`)).body.items;

const inService = async () => (await list(app.visitor(), 'network=lines'))[0]!;

const register = (options: Omit<VersionOptions, 'network'> = {}) =>
  registerVersion(app.prisma, { network: 'lines', ...options });

const promote = (id: string, body: object = {}) =>
  admin.call<Model & Omit<Problem, 'status'>>('POST', `/api/models/${id}/promote`, body);

const rollBack = (body: object = { network: 'lines' }) =>
  admin.call<Model & Omit<Problem, 'status'>>('POST', '/api/models/rollback', body);

const readLine = async () =>
  (
    await app.visitor().call<LineResponse>('POST', '/api/lines', {
      task: 'digits',
      ink: writtenLine('48'),
    })
  ).body;

describe('GET /api/models', () => {
  it('lists versions of lines with their own metrics, and all networks where none is named', async () => {
    const [lines, ...more] = await list(app.visitor(), 'network=lines');
    expect(more).toEqual([]);
    expect(lines).toMatchObject({ network: 'lines', version: 1, status: 'champion' });
    expect(lines!.metrics.length).toBeGreaterThan(3);
    for (const metric of lines!.metrics) {
      expect(metric).not.toHaveProperty('top3');
      expect(metric.characterErrorRate).toBeGreaterThan(0);
      expect(metric.dataset).toMatch(/, as (ink|pictures)$/);
    }
    const networks = (await list(app.visitor(), '')).map(({ network }) => network);
    expect(networks.sort()).toEqual(['characters', 'digits', 'lines']);
    expect((await app.visitor().problem('GET', '/api/models?network=words')).status).toBe(422);
  });

  it('shows the card and hands out the file, of candidates to reviewers alone', async () => {
    const { id, bytes, sha256 } = await inService();
    const { status, body } = await app
      .visitor()
      .call<Model & { card: LinesCard }>('GET', `/api/models/${id}`);
    expect(status).toBe(200);
    expect(body.card).toMatchObject({ network: 'lines', kind: 'sequence' });
    expect(body.card.characters).toHaveLength(95);
    const file = await app.nest.inject({ method: 'GET', url: `/api/models/${id}/onnx` });
    expect(file.headers['content-disposition']).toContain('inkling-lines-1.onnx');
    expect(file.rawPayload).toHaveLength(bytes);
    expect(createHash('sha256').update(file.rawPayload).digest('hex')).toBe(sha256);

    const candidate = await register({ seed: 1 });
    for (const part of ['', '/onnx']) {
      const url = `/api/models/${candidate.id}${part}`;
      expect((await app.visitor().problem('GET', url)).status).toBe(404);
      expect((await reviewer.call('GET', url)).status).toBe(200);
    }
  });
});

describe('POST /api/models/:id/promote and rollback', () => {
  it('try a version before anybody has sent a line, and leave nothing loaded', async () => {
    const { pool } = app.nest.get(Inference);
    const sessions = pool.sessions.length;
    const next = await register({ seed: 6 });
    expect((await promote(next.id)).status).toBe(200);
    const broken = await register({ bytes: new Uint8Array(Buffer.from('not a model')) });
    expect(await promote(broken.id)).toMatchObject({
      status: 409,
      body: { code: 'model_unusable' },
    });
    expect(pool.sessions).toHaveLength(sessions);
    expect((await rollBack()).body).toMatchObject({ version: 1, status: 'champion' });
    expect(pool.sessions).toHaveLength(sessions);
    expect((await readLine()).model.version).toBe(1);
    // The language model stays, whichever version reads.
    expect(pool.sessions.filter((id) => id !== LANGUAGE_MODEL)).toHaveLength(sessions + 1);
  });

  it('put versions of lines in and out of service, with who and why', async () => {
    const base = await inService();
    const next = await register({ seed: 2, card: { temperature: 1.5 } });
    const before = await readLine();
    expect(before.model.id).toBe(base.id);
    const { status, body } = await promote(next.id, { reason: 'reads better' });
    expect({ status, network: body.network }).toEqual({ status: 200, network: 'lines' });
    expect(body.service).toMatchObject([{ to: null, reason: 'reads better' }]);
    // Answered when it answers.
    const after = await readLine();
    expect(after.model).toEqual({ id: next.id, version: next.version });
    expect(after.probability).not.toBe(before.probability);

    const back = await rollBack({ network: 'lines', reason: 'worse with sevens' });
    expect(back).toMatchObject({ status: 200, body: { id: base.id, status: 'champion' } });
    expect(await readLine()).toMatchObject({ text: before.text, model: before.model });
    expect((await readTrainingSettings(app.prisma, 'lines')).promotion.pausedBecause).toMatch(
      /rolled lines back to version 1: worse with sevens/,
    );
    expect((await readTrainingSettings(app.prisma, 'digits')).promotion.pausedBecause).toBeNull();
    expect((await rollBack()).body.id).toBe(next.id);
    expect((await rollBack()).body.id).toBe(base.id);
  });

  it('are for admins', async () => {
    const next = await register({ seed: 3 });
    const former = await inService();
    for (const [who, status] of [
      [app.visitor(), 401],
      [await app.guest(), 403],
      [reviewer, 403],
    ] as const) {
      expect((await who.problem('POST', `/api/models/${next.id}/promote`, {})).status).toBe(status);
      const rollback = await who.problem('POST', '/api/models/rollback', { network: 'lines' });
      expect(rollback.status).toBe(status);
    }
    expect((await inService()).id).toBe(former.id);
  });

  it('change nothing where the version cannot serve', async () => {
    const former = await inService();
    const known = { width: 4, strip: '00'.repeat(128), text: 'no', peaks: [99] };
    const cases: [Omit<VersionOptions, 'network'>, RegExp][] = [
      [{ seed: 11, storedBytes: new Uint8Array(Buffer.from('damaged')) }, /damaged/],
      [{ bytes: new Uint8Array(Buffer.from('no model')) }, /can't be loaded/],
      [{ seed: 12, card: { characters: ['a', 'b'] } }, /other sizes/],
      [{ seed: 13, card: { selfCheck: [known] } }, /strip 0 of its card/],
    ];
    for (const [options, reason] of cases) {
      const broken = await register(options);
      const refused = await promote(broken.id);
      expect(refused).toMatchObject({ status: 409, body: { code: 'model_unusable' } });
      expect(refused.body.detail).toMatch(`lines ${broken.version} can't serve`);
      expect(refused.body.detail).toMatch(reason);
    }
    const rejected = await register({ seed: 14, status: 'rejected' });
    expect((await promote(rejected.id)).body.code).toBe('reason_needed');
    expect((await promote(former.id)).body.code).toBe('already_in_service');
    expect((await rollBack({ network: 'words' })).status).toBe(422);
    expect((await inService()).id).toBe(former.id);
    expect((await readLine()).model.id).toBe(former.id);
  });
});

describe('GET /api/models/compare', () => {
  const compare = (a: string, b: string) =>
    reviewer.call<Comparison & Omit<Problem, 'status'>>('GET', `/api/models/compare?a=${a}&b=${b}`);

  it('sets the cards of two versions side by side, and says what it leaves out', async () => {
    const a = await inService();
    const { body } = await reviewer.call<{ card: LinesCard }>('GET', `/api/models/${a.id}`);
    const [first, second, ...others] = body.card.evaluations;
    const evaluations = [
      { ...first!, whole: 0.75, characterErrorRate: 0.05 },
      // Other lines tell nothing of these.
      { ...second!, lines: second!.lines + 1 },
      ...others,
    ];
    const b = await register({ seed: 4, card: { evaluations } });
    const compared = await compare(a.id, b.id);
    expect(compared).toMatchObject({
      status: 200,
      body: { network: 'lines', progress: null, pictures: null, b: { version: b.version } },
    });
    expect(compared.body.tables).toHaveLength(evaluations.length - 1);
    expect(compared.body.tables[0]).toEqual({
      source: 'card',
      dataset: `${first!.dataset}, as ink`,
      task: first!.task,
      samples: first!.lines,
      labels: [],
      a: {
        ...{ top1: first!.whole, characterErrorRate: first!.characterErrorRate },
        ...{ perClass: [], confusion: [] },
      },
      b: { top1: 0.75, characterErrorRate: 0.05, perClass: [], confusion: [] },
    });
    expect(compared.body.notes).toEqual([expect.stringContaining('Approved lines')]);
  });

  it('refuses versions of different networks', async () => {
    const digits = (await list(app.visitor(), 'network=digits'))[0]!;
    const lines = await inService();
    for (const [a, b] of [
      [digits, lines],
      [lines, digits],
    ] as const) {
      const { status, body } = await compare(a.id, b.id);
      expect(status).toBe(422);
      expect(body.errors![0]!.detail).toMatch(`a version of ${a.network}, as a is`);
    }
  });
});

describe('pruning', () => {
  it('removes the files of old versions of lines, and keeps those that were in service', async () => {
    await app.prisma.$transaction((tx) =>
      changeTrainingSettings(tx, 'lines', (before) => ({ ...before, keepVersions: 1 })),
    );
    await app.nest.get(PruningService).run();
    const versions = await list(reviewer, 'network=lines&limit=50');
    const kept = versions.filter(({ pruned }) => !pruned);
    expect(versions.length).toBeGreaterThan(kept.length);
    expect(
      kept.every(({ version, service }) => version === versions[0]!.version || service.length > 0),
    ).toBe(true);
    const gone = versions.find(({ pruned }) => pruned)!;
    expect(await promote(gone.id, { reason: 'all the same' })).toMatchObject({ status: 410 });
    expect((await reviewer.problem('GET', `/api/models/${gone.id}/onnx`)).status).toBe(410);
  });
});

describe('a trainer', () => {
  it('sees in the row of each replica which version of lines it answers with', async () => {
    const next = await register({ seed: 5 });
    await promoteElsewhere(app.prisma, next.id);
    await until(async () => {
      const rows = await app.prisma.replica.findMany();
      return rows.every(({ serving }) => (serving as { lines?: string }).lines === next.id);
    });
    expect((await readLine()).model.id).toBe(next.id);
  });
});
