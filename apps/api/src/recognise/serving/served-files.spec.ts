import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Ready } from '@inkling/contract';
import { Inference } from '../inference/inference.module.js';
import type { WorkerThread } from '../inference/worker-thread.js';
import { inkOf } from '../../testing/fixtures.js';
import { TestApp } from '../../testing/test-app.js';
import { until } from '../../testing/until.js';
import { ServingService } from './serving.service.js';

let app: TestApp;

beforeAll(async () => {
  app = await TestApp.start();
});

afterAll(() => app.end());

const served = () => app.nest.get(ServingService).get('digits')!.version;

const copy = () => path.join(app.dataDir, 'cache', 'models', `${served().sha256}.onnx`);

const hashOfCopy = async () =>
  createHash('sha256')
    .update(await readFile(copy()))
    .digest('hex');

/** The one worker thread ends, and with it all that it had loaded. */
async function loseWorker(): Promise<void> {
  const { pool } = app.nest.get(Inference);
  const { threads } = pool as unknown as { threads: Map<WorkerThread, unknown> };
  for (const thread of [...threads.keys()]) await thread.stop();
}

/** Without the trainer, which does not run here. */
async function problems(): Promise<Ready['problems']> {
  const { status, body } = await app.visitor().call<Ready>('GET', '/api/health/ready');
  expect(status).toBe(200);
  return body.problems.filter(({ code }) => code !== 'no_trainer');
}

async function answer() {
  const body = { task: 'digits', ink: inkOf('7'), memory: false };
  const { status, body: answered } = await app.visitor().predict(body);
  expect(status).toBe(201);
  const { label, probability, model } = answered;
  return { label, probability, model };
}

/** A network with one weight changed still loads, and reads nearly the same: only the hash tells. */
function changeOneBit(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const changed = Uint8Array.from(bytes);
  const middle = changed.length >> 1;
  changed[middle] = changed[middle]! ^ 1;
  return changed;
}

describe('when a worker was lost', () => {
  it.each([
    ['cut off', async () => writeFile(copy(), 'damaged')],
    ['off by one bit', async () => writeFile(copy(), changeOneBit(await readFile(copy())))],
  ])('answers as before and fetches a copy anew that is %s', async (_what, damage) => {
    const before = await answer();
    await damage();
    expect(await hashOfCopy()).not.toBe(served().sha256);
    await loseWorker();
    expect(await answer()).toEqual(before);
    await until(async () => (await hashOfCopy()) === served().sha256);
    expect(await problems()).toEqual([]);
  });

  it('goes on by what it has, and tells, when the file is damaged in the database too', async () => {
    const before = await answer();
    const { sha256, version } = served();
    const { bytes } = await app.prisma.modelFile.findUniqueOrThrow({ where: { sha256 } });
    const store = (stored: Uint8Array<ArrayBuffer>) =>
      app.prisma.modelFile.update({ where: { sha256 }, data: { bytes: stored } });
    await store(changeOneBit(bytes!));
    await writeFile(copy(), 'damaged');
    await loseWorker();
    expect(await answer()).toEqual(before);
    await until(async () => (await problems()).length > 0);
    expect(await problems()).toEqual([
      {
        code: 'model_file_damaged',
        detail: expect.stringMatching(
          new RegExp(`^digits: version ${version} answers from memory.*damaged in the database`),
        ),
      },
    ]);

    await store(Uint8Array.from(bytes!));
    await loseWorker();
    expect(await answer()).toEqual(before);
    await until(async () => (await problems()).length === 0);
    expect(await hashOfCopy()).toBe(sha256);
  });
});
