import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { LineFigures, Now } from '@inkling/contract';
import { LineRetention } from '../../../recognise/lines/line-retention.service.js';
import type { Client } from '../../../testing/client.js';
import { TestApp } from '../../../testing/test-app.js';
import { putWritten, type Written } from '../testing/written.js';

let app: TestApp;
let reviewer: Client;
let anna: string;
let ben: string;
let ids: string[];

/** Small enough to count by hand. Days of March 2026 in UTC. */
const writtenBy = (): Omit<Written, 'modelVersionId'>[] => [
  // The 2nd: three lines, one of them confirmed; one has a character wrong of four.
  { at: '2026-03-02T09:00:00Z', text: '2026' },
  {
    ...{ at: '2026-03-02T09:10:00Z', writerId: anna, text: '1742', certain: true },
    said: { text: '1742' },
  },
  {
    ...{ at: '2026-03-02T23:40:00Z', writerId: anna, text: '1112', certain: true },
    said: { text: '1172' },
  },
  // The 4th: a reviewer's text counts before the writer's; a rejected one is said by nobody.
  {
    ...{ at: '2026-03-04T12:00:00Z', writerId: ben, text: '119' },
    said: { text: '118', status: 'approved', reviewerText: '77 9' },
  },
  {
    ...{ at: '2026-03-04T12:10:00Z', writerId: ben, text: '5' },
    said: { text: 'spam', status: 'rejected' },
  },
  // A text: one character too many and one missed; a missed space is no error, but a correction.
  {
    ...{ at: '2026-03-05T08:00:00Z', writerId: anna, task: 'text', text: 'thhe ca' },
    said: { text: 'the cat' },
  },
  {
    ...{ at: '2026-03-05T08:10:00Z', writerId: anna, task: 'text', text: 'thecat' },
    said: { text: 'the cat' },
  },
];

const MARCH = 'from=2026-03-01&to=2026-03-31';

async function figures(query = MARCH): Promise<LineFigures> {
  const { status, body } = await reviewer.call<LineFigures>('GET', `/api/analytics/lines?${query}`);
  expect({ query, status }).toEqual({ query, status: 200 });
  return body;
}

const guestId = async (): Promise<string> => {
  const guest = await app.guest();
  const { body } = await guest.call<{ user: { id: string } }>('GET', '/api/auth/get-session');
  return body.user.id;
};

beforeAll(async () => {
  app = await TestApp.start();
  reviewer = await app.reviewer();
  [anna, ben] = [await guestId(), await guestId()];
  const { id: modelVersionId } = await app.prisma.modelVersion.findFirstOrThrow({
    where: { network: 'lines' },
  });
  ids = [];
  for (const written of writtenBy()) {
    ids.push(await putWritten(app.prisma, { ...written, modelVersionId }));
  }
});

afterAll(async () => {
  await app.end();
});

