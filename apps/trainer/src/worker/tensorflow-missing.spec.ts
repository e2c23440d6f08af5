import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { requestTraining, trainerProblem } from '@inkling/store/training';
import { digitPictures, Stand, until } from './testing/stand.js';
import { TOLD } from './testing/told.js';

jest.setTimeout(600_000);

let stand: Stand;
beforeAll(async () => {
  stand = await Stand.open();
});
afterAll(() => stand.close());

it('should let jobs wait while TensorFlow is missing, say what mends it, and go on by itself', async () => {
  await stand.addChampion();
  const writer = await stand.addWriter();
  for (const picture of digitPictures().slice(0, 20)) await stand.addSample(writer, picture);
  const file = join(stand.dataDir, 'tensorflow');
  const program = fileURLToPath(new URL('./testing/no-tensorflow.ts', import.meta.url));
  stand.startTrainer({ checkTensorflow: program }, { TENSORFLOW_IS_THERE: file });
  const { id } = await requestTraining(stand.prisma, stand.queue, {
    network: 'digits',
    trigger: 'call',
    parameters: { epochs: 1, seed: TOLD.fail },
  });
  const waits = await stand.jobWhen(
    id,
    ({ waitingFor }) => (waitingFor as { code?: string } | null)?.code === 'no_tensorflow',
  );
  expect(waits).toMatchObject({
    status: 'queued',
    attempts: 0,
    waitingFor: { detail: expect.stringContaining('npm run setup') },
  });
  // The trainer says it with its next sign of life.
  await until(async () => (await trainerProblem(stand.prisma))?.code === 'no_tensorflow');

  await writeFile(file, '');
  const job = await stand.jobWhen(id, ({ status }) => status === 'completed');
  expect(job).toMatchObject({ verdict: 'rejected', waitingFor: null });
  await until(async () => (await trainerProblem(stand.prisma)) === undefined);
});
