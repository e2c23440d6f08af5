import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { newId } from '@inkling/store';
import { cancelTraining, requestTraining } from '@inkling/store/training';
import type { TrainingProgress } from '@inkling/contract';
import { digitPictures, Stand, until, type TrainerProcess } from './testing/stand.js';
import { TOLD } from './testing/told.js';

jest.setTimeout(600_000);

describe('a job that is interrupted', () => {
  let stand: Stand;
  let trainer: TrainerProcess;

  beforeAll(async () => {
    stand = await Stand.open();
    await stand.addChampion();
    const writer = await stand.addWriter();
    for (const picture of digitPictures().slice(0, 30)) await stand.addSample(writer, picture);
    const embed = fileURLToPath(new URL('./testing/hanging-embed.ts', import.meta.url));
    trainer = stand.startTrainer({ embed });
  });
  afterAll(() => stand.close());

  const ask = async (epochs: number, seed: number): Promise<string> => {
    const { id } = await requestTraining(stand.prisma, stand.queue, {
      network: 'digits',
      trigger: 'call',
      parameters: { epochs, seed },
    });
    return id;
  };
  const ended = (id: string) =>
    stand.jobWhen(id, ({ status }) => status !== 'queued' && status !== 'running');
  /** The child that has written its pid into this file of the job's folder. */
  const childAt = (id: string, ...file: string[]): Promise<number> =>
    until(async () => {
      const path = join(stand.dataDir, 'training', id, ...file);
      return Number(await readFile(path, 'utf8').catch(() => '')) || undefined;
    });
  const versions = () =>
    stand.prisma.modelVersion.findMany({
      orderBy: { version: 'asc' },
      select: { version: true, status: true },
    });

  it('should leave no version behind when it is cancelled while the gate runs', async () => {
    const id = await ask(1, TOLD.hang);
    await stand.jobWhen(id, ({ phase }) => phase === 'gate');
    const child = await childAt(id, 'attempt-1', 'pid');
    await cancelTraining(stand.prisma, stand.queue, { jobId: id });
    expect(await ended(id)).toMatchObject({ status: 'cancelled', phase: null, challengerId: null });
    expect(() => process.kill(child, 0)).toThrow('ESRCH');
    expect(await versions()).toEqual([{ version: 1, status: 'champion' }]);
  });

  it('should keep the champion when it is cancelled while samples are embedded', async () => {
    const id = await ask(1, TOLD.pass);
    await stand.jobWhen(id, ({ phase }) => phase === 'embedding');
    const child = await childAt(id, 'attempt-1', 'embedding', 'pid');
    await cancelTraining(stand.prisma, stand.queue, { jobId: id });
    expect(await ended(id)).toMatchObject({ status: 'cancelled', phase: null, verdict: null });
    expect(() => process.kill(child, 0)).toThrow('ESRCH');
    expect(await versions()).toEqual([
      { version: 1, status: 'champion' },
      { version: 2, status: 'candidate' },
    ]);
    expect(await stand.prisma.sampleEmbedding.count()).toBe(0);
  });

  it('should remove what a job has left that was ended while no trainer worked on it', async () => {
    const id = newId();
    const folder = join(stand.dataDir, 'training', id);
    await mkdir(join(folder, 'attempt-1'), { recursive: true });
    await stand.prisma.trainingJob.create({
      data: { id, network: 'digits', trigger: 'call', parameters: {}, status: 'cancelled' },
    });
    await until(async () => !existsSync(folder));
  });

  it('should start anew, and end, at a trainer that has none of what the former one had', async () => {
    const id = await ask(25, TOLD.fail);
    await stand.jobWhen(id, ({ progress }) => {
      return ((progress as TrainingProgress | null)?.epoch ?? 0) >= 3;
    });
    const elsewhere = await mkdtemp(join(tmpdir(), 'inkling-elsewhere-'));
    const other = stand.startTrainer({}, { DATA_DIR: elsewhere });
    await trainer.kill('SIGKILL');
    const job = await ended(id);
    expect(job).toMatchObject({ status: 'completed', verdict: 'rejected', attempts: 2 });
    expect(job.progress).toMatchObject({ epoch: 25 });
    const log = await stand.logOf(id);
    expect(log.filter((text) => text.startsWith('begins after'))).toEqual([
      'begins after epoch 0',
      'begins after epoch 0',
    ]);
    expect(log.some((text) => text.includes('training starts anew'))).toBe(true);
    await other.kill('SIGTERM');
    await rm(elsewhere, { recursive: true, force: true });
  });
});