describe('GET /api/analytics/lines', () => {
  it('counts lines, corrections and wrong characters by time', async () => {
    const { period, rows, totals, mostCompared } = await figures();
    expect(period).toEqual({
      ...{ from: '2026-03-01T00:00:00.000Z', to: '2026-04-01T00:00:00.000Z' },
      ...{ zone: 'UTC', bucket: 'day' },
    });
    const at = (day: number) => ({ start: `2026-03-0${day}T00:00:00.000Z` });
    expect(rows).toEqual([
      {
        ...{ ...at(2), lines: 3, certain: 2, said: 2, corrected: 1 },
        ...{ compared: 2, characters: 8, edits: 1 },
      },
      {
        ...{ ...at(4), lines: 2, certain: 0, said: 1, corrected: 1 },
        ...{ compared: 1, characters: 3, edits: 2 },
      },
      {
        ...{ ...at(5), lines: 2, certain: 0, said: 2, corrected: 2 },
        ...{ compared: 2, characters: 12, edits: 2 },
      },
    ]);
    expect(totals).toEqual({
      ...{ lines: 7, certain: 2, said: 5, corrected: 4, rejected: 1 },
      ...{ compared: 5, characters: 23, edits: 5 },
      ...{ certainShare: 2 / 7, errorRate: 5 / 23 },
    });
    expect(mostCompared).toBe(20_000);
  });

  it('ranks pairs of characters, missed ones and those too many among them', async () => {
    const { pairs } = await figures();
    // Of four 7s three were read as 1.
    expect(pairs[0]).toEqual({ answered: '1', truth: '7', count: 3, ofTruth: 3 / 4 });
    expect(pairs.slice(1)).toHaveLength(2);
    expect(pairs).toContainEqual({ answered: 'h', truth: '', count: 1, ofTruth: null });
    expect(pairs).toContainEqual({ answered: '', truth: 't', count: 1, ofTruth: 1 / 4 });
  });

  it('narrows to task, writer and days, and begins days at midnight of the zone', async () => {
    const totals = async (query: string) => (await figures(query)).totals;
    expect(await totals(`${MARCH}&task=text`)).toMatchObject({
      lines: 2,
      characters: 12,
      edits: 2,
    });
    expect(await totals(`${MARCH}&task=digits`)).toMatchObject({ lines: 5, said: 3, edits: 3 });
    expect(await totals(`${MARCH}&writer=${ben}`)).toMatchObject({ lines: 2, rejected: 1 });
    expect(await totals(`${MARCH}&writer=${anna}&task=digits`)).toMatchObject({
      lines: 2,
      edits: 1,
    });
    expect(await totals('from=2026-03-03&to=2026-03-04')).toMatchObject({ lines: 2 });
    expect(await totals('from=2026-03-06&to=2026-03-06')).toEqual({
      ...{ lines: 0, certain: 0, said: 0, corrected: 0, rejected: 0 },
      ...{ compared: 0, characters: 0, edits: 0, certainShare: null, errorRate: null },
    });
    const { rows } = await figures('from=2026-03-03&to=2026-03-03&zone=Europe/Berlin');
    expect(rows.map(({ start, lines }) => [start, lines])).toEqual([
      ['2026-03-02T23:00:00.000Z', 1],
    ]);
    // Without days: everything, from the first line to today.
    const all = await figures('');
    expect(all.totals.lines).toBe(7);
    expect(all.period.from).toBe('2026-03-02T00:00:00.000Z');
    expect((await figures(`writer=${ben}`)).period.from).toBe('2026-03-04T00:00:00.000Z');
    expect(all.swaps).toMatchObject([{ version: 1 }]);
  });

  it('are part of what is now', async () => {
    const { body } = await reviewer.call<Now>('GET', '/api/analytics/now');
    expect(body.firstDay).toBe('2026-03-02');
    expect(body.waiting).toContainEqual({ network: 'lines', count: 4 });
  });

  it('answers as a table of comma-separated values, too', async () => {
    const url = `/api/analytics/lines?${MARCH}&task=digits&format=csv`;
    const { headers, body } = await reviewer.call<string>('GET', url);
    expect(headers['content-type']).toMatch(/^text\/csv/);
    expect(headers['content-disposition']).toContain('inkling-lines.csv');
    expect(body.split('\r\n')).toEqual([
      'start,lines,certain,said,corrected,compared,characters,edits,character error rate',
      '2026-03-02T00:00:00.000Z,3,2,2,1,2,8,1,0.125',
      '2026-03-04T00:00:00.000Z,2,0,1,1,1,3,2,0.6666666666666666',
      '',
    ]);
  });

  it('says what is wrong with a question, and is for reviewers', async () => {
    for (const query of ['task=letters', 'from=2026-03-02&to=2026-03-01', 'zone=Mars/Olympus']) {
      const { status } = await reviewer.problem('GET', `/api/analytics/lines?${query}`);
      expect({ query, status }).toEqual({ query, status: 422 });
    }
    const guest = await app.guest();
    expect((await guest.problem('GET', '/api/analytics/lines')).status).toBe(403);
    expect((await app.visitor().problem('GET', '/api/analytics/lines')).status).toBe(401);
  });

  it('follows what becomes of a correction, and of the line', async () => {
    const { prisma } = app;
    const confirmed = { lineId: ids[1]! };
    await prisma.lineCorrection.update({ where: confirmed, data: { reviewerText: '1242' } });
    expect((await figures()).totals).toMatchObject({ corrected: 5, characters: 23, edits: 6 });
    await prisma.lineCorrection.update({ where: confirmed, data: { status: 'rejected' } });
    expect((await figures()).totals).toMatchObject({ said: 4, rejected: 2, characters: 19 });
    // Lines are counted from their rows: with what nobody corrected goes its count.
    expect(await app.nest.get(LineRetention).deleteOld(new Date('2032-01-01'))).toBe(1);
    expect((await figures()).totals).toMatchObject({ lines: 6, said: 4 });
    await prisma.user.delete({ where: { id: ben } });
    expect((await figures()).totals).toMatchObject({ lines: 4, said: 3, rejected: 1 });
  });
});
