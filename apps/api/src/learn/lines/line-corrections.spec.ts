import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type {
  HistoryItem,
  Latency,
  LineCorrectionResponse,
  LineResponse,
  SymbolList,
} from '@inkling/contract';
import { photographed, withDots, writtenLine } from '../../recognise/lines/testing/written-line.js';
import type { Client } from '../../testing/client.js';
import { idOf } from '../../testing/sign-up.js';
import { TestApp } from '../../testing/test-app.js';

let app: TestApp;

beforeAll(async () => {
  app = await TestApp.start();
});

afterAll(async () => {
  await app.end();
});

const number = { task: 'digits', ink: writtenLine('2907') };

const read = async (client: Client, body: object = number) =>
  (await client.call<LineResponse>('POST', '/api/lines', body)).body;

const correct = (client: Client, lineId: string, text: string) =>
  client.call<LineCorrectionResponse>('POST', '/api/corrections', { lineId, text });

describe('POST /api/corrections with a line', () => {
  it('teaches each digit that stands by itself, and the next line profits', async () => {
    const [anna, ben] = [await app.guest(), await app.guest()];
    const line = await read(anna);
    const { status, body } = await correct(anna, line.id, '2947');
    expect(status).toBe(201);
    expect(body).toMatchObject({
      lineId: line.id,
      text: '2947',
      status: 'pending',
      confirms: false,
    });
    expect(body.samples.map(({ label, at }) => [label, at])).toEqual([
      ['2', 0],
      ['9', 1],
      ['4', 2],
      ['7', 3],
    ]);
    expect(body.leftOut).toEqual([]);

    const next = await read(anna);
    expect(next.text).toBe('2947');
    expect(next.characters[2]).toMatchObject({ label: '4', decidedBy: 'memory' });
    expect(next.characters[2]!.neighbours[0]).toMatchObject({ label: '4', own: true });
    expect(next.characters[0]).toMatchObject({ label: '2', decidedBy: 'model' });
    expect((await read(ben)).text).toBe('2907');
    expect((await read(anna, { ...number, memory: false })).text).toBe('2907');
  });

  it('teaches single drawings, too, but stands with the line in the history', async () => {
    const guest = await app.guest();
    const line = await read(guest);
    await correct(guest, line.id, '2947');
    const nought = { strokes: writtenLine('2907').strokes.slice(2, -1) };
    const drawn = await guest.predict({ task: 'digits', ink: nought });
    expect(drawn.body.neighbours.some(({ own }) => own)).toBe(true);
    const history = await guest.call<{ items: HistoryItem[] }>('GET', '/api/predictions');
    expect(history.body.items.map(({ id }) => id)).toEqual([drawn.body.id]);
  });

  it('counts in no figure of latency, since no one waited for its characters', async () => {
    const [guest, reviewer] = [await app.guest(), await app.reviewer()];
    await correct(guest, (await read(guest)).id, '2947');
    const query = `zone=UTC&writer=${await idOf(guest)}`;
    const latency = () => reviewer.call<Latency>('GET', `/api/analytics/latency?${query}`);
    expect((await latency()).body.totals).toEqual([]);
    await guest.predict({ task: 'digits', ink: writtenLine('7') });
    expect((await latency()).body.totals).toMatchObject([{ network: 'digits', predictions: 1 }]);
  });

  it('waits for review, character by character', async () => {
    const [guest, reviewer] = [await app.guest(), await app.reviewer()];
    const { body } = await correct(guest, (await read(guest)).id, '2907');
    const queue = await reviewer.call<{ items: { id: string }[] }>(
      'GET',
      '/api/corrections?status=pending&limit=100',
    );
    const kept = await app.prisma.correction.findMany({
      where: { sampleId: { in: body.samples.map(({ sampleId }) => sampleId) } },
    });
    expect(kept).toHaveLength(4);
    const listed = new Set(queue.body.items.map(({ id }) => id));
    expect(kept.every(({ id }) => listed.has(id))).toBe(true);
  });

  it('is replaced by correcting again', async () => {
    const guest = await app.guest();
    const line = await read(guest);
    const first = (await correct(guest, line.id, '2947')).body;
    const second = (await correct(guest, line.id, '2967')).body;
    expect(second.id).toBe(first.id);
    expect((await read(guest)).text).toBe('2967');
    const left = await app.prisma.sample.count({
      where: { id: { in: first.samples.map(({ sampleId }) => sampleId) } },
    });
    expect(left).toBe(0);
  });

  it('is the same when it is sent again: what reviewers decided of its characters stays', async () => {
    const [guest, reviewer] = [await app.guest(), await app.reviewer()];
    const line = await read(guest);
    const { body: first } = await correct(guest, line.id, '2947');
    const characters = await app.prisma.correction.findMany({
      where: { prediction: { lineId: line.id } },
      orderBy: { prediction: { lineAt: 'asc' } },
    });
    const ids = characters.map(({ id }) => id);
    const decide = (body: object) => reviewer.call('POST', '/api/corrections/review', body);
    await decide({ ids: ids.slice(0, 1), decision: 'reject' });
    await decide({ ids: ids.slice(1, 2), decision: 'approve', label: '4' });
    await decide({ ids: ids.slice(2), decision: 'approve' });
    const state = () =>
      app.prisma.sample.findMany({
        where: { id: { in: first.samples.map(({ sampleId }) => sampleId) } },
        select: { id: true, status: true, reviewerLabel: true, revision: true },
        orderBy: { id: 'asc' },
      });
    const before = await state();
    expect(before).toHaveLength(4);

    const again = { lineId: line.id, text: '2947' };
    for (const body of [again, { ...again, previous: null }]) {
      const sent = await guest.call<LineCorrectionResponse>('POST', '/api/corrections', body);
      expect(sent).toMatchObject({ status: 201, body: { id: first.id, samples: first.samples } });
      expect(await state()).toEqual(before);
    }
    expect(await app.prisma.prediction.count({ where: { lineId: line.id } })).toBe(4);
  });

  it('is taken back with what it taught', async () => {
    const guest = await app.guest();
    const line = await read(guest);
    const { body } = await correct(guest, line.id, '2947');
    expect((await guest.call('DELETE', `/api/corrections/${body.id}`)).status).toBe(204);
    expect((await read(guest)).text).toBe('2907');
    expect(await app.prisma.prediction.count({ where: { lineId: line.id } })).toBe(0);
    expect(await app.prisma.line.count({ where: { id: line.id, corrected: false } })).toBe(1);
    expect((await guest.problem('DELETE', `/api/corrections/${body.id}`)).status).toBe(404);
  });

  it('goes with its line', async () => {
    const guest = await app.guest();
    const line = await read(guest);
    const { body } = await correct(guest, line.id, '2947');
    expect((await guest.call('DELETE', `/api/lines/${line.id}`)).status).toBe(204);
    expect((await read(guest)).text).toBe('2907');
    const [first] = body.samples;
    expect(await app.prisma.sample.count({ where: { id: first!.sampleId } })).toBe(0);
  });

  it('teaches symbols that the network for lines does not know, where they surely stand', async () => {
    const guest = await app.guest();
    const question = { task: 'text', ink: withDots('MAN', 1) };
    const line = await read(guest, question);
    expect(line.text).toHaveLength(3);
    const { status, body } = await correct(guest, line.id, 'MA\u0308N');
    expect(status).toBe(201);
    expect(body).toMatchObject({ text: 'MÄN', confirms: false });
    expect(body.samples).toContainEqual(expect.objectContaining({ label: 'Ä', at: 1 }));

    const next = await read(guest, question);
    expect(next.text).toBe('MÄN');
    expect(next.characters[1]).toMatchObject({ label: 'Ä', decidedBy: 'memory' });
    const { body: symbols } = await guest.call<SymbolList>('GET', '/api/symbols');
    expect(symbols.items.map(({ label, samples }) => [label, samples])).toEqual([['Ä', 1]]);
    // What only some characters may answer has none of it.
    const limited = await read(guest, { ...question, allow: [...'MAN'] });
    expect(limited.text).toMatch(/^[MAN]+$/);
    for (const text of ['M😀N', 'M\u200bN', 'M\u0007N']) {
      expect([text, (await correct(guest, line.id, text)).status]).toEqual([text, 422]);
    }
  });

  it('confirms a text of as many rows as are answered, and refuses a longer one', async () => {
    const guest = await app.guest();
    const image = await photographed(Array(20).fill(writtenLine('290731530713')));
    const line = await read(guest, { task: 'digits', image: image.toString('base64') });
    expect(line.correctable).toBe(true);
    expect(line.text.split('\n')).toHaveLength(20);
    expect(line.text.length).toBeGreaterThan(200);
    const { status, body } = await correct(guest, line.id, line.text);
    expect(status).toBe(201);
    expect(body).toMatchObject({ text: line.text, confirms: true });
    const { status: tooLong } = await correct(guest, line.id, '7'.repeat(4001));
    expect(tooLong).toBe(422);
  });

  it('teaches nothing of characters for which the line has no room', async () => {
    const guest = await app.guest();
    const line = await read(guest);
    const { status, body } = await correct(guest, line.id, '7'.repeat(4000));
    expect(status).toBe(201);
    expect(body.samples).toEqual([]);
  });

  it('is still there after a restart', async () => {
    const guest = await app.guest();
    const line = await read(guest);
    await correct(guest, line.id, '2947');
    await app.close();
    await app.open();
    expect((await read(guest)).text).toBe('2947');
    const { body } = await guest.call<{ correction: unknown }>('GET', `/api/lines/${line.id}`);
    expect(body.correction).toMatchObject({ text: '2947', status: 'pending' });
  });

  it('leaves out what cannot be told apart', async () => {
    const guest = await app.guest();
    const line = await read(guest);
    // Far more than there is room for: most of it stands nowhere by itself.
    const { body } = await correct(guest, line.id, '29988077');
    expect(body.samples.length).toBeLessThan(5);
    expect(body.leftOut.length).toBeGreaterThan(2);
    expect(body.samples.length + body.leftOut.length).toBe(8);
  });

  it('refuses other rows and other signs, and lines of others', async () => {
    const [guest, other] = [await app.guest(), await app.guest()];
    const { id: lineId } = await read(guest);
    for (const text of ['29\n07', '29😀7', '  ']) {
      const refused = await guest.problem('POST', '/api/corrections', { lineId, text });
      expect(refused.status).toBe(422);
      expect(refused.body.errors).toMatchObject([{ pointer: '/text' }]);
    }
    const theirs = await other.problem('POST', '/api/corrections', { lineId, text: '2907' });
    expect(theirs.status).toBe(404);
    expect(await app.prisma.lineCorrection.count({ where: { lineId } })).toBe(0);
  });
});
