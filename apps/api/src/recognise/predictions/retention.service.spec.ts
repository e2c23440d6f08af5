import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { inkOf } from '../../testing/fixtures.js';
import { TestApp } from '../../testing/test-app.js';
import { RetentionService } from './retention.service.js';

const DAY_MS = 24 * 60 * 60 * 1000;
const body = { task: 'digits', ink: inkOf('7') };

let app: TestApp;

beforeAll(async () => {
  app = await TestApp.start({ PREDICTION_RETENTION_DAYS: '30' });
});

afterAll(async () => {
  await app.end();
});

/** Old, with and without correction, and a recent one. */
async function predictions() {
  const guest = await app.guest();
  const [old, corrected, recent] = [
    (await guest.predict(body)).body.id,
    (await guest.predict(body)).body.id,
    (await guest.predict(body)).body.id,
  ];
  await guest.correct(corrected, '7');
  await age([old, corrected], 31);
  await age([recent], 29);
  return { old, corrected, recent };
}

const age = (ids: string[], days: number) =>
  app.prisma.prediction.updateMany({
    where: { id: { in: ids } },
    data: { createdAt: new Date(Date.now() - days * DAY_MS) },
  });

const left = async (ids: Record<string, string>) => {
  const rows = await app.prisma.prediction.findMany({ where: { id: { in: Object.values(ids) } } });
  return Object.keys(ids).filter((name) => rows.some(({ id }) => id === ids[name]));
};

it('removes old predictions without a correction', async () => {
  const ids = await predictions();
  await app.nest.get(RetentionService).deleteOld(new Date());
  expect(await left(ids)).toEqual(['corrected', 'recent']);
  await app.nest.get(RetentionService).deleteOld(new Date(Date.now() + 2 * DAY_MS));
  expect(await left(ids)).toEqual(['corrected']);
});

it('does so at start', async () => {
  const ids = await predictions();
  await app.close();
  await app.open();
  // Closing waits for the run that starting began.
  await app.close();
  expect(await left(ids)).toEqual(['corrected', 'recent']);
  await app.open();
});
