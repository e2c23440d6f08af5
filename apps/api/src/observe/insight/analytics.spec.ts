import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type {
  Activity,
  Classes,
  Confusions,
  Latency,
  MemoryFigures,
  Now,
  Reliability,
} from '@inkling/contract';
import { newId } from '@inkling/store';
import { PredictionsRepository } from '../../recognise/predictions/predictions.repository.js';
import type { Client } from '../../testing/client.js';
import { registerVersion } from '../../testing/register-version.js';
import { TestApp } from '../../testing/test-app.js';
import { RollupRepository } from './rollup/rollup.repository.js';
import { forgetCounts, putDrawn, type Drawn } from './testing/drawn.js';

let app: TestApp;
let reviewer: Client;
let ids: Record<'anna' | 'ben' | 'first' | 'second' | 'letters', string>;

/** What was drawn, small enough to count by hand. Days of March 2026 in UTC. */
const drawnBy = ({ anna, ben, first, second, letters }: typeof ids): Drawn[] => [
  // The first version: 4 drawings on the 2nd, two of them spoken of, one wrong.
  { at: '2026-03-02T09:00:00Z', modelVersionId: first, writerId: anna, totalMs: 4 },
  { at: '2026-03-02T09:01:00Z', modelVersionId: first, writerId: null, totalMs: 4 },
  {
    ...{ at: '2026-03-02T09:02:00Z', modelVersionId: first, writerId: anna, totalMs: 4 },
    ...{ label: '7', probability: 0.95, said: { label: '7' } },
  },
  {
    ...{ at: '2026-03-02T23:40:00Z', modelVersionId: first, writerId: anna, totalMs: 40 },
    ...{ label: '7', probability: 0.65, said: { label: '1' } },
  },
  // The second one: 3 on the 4th, all spoken of. A reviewer took the writer's 4 for a 9.
  {
    ...{ at: '2026-03-04T12:00:00Z', modelVersionId: second, writerId: ben },
    ...{ label: '9', probability: 0.55, byMemory: true },
    said: { label: '4', status: 'approved', reviewerLabel: '9' },
  },
  {
    ...{ at: '2026-03-04T12:10:00Z', modelVersionId: second, writerId: ben },
    ...{ label: '7', probability: 0.99, byMemory: true, said: { label: '1', status: 'approved' } },
  },
  // Rejected: nobody knows what it is.
  {
    ...{ at: '2026-03-04T12:20:00Z', modelVersionId: second, writerId: ben },
    ...{ label: '3', probability: 1, said: { label: '8', status: 'rejected' } },
  },
  // The other network.
  {
    ...{ at: '2026-03-05T08:00:00Z', modelVersionId: letters, network: 'characters' },
    ...{ writerId: anna, label: 'O', probability: 0.45, said: { label: '0' } },
  },
];

const MARCH = 'from=2026-03-01&to=2026-03-31';

async function figures<T>(name: string, query = MARCH): Promise<T> {
  const { status, body } = await reviewer.call<T>('GET', `/api/analytics/${name}?${query}`);
  expect({ name, query, status }).toEqual({ name, query, status: 200 });
  return body;
}

const userId = async (client: Client): Promise<string> => {
  const { body } = await client.call<{ user: { id: string } }>('GET', '/api/auth/get-session');
  return body.user.id;
};

beforeAll(async () => {
  app = await TestApp.start();
  reviewer = await app.reviewer();
  const [anna, ben] = await Promise.all(
    [app.guest(), app.guest()].map(async (c) => userId(await c)),
  );
  const shipped = await app.prisma.modelVersion.findMany({ orderBy: { version: 'asc' } });
  const idOf = (network: string) => shipped.find((version) => version.network === network)!.id;
  const { id: second } = await registerVersion(app.prisma);
  ids = {
    ...{ anna: anna!, ben: ben!, second },
    ...{ first: idOf('digits'), letters: idOf('characters') },
  };
  for (const drawn of drawnBy(ids)) await putDrawn(app.prisma, drawn);
  await forgetCounts(app.prisma);
});

