import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { Model, Ready } from '@inkling/contract';
import { inkOf } from '../testing/fixtures.js';
import { modelsWithVariant } from '../testing/model-variant.js';
import { MODELS_DIR, TestApp } from '../testing/test-app.js';

let app: TestApp;

afterEach(() => app.end());

const listed = async () =>
  (await app.visitor().call<{ items: Model[] }>('GET', '/api/models?network=digits')).body.items;

const stored = async () => {
  const rows = await app.prisma.modelVersion.findMany({
    where: { network: 'digits' },
    orderBy: { version: 'asc' },
    include: { service: true },
  });
  return rows.map(({ version, status, service }) => ({
    version,
    status,
    service: service.map(({ endedAt }) => (endedAt === null ? 'open' : 'ended')),
  }));
};

const ready = () => app.visitor().call<Ready>('GET', '/api/health/ready');

const digit = { task: 'digits', ink: inkOf('7') };

describe('shipped models', () => {
  it('are version 1 at first start, and imported once', async () => {
    app = await TestApp.start({ MODELS_DIR });
    const champion = { version: 1, status: 'champion', service: ['open'] };
    expect(await stored()).toEqual([champion]);
    await app.reopen();
    expect(await stored()).toEqual([champion]);
    await app.trainer();
    expect(await ready()).toMatchObject({ status: 200, body: { status: 'ok', problems: [] } });
  });

  it('have the card that is shipped last', async () => {
    app = await TestApp.start();
    const card = async () =>
      (await app.prisma.modelVersion.findFirstOrThrow({ where: { network: 'digits' } })).card;
    const shipped = await card();
    await app.prisma
      .$executeRaw`UPDATE model_version SET card = card || '{"summary": "of old"}' WHERE network = 'digits'`;
    expect(await card()).not.toEqual(shipped);
    await app.reopen();
    expect(await card()).toEqual(shipped);
    // What a training wrote is nobody else's.
    await app.prisma
      .$executeRaw`UPDATE model_version SET card = card || '{"summary": "trained"}', origin = 'trained'
        WHERE network = 'digits'`;
    const trained = await card();
    await app.reopen();
    expect(await card()).toEqual(trained);
  });

  it('replace an older shipped one, but never a fine-tuned one', async () => {
    app = await TestApp.start();
    await app.reopen({ MODELS_DIR: await modelsWithVariant('second') });
    expect(await stored()).toEqual([
      { version: 1, status: 'retired', service: ['ended'] },
      { version: 2, status: 'champion', service: ['open'] },
    ]);
    expect((await app.visitor().predict(digit)).body.model.version).toBe(2);

    await app.prisma.modelVersion.updateMany({
      where: { network: 'digits', version: 2 },
      data: { origin: 'trained' },
    });
    await app.reopen({ MODELS_DIR: await modelsWithVariant('third') });
    expect((await stored()).slice(1)).toEqual([
      { version: 2, status: 'champion', service: ['open'] },
      { version: 3, status: 'candidate', service: [] },
    ]);
    expect((await app.visitor().predict(digit)).body.model.version).toBe(2);
    // Candidates are not for everybody.
    const { id } = await app.prisma.modelVersion.findFirstOrThrow({ where: { version: 3 } });
    expect((await app.visitor().problem('GET', `/api/models/${id}`)).status).toBe(404);
    expect((await app.visitor().problem('GET', `/api/models/${id}/onnx`)).status).toBe(404);
    expect((await listed()).map(({ version }) => version)).toEqual([2]);
  });

  it('that are not what their card says are named, and the rest works', async () => {
    const folder = await modelsWithVariant('honest');
    await writeFile(path.join(folder, 'digits', 'model.onnx'), 'something else');
    app = await TestApp.start({ MODELS_DIR: folder });
    await app.trainer();
    const { status, body } = await ready();
    expect({ status, state: body.status }).toEqual({ status: 200, state: 'degraded' });
    expect(body.problems).toMatchObject([{ code: 'no_model' }]);
    expect(body.problems[0]!.detail).toMatch(/^digits: .*card/);
    const letter = await app.visitor().predict({ task: 'letters', ink: inkOf('A') });
    expect(letter.status).toBe(201);
    const refused = await app.visitor().problem('POST', '/api/predictions', digit);
    expect(refused).toMatchObject({ status: 503, body: { code: 'no_model' } });
  });

  it('for lines may be missing: single characters are read all the same', async () => {
    app = await TestApp.start({ MODELS_DIR: await modelsWithVariant('without lines') });
    await app.trainer();
    expect(await ready()).toMatchObject({ status: 200, body: { status: 'ok', problems: [] } });
    expect((await app.visitor().predict(digit)).status).toBe(201);
    const line = { task: 'digits', ink: inkOf('7') };
    const refused = await app.visitor().problem('POST', '/api/lines', line);
    expect(refused).toMatchObject({ status: 503, body: { code: 'no_model' } });
  });

  it('may be missing: the server runs and says so', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'inkling-models-'));
    await mkdir(path.join(folder, 'digits'));
    app = await TestApp.start({ MODELS_DIR: folder });
    expect(await ready()).toMatchObject({ status: 503, body: { status: 'unavailable' } });
    expect((await app.visitor().call('GET', '/api/health/live')).status).toBe(200);
    const refused = await app.visitor().problem('POST', '/api/predictions', digit);
    expect(refused).toMatchObject({ status: 503, body: { code: 'no_model' } });
    expect(await listed()).toEqual([]);
  });
});

describe('model files', () => {
  it('are fetched again when the copy on disk is damaged', async () => {
    app = await TestApp.start();
    const cache = path.join(app.dataDir, 'cache', 'models');
    const names = await readdir(cache);
    expect(names.length).toBeGreaterThan(0);
    for (const name of names) await writeFile(path.join(cache, name), 'damaged');
    await app.reopen();
    expect((await app.visitor().predict(digit)).status).toBe(201);
  });

  it('can be had by anyone while in service', async () => {
    app = await TestApp.start();
    const [model] = await listed();
    const detail = await app
      .visitor()
      .call<Model & { card: { labels: string[] } }>('GET', `/api/models/${model!.id}`);
    expect(detail.body.card.labels).toHaveLength(10);
    const response = await app.nest.inject({ method: 'GET', url: `/api/models/${model!.id}/onnx` });
    expect(response.statusCode).toBe(200);
    expect(response.rawPayload).toHaveLength(model!.bytes);
    const sha256 = createHash('sha256').update(response.rawPayload).digest('hex');
    expect(sha256).toBe(model!.sha256);
  });
});
