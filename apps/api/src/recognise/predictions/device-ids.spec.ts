import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { v4, v7 } from 'uuid';
import type { HistoryItem, LineResponse, PredictionResponse } from '@inkling/contract';
import type { Client } from '../../testing/client.js';
import { inkOf } from '../../testing/fixtures.js';
import { TestApp } from '../../testing/test-app.js';
import { writtenLine } from '../lines/testing/written-line.js';

const DAY_MS = 24 * 60 * 60 * 1000;

let app: TestApp;
let replica: NestFastifyApplication;

beforeAll(async () => {
  app = await TestApp.start();
  replica = await app.startProcess();
});
afterAll(async () => {
  await replica.close();
  await app.end();
});

const drawing = (more: object = {}) => ({ task: 'digits', ink: inkOf('7'), ...more });

const send = (client: Client, more: object) =>
  client.call<PredictionResponse>('POST', '/api/predictions', drawing(more));

const idsOf = async (client: Client): Promise<string[]> =>
  (await client.call<{ items: HistoryItem[] }>('GET', '/api/predictions')).body.items.map(
    ({ id }) => id,
  );

const idAt = (fromNowMs: number): string => v7({ msecs: Date.now() + fromNowMs });

describe('a drawing with an id of its device', () => {
  it('has this id, and can be corrected at once and at another replica', async () => {
    const guest = await app.guest();
    const id = v7();
    const { status, body } = await send(guest, { id: id.toUpperCase() });
    expect({ status, body }).toMatchObject({
      status: 201,
      body: { id, recorded: true, correctable: true },
    });
    expect((await guest.at(replica).correct(id, '4')).status).toBe(201);
    expect(await idsOf(guest)).toEqual([id]);
  });

  it('counts once however often it is sent: after a restart, elsewhere, and corrected', async () => {
    const guest = await app.guest();
    const id = idAt(-3 * DAY_MS);
    await send(guest, { id });
    await guest.correct(id, '4');
    await app.reopen();
    for (const client of [guest, guest.at(replica)]) {
      const again = await send(client, { id });
      expect(again).toMatchObject({
        status: 201,
        body: { id, recorded: true, correctable: true, label: '4' },
      });
    }
    expect(await idsOf(guest)).toEqual([id]);
    const row = await app.prisma.prediction.findUniqueOrThrow({ where: { id } });
    expect(row).toMatchObject({ label: '7', corrected: true });
  });

  it('counts once when it is sent several times at the same moment', async () => {
    const guest = await app.guest();
    const id = v7();
    const sent = await Promise.all(
      [guest, guest.at(replica), guest, guest.at(replica)].map((client) => send(client, { id })),
    );
    expect(sent.map(({ status, body }) => [status, body.id, body.recorded])).toEqual(
      sent.map(() => [201, id, true]),
    );
    expect(await idsOf(guest)).toEqual([id]);
  });

  it('keeps the picture that comes with it', async () => {
    const guest = await app.guest();
    const id = v7();
    const { body: read } = await send(guest, {});
    const file = Buffer.from(read.glyph.split(',')[1]!, 'base64');
    for (let times = 0; times < 2; times++) {
      const { status } = await guest.upload(file, { task: 'digits', id });
      expect(status).toBe(201);
    }
    expect(await app.prisma.predictionPicture.count({ where: { predictionId: id } })).toBe(1);
  });

  it('takes the place of the one that it replaces, also where that waits to be written', async () => {
    const guest = await app.guest();
    const first = (await send(guest, {})).body.id;
    const id = idAt(-DAY_MS);
    await send(guest, { id, replaces: first });
    const next = idAt(-DAY_MS + 1);
    await send(guest, { id: next, replaces: id });
    expect(await idsOf(guest)).toEqual([next]);
  });

  it('tells nothing of an id that somebody else has', async () => {
    const [anna, ben] = [await app.guest(), await app.guest()];
    const id = v7();
    await send(anna, { id });
    for (const client of [ben, app.visitor()]) {
      const { status, body } = await client.problem('POST', '/api/predictions', drawing({ id }));
      expect({ status, body }).toMatchObject({ status: 409, body: { code: 'id_taken' } });
      expect(JSON.stringify(body)).not.toContain('anna');
    }
    const both = v7();
    const statuses = await Promise.all(
      [anna, ben].map(async (client) => (await send(client, { id: both })).status),
    );
    expect(statuses.sort()).toEqual([201, 409]);
    expect(await idsOf(ben)).toEqual((await idsOf(ben)).filter((one) => one === both));
  });

  it.each([
    ['of another version', v4()],
    ['from the future', idAt(2 * DAY_MS)],
    ['older than anything that is kept', idAt(-100 * DAY_MS)],
    ['from before there were computers', '00000000-0000-7000-8000-000000000000'],
    ['that is none', 'seven'],
    ['that is a number', 7],
    ['that is null', null],
  ])('refuses an id %s', async (_name, id) => {
    const guest = await app.guest();
    for (const [url, body] of [
      ['/api/predictions', drawing({ id })],
      ['/api/lines', { task: 'digits', ink: writtenLine('29'), id }],
    ] as const) {
      const { status, body: problem } = await guest.problem('POST', url, body);
      expect(status).toBe(422);
      expect(problem.errors?.map(({ pointer }) => pointer)).toEqual(['/id']);
    }
  });
});

describe('a line with an id of its device', () => {
  const line = (client: Client, more: object) =>
    client.call<LineResponse>('POST', '/api/lines', {
      ...{ task: 'digits', ink: writtenLine('2907') },
      ...more,
    });

  it('counts once, and is nobody else’s', async () => {
    const [anna, ben] = [await app.guest(), await app.guest()];
    const first = (await line(anna, {})).body.id;
    const id = v7();
    const sent = await Promise.all([1, 2].map(() => line(anna, { id, replaces: first })));
    sent.push(await line(anna.at(replica), { id }));
    for (const { status, body } of sent) {
      expect({ status, body }).toMatchObject({
        status: 201,
        body: { id, recorded: true, correctable: true },
      });
    }
    const { items } = (await anna.call<{ items: LineResponse[] }>('GET', '/api/lines')).body;
    expect(items.map((item) => item.id)).toEqual([id]);
    expect((await line(ben, { id })).status).toBe(409);
  });
});
