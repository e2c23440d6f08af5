import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '@inkling/store';
import { cancelAbandoned, claimJob, sayWaiting, type Claim } from './claim.js';
import { JobLedger } from './job-ledger.js';
import { Stand } from './testing/stand.js';

const GONE_AFTER_MS = 10_000;

describe('claimJob', () => {
  let stand: Stand;

  beforeAll(async () => {
    stand = await Stand.open();
  });
  afterAll(() => stand.close());
  afterEach(async () => {
    await stand.prisma.trainingJob.deleteMany();
    await stand.prisma.trainer.deleteMany();
  });

  const addTrainer = async (seenSecondsAgo = 0): Promise<string> => {
    const id = newId();
    const seenAt = new Date(Date.now() - seenSecondsAgo * 1000);
    await stand.prisma.trainer.create({ data: { id, host: 'h', pid: 1, seenAt } });
    return id;
  };
  const addJob = async (
    data: { status?: 'running'; trainerId?: string; wished?: boolean } = {},
  ) => {
    const { wished, ...row } = data;
    const id = newId();
    await stand.prisma.trainingJob.create({
      data: {
        id,
        network: 'digits',
        trigger: 'call',
        parameters: {},
        ...row,
        ...(wished && { cancelRequestedAt: new Date() }),
      },
    });
    return id;
  };
  const claim = (jobId: string, trainerId: string): Promise<Claim> =>
    claimJob(stand.prisma, jobId, { trainerId, goneAfterMs: GONE_AFTER_MS });
  const kinds = (claims: readonly Claim[]) => claims.map(({ kind }) => kind).sort();

  it('should give a queued job to one of many trainers', async () => {
    const job = await addJob();
    const trainers = await Promise.all(Array.from({ length: 8 }, () => addTrainer()));
    const claims = await Promise.all(trainers.map((trainer) => claim(job, trainer)));
    expect(kinds(claims)).toEqual(['claimed', ...Array<string>(7).fill('held')]);
    expect(await stand.job(job)).toMatchObject({ status: 'running', attempts: 1 });
  });

  it('should give what a trainer that is gone left behind to one of many, counted once', async () => {
    const job = await addJob({ status: 'running', trainerId: await addTrainer(60) });
    const trainers = await Promise.all(Array.from({ length: 8 }, () => addTrainer()));
    const claims = await Promise.all(trainers.map((trainer) => claim(job, trainer)));
    expect(kinds(claims)).toEqual(['claimed', ...Array<string>(7).fill('held')]);
    expect(await stand.job(job)).toMatchObject({ attempts: 1 });
  });

  it('should leave the job of a living trainer alone', async () => {
    const job = await addJob({ status: 'running', trainerId: await addTrainer(2) });
    expect((await claim(job, await addTrainer())).kind).toBe('held');
  });

  it('should let no second job of a network run', async () => {
    await addJob({ status: 'running', trainerId: await addTrainer() });
    const second = await addJob();
    expect(await claim(second, await addTrainer())).toEqual({ kind: 'behind', network: 'digits' });
    expect(await stand.job(second)).toMatchObject({ status: 'queued', attempts: 0 });
  });

  it('should end a job that is wanted cancelled instead of claiming it', async () => {
    const trainerId = await addTrainer();
    const gone = await addJob({ status: 'running', trainerId: await addTrainer(60), wished: true });
    expect((await claim(gone, trainerId)).kind).toBe('held');
    const claimant = { trainerId, goneAfterMs: GONE_AFTER_MS };
    expect(await cancelAbandoned(stand.prisma, gone, claimant)).toBe(true);
    expect(await stand.job(gone)).toMatchObject({ status: 'cancelled' });
    expect((await claim(gone, trainerId)).kind).toBe('over');

    const lives = await addJob({ status: 'running', trainerId: await addTrainer(), wished: true });
    expect(await cancelAbandoned(stand.prisma, lives, claimant)).toBe(false);
  });

  it('should say once why a job waits, and forget it when it runs', async () => {
    const job = await addJob();
    const reason = { code: 'no_tensorflow', detail: 'npm run setup' };
    await sayWaiting(stand.prisma, job, reason);
    await sayWaiting(stand.prisma, job, reason);
    expect(await stand.job(job)).toMatchObject({ waitingFor: reason });
    expect(await stand.prisma.trainingEvent.count({ where: { jobId: job } })).toBe(1);
    await claim(job, await addTrainer());
    expect(await stand.job(job)).toMatchObject({ waitingFor: null });
  });

  it('should keep what a former holder writes out of the job', async () => {
    const trainers = await Promise.all([addTrainer(), addTrainer()]);
    const id = await addJob();
    const first = await claim(id, trainers[0]!);
    if (first.kind !== 'claimed') throw new Error(first.kind);
    const former = new JobLedger(stand.prisma, first.job, () => undefined);
    await stand.prisma.trainer.update({
      where: { id: trainers[0]! },
      data: { seenAt: new Date(0) },
    });
    expect((await claim(id, trainers[1]!)).kind).toBe('claimed');
    const events = await stand.prisma.trainingEvent.count();

    await expect(former.update({ phase: 'gate' })).rejects.toThrow('no longer ours');
    former.log('too late');
    former.progress({
      epoch: 1,
      epochs: 1,
      step: 1,
      steps: 1,
      loss: 0,
      accuracy: 1,
      samplesPerSecond: 1,
      etaSeconds: 0,
    });
    await former.settled();
    expect(await stand.job(id)).toMatchObject({ phase: null, progress: null, attempts: 2 });
    expect(await stand.prisma.trainingEvent.count()).toBe(events);
  });
});
