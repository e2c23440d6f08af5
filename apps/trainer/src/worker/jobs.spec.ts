import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { newId, type Prisma } from '@inkling/store';
import { pino } from 'pino';
import { Jobs } from './jobs.js';
import { DEFAULT_OPTIONS } from './options.js';
import { digitPictures, here, MODELS_DIR, runnable, Stand } from './testing/stand.js';
import { TOLD } from './testing/told.js';

jest.setTimeout(600_000);

describe('Jobs', () => {
  let stand: Stand;
  const endings: string[] = [];

  beforeAll(async () => {
    stand = await Stand.open();
    await stand.addChampion();
    const writer = await stand.addWriter();
    for (const picture of digitPictures().slice(0, 30)) await stand.addSample(writer, picture);
  });
  afterAll(() => stand.close());
  afterEach(async () => {
    endings.length = 0;
    await stand.prisma.trainingJob.deleteMany();
  });

  const addTrainer = async (): Promise<string> => {
    const id = newId();
    await stand.prisma.trainer.create({ data: { id, host: 'h', pid: 1, seenAt: new Date() } });
    return id;
  };
  const addJob = async (data: Partial<Prisma.TrainingJobUncheckedCreateInput>): Promise<string> => {
    const id = newId();
    await stand.prisma.trainingJob.create({
      data: { id, network: 'digits', trigger: 'call', parameters: {}, ...data },
    });
    return id;
  };
  const folderOf = (...parts: string[]): string => join(stand.dataDir, 'training', ...parts);

  const jobsOf = (trainerId: string): Jobs => {
    const { prisma, pool, queue, dataDir, database } = stand;
    const train = pathToFileURL(runnable(here('told-job.ts')));
    return new Jobs(
      {
        ...{ trainerId, prisma, pool, queue, logger: pino({ level: 'silent' }) },
        config: {
          ...{ databaseUrl: database.url, redisUrl: undefined, dataDir },
          ...{ modelsDir: MODELS_DIR, sharedWordsPeople: 2, logLevel: 'silent' },
        },
        options: { ...DEFAULT_OPTIONS, programs: { ...DEFAULT_OPTIONS.programs, train } },
      },
      () => undefined,
      new AbortController().signal,
      async ({ id }) => void endings.push(id),
    );
  };

  it('should leave the folder of a job alone that another trainer has by now', async () => {
    const [former, holder] = [await addTrainer(), await addTrainer()];
    const id = await addJob({ parameters: { epochs: 1, seed: TOLD.hang } });
    const work = jobsOf(former).train(id);
    await stand.jobWhen(id, ({ phase }) => phase === 'gate');
    await mkdir(folderOf(id, 'attempt-2'));
    await stand.prisma.trainingJob.update({
      where: { id },
      data: { trainerId: holder, attempts: 2 },
    });
    expect(await work).toBe('done');
    expect(existsSync(folderOf(id, 'attempt-2'))).toBe(true);
    expect(endings).toEqual([]);
  });

  it('should remove the files of a job that is cancelled while nobody works on it', async () => {
    const id = await addJob({ status: 'running', attempts: 1, cancelRequestedAt: new Date() });
    await mkdir(folderOf(id, 'attempt-1'), { recursive: true });
    expect(await jobsOf(await addTrainer()).train(id)).toBe('done');
    expect(await stand.job(id)).toMatchObject({ status: 'cancelled' });
    expect(existsSync(folderOf(id))).toBe(false);
  });

  it('should complete a job whose version is in service, whatever comes then', async () => {
    const promoted = { status: 'running', verdict: 'promoted' } as const;
    const claimant = await addTrainer();
    const cancelled = await addJob({ ...promoted, cancelRequestedAt: new Date() });
    expect(await jobsOf(claimant).train(cancelled)).toBe('done');
    expect(await stand.job(cancelled)).toMatchObject({ status: 'completed', verdict: 'promoted' });

    const begunTooOften = await addJob({ ...promoted, attempts: 3 });
    expect(await jobsOf(claimant).train(begunTooOften)).toBe('done');
    expect(await stand.job(begunTooOften)).toMatchObject({ status: 'completed', failure: null });
  });

  it('should not show the progress of an attempt that is lost as that of the next', async () => {
    const progress = {
      ...{ epoch: 7, epochs: 10, step: 70, steps: 100, loss: 0.1, accuracy: 0.9 },
      ...{ samplesPerSecond: 500, etaSeconds: 30 },
    };
    const left = { status: 'running', attempts: 1, phase: 'training' } as const;
    const id = await addJob({ ...left, progress, parameters: { epochs: 1, seed: TOLD.hang } });
    const work = jobsOf(await addTrainer()).train(id);
    await stand.jobWhen(id, ({ phase }) => phase === 'gate');
    const events = await stand.prisma.trainingEvent.findMany({
      where: { jobId: id, type: 'job' },
      orderBy: { id: 'asc' },
    });
    const snapshot = events.find(({ data }) => (data as { phase: string }).phase === 'snapshot');
    expect(snapshot!.data).toMatchObject({ attempts: 2, progress: null });
    await stand.prisma.trainingJob.update({ where: { id }, data: { trainerId: null } });
    expect(await work).toBe('done');
  });
});
