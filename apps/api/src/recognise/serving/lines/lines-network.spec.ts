import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { LineResponse, Ready } from '@inkling/contract';
import { STRIP_HEIGHT } from '@inkling/ink';
import { SelfCheckError, stripCheckOf } from '@inkling/recognizer';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { changedModel } from '../../../testing/changed-model.mjs';
import type { Answer, Client } from '../../../testing/client.js';
import { promote, serves } from '../../../testing/promote.js';
import { registerVersion, type VersionOptions } from '../../../testing/register-version.js';
import { MODELS_DIR, TestApp } from '../../../testing/test-app.js';
import { Inference } from '../../inference/inference.module.js';
import { writtenLine } from '../../lines/testing/written-line.js';
import { until } from '../../../testing/until.js';
import { LinesNetwork } from './lines-network.service.js';

let app: TestApp;
let second: NestFastifyApplication;
let visitor: Client;

beforeAll(async () => {
  app = await TestApp.start();
  second = await app.startProcess();
  visitor = app.visitor();
});

afterAll(async () => {
  await second.close();
  await app.end();
});

const number = { task: 'digits', ink: writtenLine('2907') };

const read = (client: Client = visitor): Promise<Answer<LineResponse>> =>
  client.call<LineResponse>('POST', '/api/lines', number);

const network = (at: NestFastifyApplication = app.nest) => at.get(LinesNetwork);

/** Sessions of a version that the threads have. */
const sessionsOf = (id: string, at: NestFastifyApplication = app.nest) =>
  at.get(Inference).pool.sessions.filter((session) => session.startsWith(id));

/** Every version answers with probabilities of its own. */
const register = (options: Omit<VersionOptions, 'network'> = {}) =>
  registerVersion(app.prisma, { network: 'lines', ...options });

const damaged = (seed: number) =>
  register({ seed, storedBytes: new Uint8Array(Buffer.from('damaged')) });

/** Problems of the models; a trainer is not running here. */
async function problems(at: NestFastifyApplication = app.nest): Promise<Ready['problems']> {
  const { status, body } = await app.visitor().at(at).call<Ready>('GET', '/api/health/ready');
  expect(status).toBe(200);
  return body.problems.filter(({ code }) => code !== 'no_trainer');
}

const rows = () => app.prisma.replica.findMany({ orderBy: { startedAt: 'asc' } });

const bothServe = (id: string) =>
  Promise.all([serves(app.nest, 'lines', id), serves(second, 'lines', id)]);

describe('before the first line', () => {
  it('a promotion is followed and told, and nothing is loaded', async () => {
    const first = network().version!;
    expect(first.version).toBe(1);
    const next = await register({ seed: 1 });
    await promote(app.prisma, next.id);
    await bothServe(next.id);
    await until(async () =>
      (await rows()).every(({ serving }) => (serving as { lines?: string }).lines === next.id),
    );
    expect([...sessionsOf(first.id), ...sessionsOf(next.id)]).toEqual([]);
  });

  it('a damaged champion changes nothing, and is told', async () => {
    const former = network().version!.id;
    const broken = await damaged(60);
    await promote(app.prisma, broken.id);
    await until(async () =>
      (await rows()).every(({ failures }) => 'lines' in (failures as object)),
    );
    const found = (await problems()).find(({ code }) => code === 'newer_model_failed')!;
    expect(found.detail).toMatch(new RegExp(`^lines: version ${broken.version}.*damaged`));
    expect(network().version!.id).toBe(former);
    await promote(app.prisma, former);
    await until(async () => (await problems()).length === 0);
  });

  it('a champion that turns out not to be a model gives its place to the one before', async () => {
    const former = network().version!.id;
    const broken = await register({ bytes: new Uint8Array(Buffer.from('no model')) });
    await promote(app.prisma, broken.id);
    await bothServe(broken.id);
    const answers = await Promise.all([read(), read(), read()]);
    expect(answers.map(({ status, body }) => [status, body.model?.id])).toEqual(
      answers.map(() => [201, former]),
    );
    expect(await problems()).toMatchObject([{ code: 'newer_model_failed' }]);
    expect((await problems())[0]!.detail).toMatch(
      new RegExp(`^lines: version ${broken.version}, the champion, can't be loaded .*answers`),
    );
    expect(sessionsOf(broken.id)).toEqual([]);
    await promote(app.prisma, former);
    await until(async () => (await problems()).length === 0);
    expect((await read()).body.model.id).toBe(former);
  });
});

