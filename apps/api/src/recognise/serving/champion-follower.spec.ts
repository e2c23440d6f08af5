import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Ready } from '@inkling/contract';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { inkOf } from '../../testing/fixtures.js';
import { changedModel } from '../../testing/changed-model.mjs';
import { promote, serves } from '../../testing/promote.js';
import { registerVersion } from '../../testing/register-version.js';
import { MODELS_DIR, TestApp } from '../../testing/test-app.js';
import { until } from '../../testing/until.js';
import { ChampionFollower } from './champion-follower.service.js';
import { ServingService } from './serving.service.js';

let app: TestApp;
let second: NestFastifyApplication;

beforeAll(async () => {
  app = await TestApp.start();
  second = await app.startProcess();
});

afterAll(async () => {
  await second.close();
  await app.end();
});

const digit = { task: 'digits', ink: inkOf('7') };

const servedBy = (process: NestFastifyApplication) =>
  process.get(ServingService).get('digits')!.version.id;

/** Problems of the models; a trainer is not running here. */
async function problems(at: NestFastifyApplication = app.nest): Promise<Ready['problems']> {
  const { status, body } = await app.visitor().at(at).call<Ready>('GET', '/api/health/ready');
  expect(status).toBe(200);
  return body.problems.filter(({ code }) => code !== 'no_trainer');
}

const rows = () => app.prisma.replica.findMany({ orderBy: { startedAt: 'asc' } });

const DAMAGED_SEED = 99;

/** A file that is not what its hash says. */
const damaged = (seed: number) =>
  registerVersion(app.prisma, { seed, storedBytes: new Uint8Array(Buffer.from('damaged')) });

describe('two replicas', () => {
  it('both follow a promotion, and say so', async () => {
    const next = await registerVersion(app.prisma, { seed: 1 });
    await promote(app.prisma, next.id);
    await Promise.all([serves(app.nest, 'digits', next.id), serves(second, 'digits', next.id)]);
    for (const process of [app.nest, second]) {
      const { body } = await app.visitor().at(process).predict(digit);
      expect(body.model).toEqual({ id: next.id, version: next.version });
    }
    await until(async () => {
      const all = await rows();
      return (
        all.length === 2 &&
        all.every(({ serving }) => (serving as { digits?: string }).digits === next.id)
      );
    });
    const [row] = await rows();
    expect(row).toMatchObject({ pid: process.pid, failures: {} });
    expect(Object.keys(row!.serving as object).sort()).toEqual(['characters', 'digits', 'lines']);
  });

  it('end at the last of several promotions in a row', async () => {
    const versions = [];
    for (const seed of [2, 3, 4]) versions.push(await registerVersion(app.prisma, { seed }));
    for (const { id } of versions) await promote(app.prisma, id);
    const last = versions.at(-1)!.id;
    await Promise.all([serves(app.nest, 'digits', last), serves(second, 'digits', last)]);
    await app.nest.get(ChampionFollower).follow('digits');
    expect([servedBy(app.nest), servedBy(second)]).toEqual([last, last]);
  });

  it('hear of a promotion without news, too', async () => {
    const next = await registerVersion(app.prisma, { seed: 5 });
    const former = servedBy(app.nest);
    await app.prisma.$transaction([
      app.prisma.modelVersion.update({ where: { id: former }, data: { status: 'retired' } }),
      app.prisma.modelVersion.update({ where: { id: next.id }, data: { status: 'champion' } }),
    ]);
    await Promise.all([serves(app.nest, 'digits', next.id), serves(second, 'digits', next.id)]);
  });

  it('keep the old version when the new one is damaged, raise it, and swap when it is mended', async () => {
    const former = servedBy(app.nest);
    const broken = await damaged(DAMAGED_SEED);
    await promote(app.prisma, broken.id);
    await until(async () => (await problems()).some(({ code }) => code === 'newer_model_failed'));
    const found = (await problems()).find(({ code }) => code === 'newer_model_failed')!;
    expect(found.detail).toMatch(new RegExp(`^digits: version ${broken.version}.*damaged`));
    expect((await app.visitor().predict(digit)).body.model.id).toBe(former);
    // Each tells of the other's failure as well.
    await until(async () => (await problems(second)).some(({ code }) => code === 'replica_behind'));
    await until(async () =>
      (await rows()).every(({ failures }) => 'digits' in (failures as object)),
    );

    const whole = changedModel(await readFile(path.join(MODELS_DIR, 'digits', 'model.onnx')), {
      seed: DAMAGED_SEED,
    });
    await app.prisma.modelFile.update({
      where: { sha256: broken.sha256 },
      data: { bytes: whole },
    });
    await Promise.all([serves(app.nest, 'digits', broken.id), serves(second, 'digits', broken.id)]);
    await until(async () => (await problems()).length === 0);
    await until(async () => (await rows()).every(({ failures }) => !Object.keys(failures!).length));
  });

  it('swap at their start when they were down, and leave no row when they end', async () => {
    await second.close();
    expect(await rows()).toHaveLength(1);
    const next = await registerVersion(app.prisma, { seed: 6 });
    await promote(app.prisma, next.id);
    second = await app.startProcess();
    expect(servedBy(second)).toBe(next.id);
  });
});

describe('a champion that cannot be loaded at the start', () => {
  it('is replaced by the newest earlier one, until it can', async () => {
    const former = servedBy(app.nest);
    const broken = await damaged(98);
    await promote(app.prisma, broken.id);
    await writeFile(path.join(app.dataDir, 'cache', 'models', `${broken.sha256}.onnx`), 'damaged');
    await app.reopen();
    expect(servedBy(app.nest)).toBe(former);
    expect((await app.visitor().predict(digit)).status).toBe(201);
    const found = (await problems()).find(({ code }) => code === 'newer_model_failed');
    expect(found?.detail).toMatch(/the champion, can't be loaded .*; version \d+ answers/);
    // A further promotion mends it at once.
    await promote(app.prisma, former);
    await until(async () => !(await problems()).some(({ code }) => code === 'newer_model_failed'));
    expect(servedBy(app.nest)).toBe(former);
  });
});