afterAll(async () => {
  await app.end();
});

/** Everything that is counted, whoever counts it. */
async function allFigures(query = MARCH) {
  return {
    activity: await figures<Activity>('activity', query),
    memory: await figures<MemoryFigures>('memory', query),
    confusions: await figures<Confusions>('confusions', query),
    classes: await figures<Classes>('classes', query),
    reliability: await figures<Reliability>('reliability', query),
    latency: await figures<Latency>('latency', query),
  };
}

describe('GET /api/analytics/…', () => {
  it('counts activity by time, network and version', async () => {
    const { period, rows, totals } = await figures<Activity>('activity');
    expect(period).toEqual({
      from: '2026-03-01T00:00:00.000Z',
      to: '2026-04-01T00:00:00.000Z',
      zone: 'UTC',
      bucket: 'day',
    });
    const digits = { network: 'digits' };
    const at = (day: number) => ({ start: `2026-03-0${day}T00:00:00.000Z` });
    expect(rows).toEqual([
      { ...at(2), ...digits, version: 1, predictions: 4, said: 2, corrected: 1 },
      { ...at(4), ...digits, version: 2, predictions: 3, said: 2, corrected: 1 },
      { ...at(5), network: 'characters', version: 1, predictions: 1, said: 1, corrected: 1 },
    ]);
    expect(totals).toEqual({
      ...{ predictions: 8, said: 5, corrected: 3, rejected: 1, correctionRate: 3 / 8 },
    });
  });

  it('narrows to network, version, writer and days, each by itself and together', async () => {
    const totals = async (more: string, days = MARCH) =>
      (await figures<Activity>('activity', `${days}&${more}`)).totals;
    expect(await totals('network=digits')).toMatchObject({ predictions: 7, said: 4, corrected: 2 });
    expect(await totals('network=digits&version=1')).toMatchObject({ predictions: 4, said: 2 });
    expect(await totals(`writer=${ids.anna}`)).toMatchObject({ predictions: 4, corrected: 2 });
    expect(await totals(`writer=${ids.ben}`)).toMatchObject({ predictions: 3, rejected: 1 });
    expect(await totals(`writer=${ids.anna}&network=characters`)).toMatchObject({ predictions: 1 });
    expect(await totals('', 'from=2026-03-03&to=2026-03-04')).toMatchObject({ predictions: 3 });
    expect(await totals('', 'from=2026-03-06&to=2026-03-06')).toEqual({
      ...{ predictions: 0, said: 0, corrected: 0, rejected: 0, correctionRate: null },
    });
    // Without days: everything, from the first drawing to today.
    const { period, totals: all } = await figures<Activity>('activity', 'zone=UTC');
    expect(all.predictions).toBe(8);
    expect(period.from).toBe('2026-03-02T00:00:00.000Z');
    expect(Date.parse(period.to)).toBeGreaterThan(Date.now());
  });

  it('begins days at midnight of the time zone, also those off by half an hour', async () => {
    const days = async (zone: string) =>
      (await figures<Activity>('activity', `${MARCH}&network=digits&version=1&zone=${zone}`)).rows;
    // 23:40 in London is 00:40 in Berlin, and 05:10 in Kolkata.
    expect((await days('Europe/Berlin')).map((row) => [row.start, row.predictions])).toEqual([
      ['2026-03-01T23:00:00.000Z', 3],
      ['2026-03-02T23:00:00.000Z', 1],
    ]);
    expect((await days('Asia/Kolkata')).map((row) => [row.start, row.predictions])).toEqual([
      ['2026-03-01T18:30:00.000Z', 3],
      ['2026-03-02T18:30:00.000Z', 1],
    ]);
    const inBerlin = await figures<Activity>(
      'activity',
      'from=2026-03-03&to=2026-03-03&zone=Europe/Berlin',
    );
    expect(inBerlin.totals.predictions).toBe(1);
    // The day on which clocks change has 23 hours.
    const change = await figures<Activity>(
      'activity',
      'from=2026-03-29&to=2026-03-29&zone=Europe/Berlin',
    );
    expect([change.period.from, change.period.to]).toEqual([
      '2026-03-28T23:00:00.000Z',
      '2026-03-29T22:00:00.000Z',
    ]);
  });

  it('takes steps as asked, by the clocks of the zone', async () => {
    const starts = async (query: string) =>
      (await figures<Activity>('activity', `${MARCH}&network=digits&${query}`)).rows.map(
        ({ start, version, predictions }) => [start.slice(0, 16), version, predictions],
      );
    expect(await starts('bucket=hour')).toEqual([
      ['2026-03-02T09:00', 1, 3],
      ['2026-03-02T23:00', 1, 1],
      ['2026-03-04T12:00', 2, 3],
    ]);
    expect(await starts('bucket=week&zone=Europe/Berlin')).toEqual([
      ['2026-03-01T23:00', 1, 4],
      ['2026-03-01T23:00', 2, 3],
    ]);
    expect(await starts('bucket=month&zone=America/New_York')).toEqual([
      ['2026-03-01T05:00', 1, 4],
      ['2026-03-01T05:00', 2, 3],
    ]);
  });

  it('ranks confused pairs, with examples of each', async () => {
    const { pairs, corrected } = await figures<Confusions>('confusions');
    expect(corrected).toBe(3);
    expect(pairs.map(({ examples, ...pair }) => ({ ...pair, examples: examples.length }))).toEqual([
      // Both drawings of a 1 were read as 7.
      { network: 'digits', answered: '7', truth: '1', count: 2, ofTruth: 1, examples: 2 },
      { network: 'characters', answered: 'O', truth: '0', count: 1, ofTruth: 1, examples: 1 },
    ]);
    expect(pairs[0]!.examples[0]!.glyph).toMatch(/^data:image\/png;base64,/);
  });

  it('measures each label by what people said, the reviewer before the writer', async () => {
    const { rows } = await figures<Classes>('classes', `${MARCH}&network=digits`);
    expect(rows).toEqual([
      {
        ...{ network: 'digits', label: '1', answered: 0, support: 2, right: 0 },
        ...{ precision: null, recall: 0, f1: null },
      },
      {
        ...{ network: 'digits', label: '7', answered: 3, support: 1, right: 1 },
        ...{ precision: 1 / 3, recall: 1, f1: 0.5 },
      },
      {
        ...{ network: 'digits', label: '9', answered: 1, support: 1, right: 1 },
        ...{ precision: 1, recall: 1, f1: 1 },
      },
    ]);
  });

  it('sets confidence against being right', async () => {
    const { said, error, bins } = await figures<Reliability>('reliability');
    expect(said).toBe(5);
    const filled = bins.filter(({ count }) => count > 0);
    expect(bins).toHaveLength(10);
    expect(
      filled.map(({ from, count, right, accuracy }) => [from, count, right, accuracy]),
    ).toEqual([
      [0.4, 1, 0, 0],
      [0.5, 1, 1, 1],
      [0.6, 1, 0, 0],
      [0.9, 2, 1, 0.5],
    ]);
    expect(filled[3]!.confidence).toBeCloseTo(0.97, 10);
    // |0-0.45| + |1-0.55| + |0-0.65| + |1-1.94|, of five.
    expect(error).toBeCloseTo((0.45 + 0.45 + 0.65 + 0.94) / 5, 10);
  });

  it('says what memory decided and how often that stood', async () => {
    const { rows, totals } = await figures<MemoryFigures>('memory');
    expect(rows.find(({ start }) => start.startsWith('2026-03-04'))).toEqual({
      ...{ start: '2026-03-04T00:00:00.000Z', predictions: 3, byMemory: 2, said: 2, stood: 1 },
    });
    expect(totals).toEqual({
      ...{ predictions: 8, byMemory: 2, share: 0.25, said: 2, stood: 1, stoodShare: 0.5 },
      ...{ networkSaid: 3, networkStood: 1 },
    });
  });

  it('estimates latency from bins a quarter of an octave wide', async () => {
    const { rows, totals } = await figures<Latency>('latency', `${MARCH}&network=digits`);
    expect(rows.map(({ start, predictions }) => [start.slice(0, 10), predictions])).toEqual([
      ['2026-03-02', 4],
      ['2026-03-04', 3],
    ]);
    const first = rows[0]!;
    // Three took 4 ms and one 40: the bin of 4 goes to 4.76, that of 40 from 38.05 to 45.25.
    expect(first.p50).toBeGreaterThanOrEqual(4);
    expect(first.p50).toBeLessThan(4.76);
    expect(first.p99).toBeGreaterThan(38.05);
    expect(first.p99).toBeLessThanOrEqual(45.26);
    expect(totals).toMatchObject([{ network: 'digits', predictions: 7 }]);
  });

  it('shows what went into service', async () => {
    const { swaps } = await figures<Activity>('activity', 'zone=UTC');
    expect(swaps.map(({ network, version }) => `${network} ${version}`).sort()).toEqual([
      'characters 1',
      'digits 1',
    ]);
  });

  it('answers each as a table of comma-separated values, too', async () => {
    const csv = async (name: string) => {
      const answer = await reviewer.call<string>(
        'GET',
        `/api/analytics/${name}?${MARCH}&format=csv`,
      );
      expect(answer.headers['content-type']).toMatch(/^text\/csv/);
      expect(answer.headers['content-disposition']).toContain(`inkling-${name}.csv`);
      return answer.body.split('\r\n');
    };
    expect(await csv('activity')).toEqual([
      'start,network,version,predictions,said,corrected,correction rate',
      '2026-03-02T00:00:00.000Z,digits,1,4,2,1,0.25',
      '2026-03-04T00:00:00.000Z,digits,2,3,2,1,0.3333333333333333',
      '2026-03-05T00:00:00.000Z,characters,1,1,1,1,1',
      '',
    ]);
    expect((await csv('confusions')).slice(0, 2)).toEqual([
      'network,read as,is,count,share of this label',
      'digits,7,1,2,1',
    ]);
    expect(await csv('reliability')).toHaveLength(12);
    expect(await csv('classes')).toContain('digits,1,0,2,0,,0,');
    expect(await csv('memory')).toContain('2026-03-04T00:00:00.000Z,3,2,2,1');
    expect((await csv('latency'))[0]).toBe('start,network,predictions,p50 ms,p95 ms,p99 ms');
  });

  it('names who drew, and finds them by name', async () => {
    await app.prisma.user.update({ where: { id: ids.anna }, data: { name: 'Anna Beispiel' } });
    type Writers = { items: { id: string; predictions: number; isGuest: boolean }[] };
    const all = await figures<Writers>('writers', '');
    expect(all.items.map(({ id, predictions }) => [id, predictions])).toEqual([
      [ids.anna, 4],
      [ids.ben, 3],
    ]);
    expect((await figures<Writers>('writers', 'search=BEISP')).items).toHaveLength(1);
    expect((await figures<Writers>('writers', 'search=%25')).items).toHaveLength(0);
    expect((await figures<Writers>('writers', `id=${ids.ben}`)).items).toMatchObject([
      { id: ids.ben, isGuest: true },
    ]);
  });

  it('says what waits and what is in service', async () => {
    const now = await figures<Now>('now', '');
    expect(now.waiting).toEqual([
      { network: 'digits', count: 2 },
      { network: 'characters', count: 1 },
      { network: 'lines', count: 0 },
    ]);
    expect(now.inService).toMatchObject([
      { network: 'digits', version: 1 },
      { network: 'characters', version: 1 },
      { network: 'lines', version: 1 },
    ]);
    expect(now).toMatchObject({ replicas: 1, trainers: 0, firstDay: '2026-03-02' });
  });

  it('says what is wrong with a question', async () => {
    const problem = async (query: string) =>
      (await reviewer.problem('GET', `/api/analytics/activity?${query}`)).body;
    for (const query of [
      'from=2026-02-30',
      'from=2026-03-02&to=2026-03-01',
      'zone=Mars/Olympus',
      'zone=%2B05:30',
      'version=1',
      'network=words',
      'writer=anna',
      'bucket=minute',
      'bucket=hour&from=1900-01-01',
    ]) {
      expect({ query, ...(await problem(query)) }).toMatchObject({ query, status: 422 });
    }
  });

  it('is for reviewers', async () => {
    const guest = await app.guest();
    for (const name of ['activity', 'now', 'writers']) {
      const url = `/api/analytics/${name}`;
      expect((await guest.problem('GET', url)).status).toBe(403);
      expect((await app.visitor().problem('GET', url)).status).toBe(401);
    }
  });
});

