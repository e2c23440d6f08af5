import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { newId } from '@inkling/store';
import { requestTraining } from '@inkling/store/training';
import { digitPictures, Stand } from './testing/stand.js';
import { TOLD } from './testing/told.js';

jest.setTimeout(600_000);

describe('what becomes of a challenger', () => {
  let stand: Stand;
  let writer: string;

  beforeAll(async () => {
    stand = await Stand.open();
    await stand.addChampion();
    writer = await stand.addWriter();
    for (const picture of digitPictures().slice(0, 30)) await stand.addSample(writer, picture);
    stand.startTrainer();
  });
  afterAll(() => stand.close());

  const ask = (epochs: number, seed: number, startFromId?: string) =>
    requestTraining(stand.prisma, stand.queue, {
      network: 'digits',
      trigger: 'call',
      requestedById: writer,
      startFromId,
      parameters: { epochs, seed },
    });
  const ended = (id: string) =>
    stand.jobWhen(id, ({ status }) => status !== 'queued' && status !== 'running');
  const champion = () =>
    stand.prisma.modelVersion.findFirstOrThrow({
      where: { network: 'digits', status: 'champion' },
    });

  it('should promote what passed, and end the job when every live replica serves it', async () => {
    const before = await champion();
    const replica = newId();
    await stand.prisma.replica.create({
      data: {
        id: replica,
        host: 'h',
        pid: 1,
        seenAt: new Date(Date.now() + 3_600_000),
        serving: { digits: before.id },
        failures: {},
      },
    });
    const { id } = await ask(2, TOLD.pass);
    const waiting = await stand.jobWhen(id, ({ verdict }) => verdict === 'promoted');
    expect(waiting).toMatchObject({ status: 'running', phase: 'promoting' });
    await stand.prisma.replica.update({
      where: { id: replica },
      data: { serving: { digits: waiting.challengerId! } },
    });
    const job = await ended(id);
    expect(job).toMatchObject({
      status: 'completed',
      verdict: 'promoted',
      attempts: 1,
      phase: null,
    });
    expect(job.parameters).toMatchObject({
      epochs: 2,
      seed: TOLD.pass,
      batchSize: expect.any(Number),
    });

    const now = await champion();
    expect(now).toMatchObject({ id: job.challengerId, parentId: before.id, origin: 'trained' });
    expect(now.fingerprint).toBe(job.fingerprint);
    const period = await stand.prisma.servicePeriod.findFirstOrThrow({
      where: { modelVersionId: now.id },
    });
    // With the address, by which the deletion of a person finds it.
    expect(period.startedBy).toBe(`Anna (${writer}@example.org)`);
    const samples = await stand.prisma.trainingSample.findMany({ where: { jobId: id } });
    expect(job.snapshot).toEqual({
      train: samples.filter(({ part }) => part === 'train').length,
      holdout: samples.filter(({ part }) => part === 'holdout').length,
      missing: 0,
    });
    const vectors = await stand.prisma.sampleEmbedding.findMany({
      where: { modelVersionId: now.id },
    });
    expect(vectors).toHaveLength(30);
    for (const { vector } of vectors) {
      const values = new Float32Array(Uint8Array.from(vector).buffer);
      expect(Math.hypot(...values)).toBeCloseTo(1, 4);
    }
    const types = await stand.prisma.trainingEvent.findMany({
      where: { jobId: id },
      orderBy: { id: 'asc' },
    });
    expect(new Set(types.map(({ type }) => type))).toEqual(new Set(['job', 'progress', 'log']));
    expect(types.at(-1)).toMatchObject({ type: 'job', data: { status: 'completed' } });
  });

  it('should keep the champion when the gate refuses, and when promotion is paused', async () => {
    const before = await champion();
    const refused = await ended((await ask(1, TOLD.fail)).id);
    expect(refused).toMatchObject({ status: 'completed', verdict: 'rejected' });
    expect(refused.reason).toContain('holdout as told.');
    const { status } = await stand.prisma.modelVersion.findUniqueOrThrow({
      where: { id: refused.challengerId! },
    });
    expect(status).toBe('rejected');

    const key = 'training:digits';
    const promotion = { automatic: true, pausedBecause: 'rolled back by Anna' };
    await stand.prisma.setting.create({ data: { key, value: { promotion } } });
    const kept = await ended((await ask(1, TOLD.pass)).id);
    await stand.prisma.setting.delete({ where: { key } });
    expect(kept).toMatchObject({ status: 'completed', verdict: 'kept' });
    expect(kept.reason).toBe('It passed the gate; automatic promotion is paused after a rollback.');
    const told = await stand.prisma.trainingEvent.findMany({ where: { jobId: kept.id } });
    expect(JSON.stringify(told.map(({ data }) => data))).not.toContain('Anna');
    expect((await champion()).id).toBe(before.id);
  });

  it('should start from a shipped version where asked to, and still have to beat the champion', async () => {
    const before = await champion();
    const shipped = await stand.prisma.modelVersion.findFirstOrThrow({
      where: { origin: 'shipped' },
      include: { file: true },
    });
    expect(before.id).not.toBe(shipped.id);
    await stand.prisma.replica.deleteMany({});
    const job = await ended((await ask(1, TOLD.pass, shipped.id)).id);
    expect(job).toMatchObject({ verdict: 'promoted', parentId: before.id });
    const now = await stand.prisma.modelVersion.findUniqueOrThrow({
      where: { id: job.challengerId! },
      include: { file: true },
    });
    expect(now).toMatchObject({ status: 'champion', parentId: shipped.id });
    const length = shipped.file.bytes!.length;
    expect(Buffer.from(now.file.bytes!).subarray(0, length).equals(shipped.file.bytes!)).toBe(true);
    expect(now.file.bytes!.length).toBeLessThan(length + 60);
  });
});
