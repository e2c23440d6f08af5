import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { newId } from '@inkling/store';
import { loadLineSet } from '../../data/labelled-lines.js';
import { MODELS_DIR, Stand } from '../testing/stand.js';
import { takeLinesSnapshot } from './take-lines-snapshot.js';

let stand: Stand;
beforeAll(async () => {
  stand = await Stand.open();
});
afterAll(() => stand.close());

it('gives a job that is taken up or repeated the same lines in the same order and groups', async () => {
  await stand.addChampion('lines');
  const writer = await stand.addWriter();
  const lines = loadLineSet(MODELS_DIR, 'validation').slice(0, 24);
  const ids: string[] = [];
  for (const line of [...lines, ...lines.slice(0, 2)]) ids.push(await stand.addLine(writer, line));
  const addJob = async () => {
    const jobId = newId();
    await stand.prisma.trainingJob.create({
      data: { id: jobId, network: 'lines', trigger: 'call', parameters: {}, status: 'completed' },
    });
    return { jobId, repeatOfId: null, parentId: null, fingerprint: null };
  };
  // Some are looked at after the first job, though they were written before others.
  const approve = (id: string[], status: 'approved' | 'pending') =>
    stand.prisma.lineCorrection.updateMany({ where: { id: { in: id } }, data: { status } });
  const late = ids.filter((_, at) => at % 3 === 0);
  await approve(late, 'pending');
  await takeLinesSnapshot(stand.prisma, await addJob());
  await approve(late, 'approved');

  const wish = await addJob();
  const { parentId, fingerprint, samples } = await takeLinesSnapshot(stand.prisma, wish);
  expect(samples.length).toBeGreaterThan(late.length);
  const again = await takeLinesSnapshot(stand.prisma, { ...wish, parentId, fingerprint });
  expect(again.samples).toEqual(samples);
  const repeat = { ...(await addJob()), repeatOfId: wish.jobId };
  expect((await takeLinesSnapshot(stand.prisma, repeat)).samples).toEqual(samples);
});
