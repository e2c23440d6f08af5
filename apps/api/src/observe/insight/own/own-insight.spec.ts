import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { OwnInsight, OwnSample } from '@inkling/contract';
import { GuestsRepository } from '../../../people/auth/guests/guests.repository.js';
import type { Client } from '../../../testing/client.js';
import { inkOf } from '../../../testing/fixtures.js';
import { TestApp } from '../../../testing/test-app.js';
import { RollupRepository } from '../rollup/rollup.repository.js';

let app: TestApp;

beforeAll(async () => {
  app = await TestApp.start();
});

afterAll(async () => {
  await app.end();
});

const seven = { task: 'digits', ink: inkOf('7') };

const insightOf = async (client: Client, query = ''): Promise<OwnInsight> =>
  (await client.call<OwnInsight>('GET', `/api/me/insight?${query}`)).body;

const samplesOf = async (client: Client, query = ''): Promise<OwnSample[]> =>
  (await client.call<{ items: OwnSample[] }>('GET', `/api/me/samples?${query}`)).body.items;

const userId = async (client: Client): Promise<string> => {
  const { body } = await client.call<{ user: { id: string } }>('GET', '/api/auth/get-session');
  return body.user.id;
};

/** As if it were some hours later. */
async function rollUp(): Promise<void> {
  await app.prisma.$executeRaw`
    UPDATE prediction SET created_at = created_at - interval '5 hours'
    WHERE created_at > now() - interval '1 hour'`;
  await app.prisma.$executeRaw`
    UPDATE prediction_rollup SET rolled_until = rolled_until - interval '6 hours'`;
  await app.nest.get(RollupRepository).rollUp();
}

describe('GET /api/me/…', () => {
  it('tells a guest what was learned, which answers it decided, and forgets what is taken back', async () => {
    const [anna, ben] = [await app.guest(), await app.guest()];
    const first = (await anna.predict(seven)).body;
    expect(first).toMatchObject({ label: '7', decidedBy: 'model' });
    const correction = (await anna.correct(first.id, '4')).body;
    // Two more like it, decided by what was said of the first.
    await anna.predict(seven);
    const third = (await anna.predict(seven)).body;
    expect(third).toMatchObject({ label: '4', decidedBy: 'memory' });
    await anna.correct(third.id, '4');

    const insight = await insightOf(anna);
    expect(insight.totals).toEqual({ predictions: 3, said: 2, corrected: 1, byMemory: 2 });
    expect(insight.samples).toEqual({ total: 2, pending: 2, approved: 0, rejected: 0 });
    expect(insight.confusions).toMatchObject([
      { answered: '7', truth: '4', count: 1, ofTruth: 0.5 },
    ]);
    const [newest, oldest] = await samplesOf(anna);
    expect(oldest).toMatchObject({
      ...{ correctionId: correction.id, predictionId: first.id, answered: '7', label: '4' },
      ...{ status: 'pending', decided: { own: 2, others: 0 } },
    });
    expect(newest).toMatchObject({ answered: '4', label: '4', decided: { own: 0, others: 0 } });

    // The counts say the same.
    await rollUp();
    expect((await insightOf(anna)).totals).toEqual(insight.totals);
    expect((await samplesOf(anna))[1]).toEqual(oldest);
    // Nobody else sees any of it.
    expect((await insightOf(ben)).totals.predictions).toBe(0);
    expect(await samplesOf(ben)).toEqual([]);

    expect((await anna.call('DELETE', `/api/corrections/${correction.id}`)).status).toBe(204);
    expect((await insightOf(anna)).totals).toMatchObject({ predictions: 3, said: 1, corrected: 0 });
    expect(await samplesOf(anna)).toHaveLength(1);
  });

  it("counts what an approved sample decided for others apart, and shows nobody's drawing", async () => {
    const [anna, ben] = [await app.guest(), await app.guest()];
    const drawing = { task: 'digits', ink: inkOf('3', 1) };
    const { id } = (await anna.predict(drawing)).body;
    const { sampleId } = (await anna.correct(id, '3')).body;
    const benId = await userId(ben);
    const version = (await ben.predict(drawing)).body.model.id;
    await app.prisma.prediction.updateMany({
      where: { writerId: benId, modelVersionId: version },
      data: { decidedBy: 'memory', decidedBySampleId: sampleId },
    });
    expect((await samplesOf(anna))[0]!.decided).toEqual({ own: 0, others: 1 });
    await rollUp();
    expect((await samplesOf(anna))[0]!.decided).toEqual({ own: 0, others: 1 });
  });

  it('lists samples by page, status and label', async () => {
    const guest = await app.guest();
    for (const label of ['1', '2', '3']) {
      const { id } = (await guest.predict({ task: 'digits', ink: inkOf(label) })).body;
      await guest.correct(id, label);
    }
    const labels = async (query: string) =>
      (await samplesOf(guest, query)).map((sample) => sample.label);
    expect(await labels('limit=2')).toEqual(['3', '2']);
    const page = await guest.call<{ nextCursor: string }>('GET', '/api/me/samples?limit=2');
    expect(await labels(`limit=2&cursor=${page.body.nextCursor}`)).toEqual(['1']);
    expect(await labels('label=2')).toEqual(['2']);
    expect(await labels('status=approved')).toEqual([]);
    const wrong = await guest.problem('GET', '/api/me/samples?cursor=x');
    expect(wrong.status).toBe(422);
  });

  it('comes along when a guest becomes a user', async () => {
    const [guest, user] = [await app.guest(), await app.user('writer')];
    await guest.predict(seven);
    await rollUp();
    await guest.predict(seven);
    await app.nest.get(GuestsRepository).move(await userId(guest), await userId(user));
    expect((await insightOf(user)).totals.predictions).toBe(2);
  });

  it('needs a session', async () => {
    for (const name of ['insight', 'samples']) {
      expect((await app.visitor().problem('GET', `/api/me/${name}`)).status).toBe(401);
    }
  });
});
