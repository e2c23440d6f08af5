import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cancelTraining, requestTraining } from '@inkling/store/training';
import { startTestRedis, type TestRedis } from '@inkling/store/testing';
import type { TrainingProgress } from '@inkling/contract';
import { digitPictures, Stand, until, type TrainerProcess } from './testing/stand.js';
import { TOLD } from './testing/told.js';

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

// Processes start slowly on a machine that is busy; none of the tests depends on time.
jest.setTimeout(600_000);

describe.each(['Postgres', 'Redis'])('trainers with their queue on %s', (kind) => {
  let redis: TestRedis | undefined;
  let stand: Stand;
  let trainer: TrainerProcess;

  beforeAll(async () => {
    if (kind === 'Redis') redis = await startTestRedis();
    stand = await Stand.open(redis?.url);
    await stand.addChampion();
    await stand.addChampion('characters');
    const writer = await stand.addWriter();
    for (const picture of digitPictures().slice(0, 30)) await stand.addSample(writer, picture);
    trainer = stand.startTrainer();
  });
  afterAll(async () => {
    await stand.close();
    await redis?.stop();
  });

  const ask = (epochs: number, seed: number, network: 'digits' | 'characters' = 'digits') =>
    requestTraining(stand.prisma, stand.queue, {
      network,
      trigger: 'call',
      parameters: { epochs, seed },
    });
  const ended = (id: string) =>
    stand.jobWhen(id, ({ status }) => status !== 'queued' && status !== 'running');
  const epochDone = (id: string, epoch: number) =>
    stand.jobWhen(
      id,
      ({ progress }) => ((progress as TrainingProgress | null)?.epoch ?? 0) >= epoch,
    );
  const childOf = async (id: string, attempt: number): Promise<number> => {
    const file = join(stand.dataDir, 'training', id, `attempt-${attempt}`, 'pid');
    return until(async () => {
      try {
        return Number(readFileSync(file, 'utf8')) || undefined;
      } catch {
        return undefined;
      }
    });
  };

  it('should queue one job behind a running one, and cancel both ways', async () => {
    const first = await ask(1, TOLD.hang);
    await epochDone(first.id, 1);
    const second = await ask(1, TOLD.fail);
    expect(second).toMatchObject({ joined: false, detail: expect.stringContaining('behind') });
    const third = await ask(1, TOLD.fail);
    expect(third).toMatchObject({ id: second.id, joined: true });
    const behind = await stand.jobWhen(second.id, ({ waitingFor }) => waitingFor !== null);
    expect(behind).toMatchObject({ status: 'queued', attempts: 0 });

    const child = await childOf(first.id, 1);
    await cancelTraining(stand.prisma, stand.queue, { jobId: first.id });
    expect(await ended(first.id)).toMatchObject({ status: 'cancelled', failure: null });
    expect(isAlive(child)).toBe(false);
    expect(await ended(second.id)).toMatchObject({ status: 'completed', verdict: 'rejected' });
  });

  it('should give up after three crashes of the child, and at once where there is nothing to learn', async () => {
    const { id } = await ask(1, TOLD.crash);
    const job = await ended(id);
    expect(job).toMatchObject({ status: 'failed', attempts: 3 });
    expect(job.failure).toContain('SIGSEGV');
    const hopeless = await ended((await ask(1, TOLD.pass, 'characters')).id);
    expect(hopeless).toMatchObject({ status: 'failed', attempts: 1 });
    expect(hopeless.failure).toContain('no approved samples');
  });

  it('should take up what a killed trainer left, once, from its checkpoint', async () => {
    const { id } = await ask(25, TOLD.pass);
    await epochDone(id, 3);
    const child = await childOf(id, 1);
    const other = stand.startTrainer();
    await trainer.kill('SIGKILL');
    const job = await ended(id);
    expect(job).toMatchObject({ status: 'completed', verdict: 'promoted', attempts: 2 });
    expect(isAlive(child)).toBe(false);
    const begun = (await stand.logOf(id)).filter((text) => text.startsWith('begins after'));
    expect(begun).toHaveLength(2);
    expect(Number(begun[1]!.split(' ').at(-1))).toBeGreaterThanOrEqual(3);
    expect(await stand.prisma.modelVersion.count({ where: { bornOf: { id } } })).toBe(1);
    trainer = other;
  });

  it('should hand a job back when they are stopped, and go on at the next start', async () => {
    const { id } = await ask(20, TOLD.fail);
    await epochDone(id, 2);
    const child = await childOf(id, 1);
    await trainer.kill('SIGTERM');
    expect(isAlive(child)).toBe(false);
    expect(await stand.job(id)).toMatchObject({
      status: 'running',
      trainerId: null,
      waitingFor: { code: 'trainer_stopped' },
    });
    expect(await stand.prisma.trainer.count({ where: { pid: trainer.child.pid! } })).toBe(0);
    trainer = stand.startTrainer();
    expect(await ended(id)).toMatchObject({ status: 'completed', attempts: 1 });
    const begun = (await stand.logOf(id)).filter((text) => text.startsWith('begins after'));
    expect(Number(begun[1]!.split(' ').at(-1))).toBeGreaterThanOrEqual(2);
  });
});
