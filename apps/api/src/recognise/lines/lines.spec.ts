import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import type { LineHistoryDetail, LineHistoryItem, LineResponse } from '@inkling/contract';
import type { Client } from '../../testing/client.js';
import { TestApp } from '../../testing/test-app.js';
import { photographed, writtenLine } from './testing/written-line.js';

let app: TestApp;

beforeAll(async () => {
  app = await TestApp.start();
});

afterAll(async () => {
  await app.end();
});

const read = (client: Client, body: object) =>
  client.call<LineResponse>('POST', '/api/lines', body);

const number = { task: 'digits', ink: writtenLine('2907') };

describe('POST /api/lines', () => {
  it('reads a number, each digit in its place', async () => {
    const { status, body } = await read(app.visitor(), number);
    expect(status).toBe(201);
    expect(body).toMatchObject({
      task: 'digits',
      text: '2907',
      recorded: true,
      correctable: false,
    });
    expect(body.alternatives[0]).toEqual({ text: '2907', probability: body.probability });
    expect(body.characters.map(({ label }) => label)).toEqual(['2', '9', '0', '7']);
    const xs = number.ink.strokes.flat().map(([x]) => x!);
    let right = -1;
    for (const { box, row, candidates, probability } of body.characters) {
      const [x, y, width, height] = box;
      expect(x).toBeGreaterThan(right);
      right = x + width;
      expect(right).toBeLessThanOrEqual(Math.max(...xs) + 1);
      expect([y, y + height].every((value) => value > -1 && value < 61)).toBe(true);
      expect(row).toBe(0);
      expect(candidates[0]!.probability).toBe(probability);
    }
  });

  it('keeps digits that are the same beside each other', async () => {
    const { body } = await read(app.visitor(), { task: 'digits', ink: writtenLine('1002') });
    expect(body.text).toBe('1002');
  });

  it('explains by pictures of the steps', async () => {
    const visitor = app.visitor();
    const stepsOf = async (body: object) => (await read(visitor, body)).body.steps;
    expect(await stepsOf(number)).toBeUndefined();
    const ofInk = await stepsOf({ ...number, explain: true });
    expect(ofInk!.map(({ name, height }) => [name, height])).toEqual([['strip', 32]]);
    const image = await photographed([writtenLine('48'), writtenLine('305', 1)]);
    const ofPicture = await stepsOf({
      ...{ task: 'digits', image: image.toString('base64'), explain: true },
    });
    const names = ['grey', 'ink', 'cleaned', 'strip', 'strip'];
    expect(ofPicture!.map(({ name }) => name)).toEqual(names);
    for (const step of [...ofInk!, ...ofPicture!]) {
      const { width, height } = await sharp(
        Buffer.from(step.picture.split(',')[1]!, 'base64'),
      ).metadata();
      expect([width, height]).toEqual([step.width, step.height]);
    }
  });

  it('answers what a pattern, a list and allowed characters leave', async () => {
    const visitor = app.visitor();
    const ask = async (limits: object) => (await read(visitor, { ...number, ...limits })).body;
    expect((await ask({ allow: ['2', '9', '7'] })).text).toMatch(/^[297]+$/);
    expect((await ask({ task: 'text', pattern: 'dddd' })).text).toBe('2907');
    expect((await ask({ task: 'text', pattern: 'aaaa' })).text).toMatch(/^[A-Za-z]{4}$/);
    const listed = await ask({ words: ['1815', '2901', '2907', '2987'] });
    expect(listed.text).toBe('2907');
    expect(listed.probability).toBeGreaterThan(0.5);
  });

  it('reads the rows of a picture from the top down', async () => {
    const image = await photographed([writtenLine('48'), writtenLine('305', 1)]);
    const { status, body } = await read(app.visitor(), {
      task: 'digits',
      image: image.toString('base64'),
    });
    expect(status).toBe(201);
    expect(body.text).toBe('48\n305');
    expect(body.characters.map(({ row }) => row)).toEqual([0, 0, 1, 1, 1]);
    const [first, , third] = body.characters;
    expect(first!.box[0]).toBeGreaterThan(30);
    expect(first!.box[1] + first!.box[3]).toBeLessThan(third!.box[1]);
    expect(third!.box[1]).toBeGreaterThan(140);
  });

  it('reads the rows of ink, too', async () => {
    const lower = writtenLine('305', 1).strokes.map((stroke) =>
      stroke.map(([x, y]) => [x!, y! + 90]),
    );
    const strokes = [...lower, ...writtenLine('48').strokes];
    const { body } = await read(app.visitor(), { task: 'digits', ink: { strokes } });
    expect(body.text).toBe('48\n305');
    expect(body.characters[2]!.box[1]).toBeGreaterThan(85);
  });

  it('takes a form, too', async () => {
    const image = await photographed([writtenLine('48')]);
    const boundary = 'inkling';
    const part = (headers: string, content: string | Buffer) =>
      Buffer.concat([
        Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; ${headers}\r\n\r\n`),
        Buffer.from(content),
        Buffer.from('\r\n'),
      ]);
    const { status, body } = await app.visitor().send<LineResponse>('POST', '/api/lines', {
      payload: Buffer.concat([
        part('name="task"', 'digits'),
        part('name="words"', '48\n49'),
        part('name="file"; filename="line.png"\r\nContent-Type: image/png', image),
        Buffer.from(`--${boundary}--\r\n`),
      ]),
      headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
    });
    expect(status).toBe(201);
    expect(body.text).toBe('48');
  });

  it.each([
    ['nothing drawn', { ink: { strokes: [] } }, 'nothing_drawn'],
    ['an empty list', { words: [] }, 'invalid_request'],
    ['a pattern without room', { pattern: 'd'.repeat(150) }, 'nothing_fits'],
    ['a pattern of what is not read', { pattern: 'dä' }, 'invalid_request'],
    ['a text that is too long', { words: ['2'.repeat(201)] }, 'invalid_request'],
    ['an unknown task', { task: 'sums' }, 'unknown_task'],
    [
      'too many points',
      { ink: { strokes: [Array.from({ length: 20_001 }, (_, at) => [at, at % 7])] } },
      'too_many_points',
    ],
    ['neither ink nor picture', { ink: undefined }, 'invalid_request'],
  ])('says what is wrong with %s', async (_, change, code) => {
    const visitor = app.visitor();
    const answer = await visitor.problem('POST', '/api/lines', { ...number, ...change });
    expect(answer.status).toBe(422);
    expect(answer.body.code).toBe(code);
    expect(answer.body.detail).not.toBe('');
  });
});

describe('the history of lines', () => {
  it('lists them, newest first, with what they were', async () => {
    const [guest, other] = [await app.guest(), await app.guest()];
    const first = (await read(guest, number)).body;
    const second = (await read(guest, { task: 'digits', ink: writtenLine('48') })).body;
    const { body } = await guest.call<{ items: LineHistoryItem[] }>('GET', '/api/lines');
    expect(body.items.map(({ id }) => id)).toEqual([second.id, first.id]);
    expect(body.items[1]).toMatchObject({ text: '2907', correction: null });
    expect(body.items[1]!.strip).toMatch(/^data:image\/png;base64,/);
    const detail = await guest.call<LineHistoryDetail>('GET', `/api/lines/${first.id}`);
    expect(detail.body.ink).toEqual(number.ink);
    expect(detail.body.characters.map(({ label }) => label).join('')).toBe('2907');
    expect((await other.problem('GET', `/api/lines/${first.id}`)).status).toBe(404);
    expect((await other.problem('DELETE', `/api/lines/${first.id}`)).status).toBe(404);
    expect((await guest.call('DELETE', `/api/lines/${first.id}`)).status).toBe(204);
    expect((await guest.problem('GET', `/api/lines/${first.id}`)).status).toBe(404);
  });

  it('drops a line that another one stands for', async () => {
    const guest = await app.guest();
    const { id } = (await read(guest, { task: 'digits', ink: writtenLine('29') })).body;
    await read(guest, { ...number, replaces: id });
    const { body } = await guest.call<{ items: LineHistoryItem[] }>('GET', '/api/lines');
    expect(body.items.map(({ text }) => text)).toEqual(['2907']);
  });
});
