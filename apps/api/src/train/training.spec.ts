import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { TrainingAccepted, TrainingJob } from '@inkling/contract';
import { newId } from '../common/id.js';
import type { Client } from '../testing/client.js';
import { TestApp } from '../testing/test-app.js';

let app: TestApp;
let admin: Client;

beforeAll(async () => {
  app = await TestApp.start();
  admin = await app.admin();
});

afterAll(async () => {
  await app.end();
});

beforeEach(async () => {
  await app.prisma.trainingJob.deleteMany({});
  await app.prisma.trainer.deleteMany({});
});

const URL = '/api/training-jobs';

const request = (body: object) => admin.call<TrainingAccepted>('POST', URL, body);
const refused = (body: object) => admin.problem('POST', URL, body);
const jobOf = async (id: string) => (await admin.call<TrainingJob>('GET', `${URL}/${id}`)).body;
const cancel = (id: string) => admin.call<TrainingJob>('POST', `${URL}/${id}/cancel`);

/** As a trainer that takes up a job. */
const run = (id: string, trainerId: string) =>
  app.prisma.trainingJob.update({
    where: { id },
    data: { status: 'running', trainerId, startedAt: new Date(), phase: 'training' },
  });

describe('POST /api/training-jobs', () => {
  it('keeps what was asked for, and says that it waits for a trainer', async () => {
    const { status, body } = await request({ network: 'digits', epochs: 3, seed: 7 });
    expect(status).toBe(202);
    expect(body).toMatchObject({ status: 'queued', joined: false });
    expect(body.detail).toContain('No trainer is running');
    const { id } = await app.prisma.user.findFirstOrThrow({ where: { role: 'admin' } });
    expect(
      await app.prisma.trainingJob.findUniqueOrThrow({ where: { id: body.id } }),
    ).toMatchObject({
      network: 'digits',
      trigger: 'call',
      requestedById: id,
      parameters: { epochs: 3, seed: 7 },
    });
  });

  it('joins the queued job of its network', async () => {
    await app.trainer();
    const first = (await request({ network: 'digits' })).body;
    expect(first.detail).not.toContain('No trainer');
    const { status, body } = await request({ network: 'digits', epochs: 2 });
    expect({ status, id: body.id, joined: body.joined }).toEqual({
      status: 202,
      id: first.id,
      joined: true,
    });
    expect(body.detail).toMatch(/joined/);
    const other = (await request({ network: 'characters' })).body;
    expect(other).toMatchObject({ joined: false });
    expect(await app.prisma.trainingJob.count()).toBe(2);
  });

  it('takes jobs of lines, which wait for no other network', async () => {
    const trainer = await app.trainer();
    await run((await request({ network: 'digits' })).body.id, trainer);
    await app.trainer();
    const { status, body } = await request({ network: 'lines', learningRate: 1e-4 });
    expect({ status, joined: body.joined }).toEqual({ status: 202, joined: false });
    expect(body.detail).toBe('The job is queued.');
    expect((await request({ network: 'lines' })).body).toMatchObject({ id: body.id, joined: true });
    const { items } = (await admin.call<{ items: TrainingJob[] }>('GET', `${URL}?network=lines`))
      .body;
    expect(items).toMatchObject([
      { id: body.id, network: 'lines', parameters: { learningRate: 1e-4 }, waitingFor: null },
    ]);
    const base = await app.prisma.modelVersion.findFirstOrThrow({ where: { network: 'lines' } });
    const wish = { network: 'digits', startFrom: base.id };
    expect((await refused(wish)).body.errors![0]!.detail).toMatch(/network lines, not digits/);
    expect((await cancel(body.id)).body.status).toBe('cancelled');
  });

  it('waits behind a running one', async () => {
    const trainer = await app.trainer();
    const first = (await request({ network: 'digits' })).body;
    await run(first.id, trainer);
    const second = (await request({ network: 'digits' })).body;
    expect(second).toMatchObject({ joined: false, status: 'queued' });
    expect(second.id).not.toBe(first.id);
    expect(second.detail).toMatch(/behind/);
    expect((await jobOf(second.id)).waitingFor).toMatchObject({
      code: 'job_running',
      detail: expect.stringContaining(first.id),
    });
  });

  it.each([
    [{ network: 'digits', epochs: 0 }, '/epochs', 'a whole number from 1 to 50'],
    [{ network: 'digits', epochs: 2.5 }, '/epochs', 'a whole number from 1 to 50'],
    [{ network: 'digits', learningRate: 1 }, '/learningRate', 'from 0.000001 to 0.01'],
    [{ network: 'digits', batchSize: 'many' }, '/batchSize', 'from 8 to 512'],
    [{ network: 'digits', replayRatio: -1 }, '/replayRatio', 'from 0.5 to 20'],
    [{ network: 'words' }, '/network', 'lines'],
    [{ network: 'lines', batchSize: 4 }, '/batchSize', 'from 8 to 512'],
    [{ network: 'digits', epoch: 3 }, '', 'epoch'],
    [{ network: 'digits', repeatOf: 'x' }, '/repeatOf', ''],
    [{ network: 'digits', repeatOf: newId() }, '/repeatOf', 'no such training job'],
  ])('refuses %j', async (body, pointer, text) => {
    const { status, body: problem } = await refused(body);
    expect({ status, pointer: problem.errors?.[0]?.pointer }).toEqual({ status: 422, pointer });
    expect(problem.errors![0]!.detail).toContain(text);
    expect(await app.prisma.trainingJob.count()).toBe(0);
  });

  it('repeats a job that had data, of the same network only', async () => {
    const earlier = (await request({ network: 'digits' })).body.id;
    const again = { network: 'digits', repeatOf: earlier };
    expect((await refused(again)).body.errors![0]!.detail).toMatch(/never began/);
    const data = { status: 'completed' as const, fingerprint: 'a'.repeat(64) };
    await app.prisma.trainingJob.update({ where: { id: earlier }, data });
    expect((await refused({ ...again, network: 'characters' })).status).toBe(422);
    const { status, body } = await request(again);
    expect(status).toBe(202);
    expect(await jobOf(body.id)).toMatchObject({ repeatOf: earlier });
  });

  it('starts from a shipped version of the same network, where one is named', async () => {
    const { id } = await app.prisma.modelVersion.findFirstOrThrow({
      where: { network: 'digits', origin: 'shipped' },
    });
    const wish = { network: 'digits', startFrom: id };
    const { body } = await refused({ ...wish, network: 'characters' });
    expect(body.errors).toEqual([
      {
        pointer: '/startFrom',
        detail: 'That version is one of the network digits, not characters.',
      },
    ]);
    expect((await refused({ ...wish, startFrom: newId() })).body.errors![0]!.detail).toMatch(
      /no such model version/,
    );
    await app.prisma.modelVersion.update({ where: { id }, data: { origin: 'trained' } });
    expect((await refused(wish)).body.errors![0]!.detail).toMatch(/came with Inkling/);
    await app.prisma.modelVersion.update({ where: { id }, data: { origin: 'shipped' } });
    const { body: accepted } = await request(wish);
    expect(await jobOf(accepted.id)).toMatchObject({ startFrom: id });
  });
});