describe('the counts', () => {
  const rollUp = () => app.nest.get(RollupRepository).rollUp();

  it('say what the rows said, and go on saying it when the rows are gone', async () => {
    await forgetCounts(app.prisma);
    const fromRows = await allFigures();
    const ofAnna = await allFigures(`${MARCH}&writer=${ids.anna}&zone=Asia/Kolkata`);
    expect(await rollUp()).toBe(8);
    // Nothing is counted twice.
    expect(await rollUp()).toBe(0);
    expect(await allFigures()).toEqual(fromRows);
    const before = await app.prisma.prediction.count();
    const removed = await app.nest
      .get(PredictionsRepository)
      .deleteUncorrectedBefore(new Date('2026-04-01'));
    expect(removed).toBe(2);
    expect(await app.prisma.prediction.count()).toBe(before - 2);
    expect(await allFigures()).toEqual(fromRows);
    expect(await allFigures(`${MARCH}&writer=${ids.anna}&zone=Asia/Kolkata`)).toEqual(ofAnna);
  });

  it('keep retention from what only its row counts', async () => {
    await app.prisma.$executeRaw`UPDATE prediction_rollup SET rolled_until = '2026-01-01'`;
    const { predictionId } = await putDrawn(app.prisma, {
      at: '2026-02-02T10:00:00Z',
      modelVersionId: ids.first,
    });
    const retention = app.nest.get(PredictionsRepository);
    expect(await retention.deleteUncorrectedBefore(new Date('2026-04-01'))).toBe(0);
    await app.prisma.prediction.delete({ where: { id: predictionId } });
    await app.prisma
      .$executeRaw`UPDATE prediction_rollup SET rolled_until = now() - interval '1 hour'`;
  });

  it('count a drawing that goes on once, however old it is', async () => {
    const guest = await app.guest();
    const writer = await userId(guest);
    const total = async () =>
      (await figures<Activity>('activity', `zone=UTC&writer=${writer}`)).totals.predictions;
    const latency = async () =>
      (await figures<Latency>('latency', `zone=UTC&writer=${writer}`)).totals[0]?.predictions;
    const drawing = {
      task: 'digits',
      ink: {
        strokes: [
          [
            [0, 0],
            [5, 40],
            [9, 90],
          ],
        ],
      },
    };
    const { id } = (await guest.predict(drawing)).body;
    const next = (await guest.predict({ ...drawing, replaces: id })).body;
    expect([await total(), await latency()]).toEqual([1, 1]);
    // Two hours later the counts have it; its id tells when it was made.
    const old = oldId();
    await app.prisma.$executeRaw`
      UPDATE prediction SET id = ${old}::uuid, created_at = now() - interval '2 hours'
      WHERE id = ${next.id}::uuid`;
    await app.prisma
      .$executeRaw`UPDATE prediction_rollup SET rolled_until = now() - interval '3 hours'`;
    expect(await rollUp()).toBe(1);
    expect([await total(), await latency()]).toEqual([1, 1]);
    await guest.predict({ ...drawing, replaces: old });
    expect([await total(), await latency()]).toEqual([1, 1]);
    // Somebody else's is not theirs to replace.
    const other = await app.guest();
    const { id: foreign } = (await other.predict(drawing)).body;
    await guest.predict({ ...drawing, replaces: foreign });
    expect(await total()).toBe(2);
  });

  it('lose what its writer deletes, whether it was counted or not', async () => {
    const [guest, other] = [await app.guest(), await app.guest()];
    const writer = await userId(guest);
    const teacher = await userId(other);
    const query = `zone=UTC&writer=${writer}`;
    const counted = async () => {
      const { totals } = await figures<Activity>('activity', query);
      const latency = await figures<Latency>('latency', query);
      const memory = await figures<MemoryFigures>('memory', query);
      const [decided] = await app.prisma.$queryRaw<{ n: number }[]>`
        SELECT coalesce(sum(predictions), 0)::int AS n FROM sample_decision
        WHERE sample_id = ${sampleId}::uuid`;
      const timed = latency.totals[0]?.predictions ?? 0;
      return [totals.predictions, totals.said, timed, memory.totals.byMemory, decided!.n];
    };
    const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000).toISOString();
    const base = { modelVersionId: ids.first, writerId: writer, totalMs: 4 };
    const taught = { ...base, writerId: teacher, at: hoursAgo(9), said: { label: '1' } };
    const sampleId = (await putDrawn(app.prisma, taught)).sampleId!;
    const drawn = [
      { ...base, at: hoursAgo(5), byMemory: true, bySample: sampleId },
      { ...base, at: hoursAgo(5), byMemory: true, bySample: sampleId },
      { ...base, at: hoursAgo(4), said: { label: '1' } },
      { ...base, at: hoursAgo(0) },
    ];
    const own: string[] = [];
    for (const one of drawn) own.push((await putDrawn(app.prisma, one)).predictionId);
    await app.prisma
      .$executeRaw`UPDATE prediction_rollup SET rolled_until = now() - interval '12 hours'`;
    await rollUp();
    expect(await counted()).toEqual([4, 1, 4, 2, 2]);

    const remove = (gone: readonly string[]) =>
      guest.call('POST', '/api/predictions/delete', { ids: gone });
    expect((await remove([own[0]!, own[1]!])).body).toEqual({ deleted: 2 });
    expect(await counted()).toEqual([2, 1, 2, 0, 0]);
    expect((await remove([own[2]!])).body).toEqual({ deleted: 1 });
    expect(await counted()).toEqual([1, 0, 1, 0, 0]);
    expect((await remove([own[3]!])).body).toEqual({ deleted: 1 });
    expect(await counted()).toEqual([0, 0, 0, 0, 0]);
    await app.prisma.user.deleteMany({ where: { id: { in: [writer, teacher] } } });
  });

  it('go with their person', async () => {
    const before = (await figures<Activity>('activity')).totals;
    expect(before).toMatchObject({ predictions: 8, said: 5 });
    await app.prisma.sample.deleteMany({ where: { writerId: ids.ben } });
    await app.prisma.user.delete({ where: { id: ids.ben } });
    expect((await figures<Activity>('activity')).totals).toMatchObject({
      ...{ predictions: 5, said: 3, corrected: 2, rejected: 0 },
    });
    expect((await figures<Latency>('latency', `${MARCH}&network=digits`)).totals).toMatchObject([
      { predictions: 4 },
    ]);
  });
});

/** An id as of two hours ago. */
const oldId = (): string => {
  const stamp = (Date.now() - 2 * 60 * 60 * 1000).toString(16).padStart(12, '0');
  return `${stamp.slice(0, 8)}-${stamp.slice(8)}${newId().slice(13)}`;
};
