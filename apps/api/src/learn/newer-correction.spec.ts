import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { CorrectionResponse, LineCorrectionResponse, LineResponse } from '@inkling/contract';
import { writtenLine } from '../recognise/lines/testing/written-line.js';
import type { Client } from '../testing/client.js';
import { inkOf } from '../testing/fixtures.js';
import { TestApp } from '../testing/test-app.js';

let app: TestApp;

beforeAll(async () => {
  app = await TestApp.start();
});
afterAll(async () => {
  await app.end();
});

const drawn = async (client: Client): Promise<string> =>
  (await client.predict({ task: 'digits', ink: inkOf('7') })).body.id;

/** What was known of the drawing when it was said. */
type Known = { readonly id: string; readonly label: string } | null;

const say = (client: Client, predictionId: string, label: string, previous?: Known) =>
  client.call<CorrectionResponse>('POST', '/api/corrections', { predictionId, label, previous });

const refusal = (client: Client, predictionId: string, label: string, previous: Known) =>
  client.problem('POST', '/api/corrections', { predictionId, label, previous });

const labelOf = async (predictionId: string): Promise<string> =>
  (await app.prisma.correction.findUniqueOrThrow({ where: { predictionId } })).label;

describe('a correction that was said without knowing the last one', () => {
  it('is refused where something else was said meanwhile, which the refusal tells of', async () => {
    const guest = await app.guest();
    const id = await drawn(guest);
    const { body: first } = await say(guest, id, '4', null);
    const { status, body } = await refusal(guest, id, '5', null);
    expect({ status, body }).toMatchObject({
      status: 409,
      body: { code: 'newer_correction', current: { id: first.id, label: '4' } },
    });
    expect(Date.parse(body.current!.changedAt)).toBeLessThanOrEqual(Date.now());
    expect(await labelOf(id)).toBe('4');
  });

  it('replaces the one that was known, but not what became of that', async () => {
    const guest = await app.guest();
    const id = await drawn(guest);
    const { body: first } = await say(guest, id, '4', null);
    const known = { id: first.id, label: '4' };
    expect((await say(guest, id, '5', known)).body).toMatchObject({ id: first.id, label: '5' });
    const { body } = await refusal(guest, id, '6', known);
    expect(body).toMatchObject({ code: 'newer_correction', current: { label: '5' } });
    // With what the refusal told, the person's own counts.
    const { body: mine } = await say(guest, id, '6', { id: first.id, label: body.current!.label! });
    expect(mine.label).toBe('6');
  });

  it('is the first where the one that was known is gone', async () => {
    const guest = await app.guest();
    const id = await drawn(guest);
    const { body: first } = await say(guest, id, '4');
    await guest.call('DELETE', `/api/corrections/${first.id}`);
    expect((await say(guest, id, '5', { id: first.id, label: '4' })).status).toBe(201);
  });

  it('changes nothing when it is sent twice, whatever became of its sample', async () => {
    const guest = await app.guest();
    const id = await drawn(guest);
    const { body: first } = await say(guest, id, '4', null);
    const where = { id: first.sampleId };
    await app.prisma.sample.update({ where, data: { status: 'rejected' } });
    const before = await app.prisma.sample.findUniqueOrThrow({ where });
    const { status, body } = await say(guest, id, '4', null);
    expect({ status, body }).toMatchObject({
      status: 201,
      body: { id: first.id, sampleId: first.sampleId, label: '4', status: 'rejected' },
    });
    expect(await app.prisma.sample.findUniqueOrThrow({ where })).toEqual(before);
  });

  it('counts once when it is sent several times at the same moment; of two labels one wins', async () => {
    const guest = await app.guest();
    const [one, other] = [await drawn(guest), await drawn(guest)];
    const same = await Promise.all([1, 2, 3].map(() => say(guest, one, '4', null)));
    expect(new Set(same.map(({ status, body }) => `${status} ${body.id}`)).size).toBe(1);
    const revisions = await app.prisma.sampleRevision.count({
      where: { sampleId: same[0]!.body.sampleId },
    });
    expect(revisions).toBe(1);
    const two = await Promise.all(['4', '5'].map((label) => say(guest, other, label, null)));
    expect(two.map(({ status }) => status).sort()).toEqual([201, 409]);
  });

  it('wins where its device does not say what it knew', async () => {
    const guest = await app.guest();
    const id = await drawn(guest);
    await say(guest, id, '4');
    expect((await say(guest, id, '5')).body.label).toBe('5');
  });

  it.each([
    [{ id: 'none', label: '4' }, '/previous/id'],
    [{ id: '00000000-0000-7000-8000-000000000000', label: '' }, '/previous/label'],
    [{ label: '4' }, '/previous/id'],
    ['4', '/previous'],
  ])('is refused with %j', async (previous, pointer) => {
    const guest = await app.guest();
    const id = await drawn(guest);
    const { status, body } = await guest.problem('POST', '/api/corrections', {
      ...{ predictionId: id, label: '5', previous },
    });
    expect(status).toBe(422);
    expect(body.errors?.[0]?.pointer).toBe(pointer);
  });
});

describe('a text of a line that was said without knowing the last one', () => {
  it('is refused where another one was said meanwhile, and counts once when sent twice', async () => {
    const guest = await app.guest();
    const line = { task: 'digits', ink: writtenLine('2907') };
    const { id: lineId } = (await guest.call<LineResponse>('POST', '/api/lines', line)).body;
    const type = (text: string, previous: object | null) =>
      guest.call<LineCorrectionResponse>('POST', '/api/corrections', { lineId, text, previous });
    const { body: first } = await type('2947', null);
    expect((await type('2947', null)).body).toMatchObject({ id: first.id, text: '2947' });
    const refused = await guest.problem('POST', '/api/corrections', {
      ...{ lineId, text: '2997', previous: null },
    });
    expect(refused).toMatchObject({
      status: 409,
      body: { code: 'newer_correction', current: { id: first.id, text: '2947' } },
    });
    expect((await type('2997', { id: first.id, text: '2947' })).status).toBe(201);
    expect(await app.prisma.lineCorrection.findUniqueOrThrow({ where: { lineId } })).toMatchObject({
      ...{ text: '2997', revision: 2 },
    });
  });
});