describe('GET /api/training-jobs', () => {
  it('says why a job waits as it is now, not as it was', async () => {
    const { id } = (await request({ network: 'digits' })).body;
    expect((await jobOf(id)).waitingFor?.code).toBe('no_trainer');
    const trainer = await app.trainer({ code: 'no_tensorflow', detail: 'Run npm run setup.' });
    expect((await jobOf(id)).waitingFor).toEqual({
      code: 'no_tensorflow',
      detail: 'Run npm run setup.',
    });
    await app.trainer();
    expect((await jobOf(id)).waitingFor).toBeNull();
    const gone = new Date(Date.now() - 60_000);
    await app.prisma.trainer.updateMany({ data: { seenAt: gone } });
    const list = await admin.call<{ items: TrainingJob[] }>('GET', URL);
    expect(list.body.items[0]!.waitingFor?.code).toBe('no_trainer');
    await run(id, trainer);
    expect((await jobOf(id)).waitingFor?.code).toBe('no_trainer');
  });

  it('lists newest first, page by page, by network and status', async () => {
    const made: string[] = [];
    for (const network of ['digits', 'characters', 'digits', 'digits']) {
      const { id } = (await request({ network })).body;
      made.unshift(id);
      await app.prisma.trainingJob.update({ where: { id }, data: { status: 'failed' } });
    }
    const { id } = (await request({ network: 'digits' })).body;
    const list = async (query: string) => {
      const page = await admin.call<{ items: TrainingJob[]; nextCursor: string | null }>(
        'GET',
        `${URL}?${query}`,
      );
      return { ids: page.body.items.map((job) => job.id), next: page.body.nextCursor };
    };
    const first = await list('limit=3');
    expect(first.ids).toEqual([id, ...made.slice(0, 2)]);
    const second = await list(`limit=3&cursor=${first.next}`);
    expect(second).toEqual({ ids: made.slice(2), next: null });
    expect((await list('network=characters')).ids).toEqual([made[2]]);
    expect((await list('status=queued&network=digits')).ids).toEqual([id]);
    expect((await admin.problem('GET', `${URL}?status=lost`)).status).toBe(422);
  });

  it.each(['x', newId()])('answers 404 for %s', async (id) => {
    expect((await admin.problem('GET', `${URL}/${id}`)).status).toBe(404);
    expect((await admin.problem('GET', `${URL}/${id}/events`)).status).toBe(404);
    expect((await admin.problem('POST', `${URL}/${id}/cancel`)).status).toBe(404);
  });
});

describe('POST /api/training-jobs/:id/cancel', () => {
  it('ends a queued job at once, with no trainer there', async () => {
    const { id } = (await request({ network: 'digits' })).body;
    const { status, body } = await cancel(id);
    expect(status).toBe(202);
    expect(body).toMatchObject({ id, status: 'cancelled', waitingFor: null });
    expect(body.cancelRequestedAt).not.toBeNull();
    const row = await app.prisma.trainingJob.findUniqueOrThrow({ where: { id } });
    expect(row.cancelledById).toBe(row.requestedById);
    // The network is free for another.
    expect((await request({ network: 'digits' })).body).toMatchObject({ joined: false });
  });

  it('tells the trainer of a running job, once', async () => {
    const trainer = await app.trainer();
    const { id } = (await request({ network: 'digits' })).body;
    await run(id, trainer);
    const { body } = await cancel(id);
    expect(body).toMatchObject({ status: 'running' });
    expect(body.cancelRequestedAt).not.toBeNull();
    expect((await cancel(id)).body.cancelRequestedAt).toBe(body.cancelRequestedAt);
  });

  it.each(['completed', 'failed', 'cancelled'] as const)(
    'answers 409 for a %s one',
    async (status) => {
      const { id } = (await request({ network: 'digits' })).body;
      await app.prisma.trainingJob.update({ where: { id }, data: { status } });
      const answer = await admin.problem('POST', `${URL}/${id}/cancel`);
      expect(answer).toMatchObject({ status: 409, body: { code: 'already_ended' } });
      expect(answer.body.detail).toContain(status);
    },
  );
});