describe('a swap', () => {
  afterEach(async () => {
    await Promise.all([network().drained(), network(second).drained()]);
  });

  it('under load lets no line fail, and each answer be wholly of the version that it names', async () => {
    const former = (await read()).body;
    await read(app.visitor().at(second));
    const next = await register({ seed: 1, card: { temperature: 2 } });
    const answers: Answer<LineResponse>[] = [];
    let running = true;
    // Each replica has two lines at any moment: more would only wait, the longer the slower the machine is.
    const clients = [visitor, app.visitor().at(second)].flatMap((client) => [client, client]);
    const asking = Promise.all(
      clients.map(async (client) => {
        while (running) answers.push(await read(client));
      }),
    );
    await promote(app.prisma, next.id);
    await bothServe(next.id);
    // New requests have the new version at once.
    const fresh = (await read()).body;
    expect(fresh.model).toEqual({ id: next.id, version: next.version });
    expect(fresh.probability).not.toBe(former.probability);
    // And back, and forth again.
    await promote(app.prisma, former.model.id);
    await bothServe(former.model.id);
    expect((await read()).body.model).toEqual(former.model);
    await promote(app.prisma, next.id);
    await bothServe(next.id);
    running = false;
    await asking;
    const expected = new Map([
      [former.model.id, former.probability],
      [next.id, fresh.probability],
    ]);
    for (const { status, body } of answers) {
      expect({ status, text: body.text }).toEqual({ status: 201, text: '2907' });
      expect(body.probability).toBe(expected.get(body.model.id));
    }
    expect(new Set(answers.map(({ body }) => body.model.id)).size).toBe(2);
    await Promise.all([network().drained(), network(second).drained()]);
    for (const at of [app.nest, second]) {
      expect(sessionsOf(former.model.id, at)).toEqual([]);
      expect(sessionsOf(next.id, at)).toHaveLength(1);
    }
  });

  it('lets a line that has begun end on the old version, and then lets go of that', async () => {
    const former = network().version!;
    let finish = (): void => undefined;
    const held = new Promise<void>((resolve) => (finish = resolve));
    const running = network().use(async (model) => {
      await held;
      const line = { question: { task: 'digits' as const }, top: 1 };
      const strokes = number.ink.strokes as unknown as [];
      await model.read({ ...line, drawing: { kind: 'ink', strokes } });
      return model.version.id;
    });
    const next = await register({ seed: 3 });
    await promote(app.prisma, next.id);
    await bothServe(next.id);
    expect((await read()).body.model.id).toBe(next.id);
    expect(sessionsOf(former.id)).toHaveLength(1);
    finish();
    expect(await running).toBe(former.id);
    await network().drained();
    expect(sessionsOf(former.id)).toEqual([]);
  });

  it('is made without news, too', async () => {
    const former = network().version!.id;
    const next = await register({ seed: 4 });
    await app.prisma.$transaction([
      app.prisma.modelVersion.update({ where: { id: former }, data: { status: 'retired' } }),
      app.prisma.modelVersion.update({ where: { id: next.id }, data: { status: 'champion' } }),
    ]);
    await bothServe(next.id);
    expect((await read()).body.model.id).toBe(next.id);
  });

  it('to a damaged file keeps the old version until the file is mended', async () => {
    const former = (await read()).body.model;
    const broken = await damaged(61);
    await promote(app.prisma, broken.id);
    await until(async () => (await problems()).some(({ code }) => code === 'newer_model_failed'));
    await until(async () => (await problems(second)).some(({ code }) => code === 'replica_behind'));
    expect((await read()).body.model).toEqual(former);
    expect((await app.visitor().predict({ task: 'digits', ink: number.ink })).status).toBe(201);
    const whole = changedModel(await readFile(path.join(MODELS_DIR, 'lines', 'model.onnx')), {
      seed: 61,
    });
    await app.prisma.modelFile.update({ where: { sha256: broken.sha256 }, data: { bytes: whole } });
    await bothServe(broken.id);
    await until(async () => (await problems()).length === 0);
    expect((await read()).body.model.id).toBe(broken.id);
  });

  it('to a version that does not compute what its card says is refused', async () => {
    const former = network().version!;
    const characters = former.card.characters.slice(1);
    const other = await register({ seed: 5, card: { characters } });
    const version = { ...former, ...other, card: { ...former.card, characters } };
    await expect(network().swap(version)).rejects.toThrow('other sizes than the card says');
    await expect(network().swap(version)).rejects.toBeInstanceOf(SelfCheckError);
    expect(network().version!.id).toBe(former.id);
    expect(sessionsOf(other.id)).toEqual([]);
  });
});

describe('the strips of a card', () => {
  it('must give what the exporting process saw', async () => {
    const width = 61;
    const bytes = Uint8Array.from({ length: STRIP_HEIGHT * width }, (_, at) =>
      at % width === 20 || at % width === 41 ? 255 : 0,
    );
    const { card } = network().version!;
    const strip = { width, values: Float32Array.from(bytes, (byte) => byte / 255) };
    const [session] = sessionsOf(network().version!.id);
    const { pool } = app.nest.get(Inference);
    const output = await pool.run({ type: 'strip', versionId: session!, strip });
    const known = stripCheckOf({ bytes, width }, output, card.characters);
    const honest = await register({ seed: 61, card: { selfCheck: [known] } });
    await promote(app.prisma, honest.id);
    await bothServe(honest.id);
    expect(await problems()).toEqual([]);

    const peaks = known.peaks.map((peak) => peak + 0.5);
    const odd = await register({ seed: 61, card: { selfCheck: [known, { ...known, peaks }] } });
    await promote(app.prisma, odd.id);
    await until(async () => (await problems()).length > 0);
    expect((await problems())[0]!.detail).toMatch('it reads strip 1 of its card in another way');
    expect(network().version!.id).toBe(honest.id);
  });
});
