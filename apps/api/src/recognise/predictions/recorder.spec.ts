import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { HistoryItem, PredictionResponse } from '@inkling/contract';
import { setTimeout as wait } from 'node:timers/promises';
import sharp from 'sharp';
import { newId } from '../../common/id.js';
import { Changes } from '../../database/changes.js';
import { SharedLimits } from '../../http/rate-limit/shared-limits.service.js';
import type { Client } from '../../testing/client.js';
import { inkOf } from '../../testing/fixtures.js';
import { signUp } from '../../testing/sign-up.js';
import { TestApp } from '../../testing/test-app.js';
import { PredictionsRepository, type UnwrittenPrediction } from './predictions.repository.js';
import { Recorder } from './recorder.js';

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
afterEach(() => void jest.restoreAllMocks());

/** Without the wait for its record that tests make elsewhere. */
const answerOf = async (client: Client, more: object = {}): Promise<PredictionResponse> => {
  const drawing = { task: 'digits', ink: inkOf('7'), ...more };
  return (await client.call<PredictionResponse>('POST', '/api/predictions', drawing)).body;
};
const idsOf = async (client: Client): Promise<string[]> =>
  (await client.call<{ items: HistoryItem[] }>('GET', '/api/predictions')).body.items.map(
    ({ id }) => id,
  );

/** What is written at all, by statement. */
function spyOnWrites() {
  const predictions = app.nest.get(PredictionsRepository);
  const real = predictions.write.bind(predictions);
  const write = jest.spyOn(predictions, 'write');
  const idsOfWrites = () => write.mock.calls.map(([batch]) => batch.map(({ id }) => id));
  return { real, write, idsOfWrites };
}

describe('predictions that were answered', () => {
  it('are written together, and are in the history of a request that comes at once', async () => {
    const guest = await app.guest();
    const { real, write, idsOfWrites } = spyOnWrites();
    let finish = () => {};
    const allAnswered = new Promise<void>((resolve) => (finish = resolve));
    // However long the answers take, the others have come when the first are written.
    write.mockImplementation(async (batch) => {
      await allAnswered;
      return real(batch);
    });
    const answers = [await answerOf(guest), await answerOf(guest), await answerOf(guest)];
    finish();
    for (const answer of answers) {
      expect(answer).toMatchObject({ recorded: true, correctable: true });
    }
    const ids = answers.map(({ id }) => id);
    expect(await idsOf(guest)).toEqual([...ids].reverse());
    expect(idsOfWrites().flat()).toEqual(ids);
    expect(idsOfWrites().length).toBeLessThan(3);
  });

  it('are written by themselves', async () => {
    const { id } = await answerOf(await app.guest());
    while ((await app.prisma.prediction.count({ where: { id } })) === 0);
  });

  it('are written by themselves also where they came while others were written', async () => {
    const guest = await app.guest();
    const { real, write } = spyOnWrites();
    const ids: string[] = [];
    // Comes while the first is on its way, and goes in the same turn.
    write.mockImplementationOnce(async (batch) => {
      ids.push((await answerOf(guest)).id);
      return real(batch);
    });
    ids.push((await answerOf(guest)).id);
    const count = () => app.prisma.prediction.count({ where: { id: { in: ids } } });
    while ((await count()) < 2);
    // Longer than the time after which the second would have gone.
    await wait(300);
    ids.push((await answerOf(guest)).id);
    while ((await count()) < 3);
  });

  it('can be corrected, looked at and deleted at once, here and at another replica', async () => {
    const here = await app.guest();
    for (const there of [here, here.at(replica)]) {
      const corrected = await there.correct((await answerOf(here)).id, '4');
      expect(corrected.status).toBe(201);
      const seen = await there.call('GET', `/api/predictions/${(await answerOf(here)).id}`);
      expect(seen.status).toBe(200);
      const gone = await there.call('DELETE', `/api/predictions/${(await answerOf(here)).id}`);
      expect(gone.status).toBe(204);
    }
  });

  it('are not written where the same drawing went on before', async () => {
    const guest = await app.guest();
    const { idsOfWrites } = spyOnWrites();
    const first = await answerOf(guest);
    const second = await answerOf(guest, { replaces: first.id });
    // Somebody else's stays.
    const other = await answerOf(await app.guest(), { replaces: second.id });
    expect(await idsOf(guest)).toEqual([second.id]);
    expect(idsOfWrites().flat()).toEqual(expect.arrayContaining([second.id, other.id]));
  });

  it('are one where the same drawing goes on twice, the second time before the first is written', async () => {
    const guest = await app.guest();
    const first = await answerOf(guest);
    await app.nest.get(Recorder).flush();
    const second = await answerOf(guest, { replaces: first.id });
    const third = await answerOf(guest, { replaces: second.id });
    expect(await idsOf(guest)).toEqual([third.id]);
  });

  it('are one where the same drawing goes on while something is changed', async () => {
    const guest = await app.guest();
    const first = await answerOf(guest);
    const changed = app.nest.get(Changes).begin();
    const second = await answerOf(guest, { replaces: first.id });
    changed();
    expect(await idsOf(guest)).toEqual([second.id]);
  });

  it('go with the guest who makes an account, and with the person who leaves', async () => {
    const guest = await app.guest();
    const { id } = await answerOf(guest);
    const { password } = await signUp(await app.admin(), guest);
    expect(await idsOf(guest)).toEqual([id]);
    await answerOf(guest);
    const left = await guest.call('DELETE', '/api/me', { confirm: 'delete', password });
    expect(left.status).toBe(200);
    expect(await app.prisma.prediction.count({ where: { id } })).toBe(0);
  });

  it('are written before the server ends', async () => {
    const guest = await app.guest();
    const ids = [(await answerOf(guest)).id, (await answerOf(guest)).id];
    await app.reopen();
    expect(await app.prisma.prediction.count({ where: { id: { in: ids } } })).toBe(2);
  });

  it('wait for a database that has no room, and are written in their order when it has', async () => {
    const guest = await app.guest();
    const { write } = spyOnWrites();
    const written: string[] = [];
    let isFull = true;
    write.mockImplementation(async (batch: readonly UnwrittenPrediction[]) => {
      if (isFull) throw Object.assign(new Error('No space left on device'), { code: '53100' });
      written.push(...batch.map(({ id }) => id));
      return [];
    });
    const ids = [(await answerOf(guest)).id, (await answerOf(guest)).id];
    await app.nest.get(Recorder).flush();
    expect(written).toEqual([]);
    // One of now finds room, and is written before its answer.
    expect(await answerOf(guest)).toMatchObject({ recorded: true });
    // Not before: those that wait are tried again by themselves.
    isFull = false;
    await app.nest.get(Recorder).flush();
    expect(written).toEqual(ids);
  });

  it('are written first while something is changed, since they may depend on it', async () => {
    const guest = await app.guest();
    const { idsOfWrites } = spyOnWrites();
    const changed = app.nest.get(Changes).begin();
    const { id } = await answerOf(guest);
    expect(await app.prisma.prediction.count({ where: { id } })).toBe(1);
    changed();
    expect(idsOfWrites()).toEqual([]);
  });

  it('keep their pictures until their writer has had enough of them kept today', async () => {
    const guest = await app.guest();
    const stroke = { create: { width: 6, height: 50, channels: 3, background: '#000' } } as const;
    const drawn = sharp(stroke).extend({
      top: 9,
      bottom: 9,
      left: 30,
      right: 30,
      background: '#fff',
    });
    const image = (await drawn.png().toBuffer()).toString('base64');
    const first = await answerOf(guest);
    await app.nest.get(Recorder).flush();
    const { writerId } = await app.prisma.prediction.findUniqueOrThrow({ where: { id: first.id } });
    const limit = { max: 32_000, windowS: 24 * 60 * 60 };
    const limits = app.nest.get(SharedLimits, { strict: false });
    await limits.take(`kept-pictures:writer:${writerId}`, limit, 31_997);
    const ids: string[] = [];
    const send = async () => ids.push((await answerOf(guest, { ink: undefined, image })).id);
    const whileChanging = async () => {
      const changed = app.nest.get(Changes).begin();
      await send();
      changed();
    };
    await whileChanging();
    // Together.
    for (let count = 0; count < 3; count++) await send();
    await app.nest.get(Recorder).flush();
    await whileChanging();
    const rows = await app.prisma.prediction.findMany({
      where: { id: { in: ids } },
      orderBy: { id: 'asc' },
      select: { id: true, picture: { select: { mediaType: true, bytes: true } } },
    });
    // As it was sent.
    const kept = ['image/png', image];
    expect(rows.map(({ id }) => id)).toEqual(ids);
    const pictures = rows.map(
      ({ picture }) =>
        picture && [picture.mediaType, Buffer.from(picture.bytes).toString('base64')],
    );
    expect(pictures).toEqual([kept, kept, kept, null, null]);
  });

  it('refuse alone what is at fault', async () => {
    const guest = await app.guest();
    const predictions = app.nest.get(PredictionsRepository);
    const { id, model } = await answerOf(guest);
    await app.nest.get(Recorder).flush();
    const row = await app.prisma.prediction.findUniqueOrThrow({ where: { id } });
    const [good, bad] = [model.id, newId()];
    const prepared = [good, bad, good].map((modelVersionId, at) =>
      predictions.prepare({
        ...{ id: newId(), isIdGiven: false, writerId: at === 0 ? row.writerId : null },
        ...{ task: 'digits', alphabetId: null, network: 'digits', modelVersionId },
        ...{ ink: null, picture: null, glyph: row.glyph, certainty: 'sure', decidedBy: 'model' },
        ...{ decidedBySampleId: null, candidates: [{ label: '7', probability: 1 }] },
        ...{ options: { memory: true }, replaces: undefined },
        timings: { preprocess: 0, model: 0, memory: 0, record: 0, total: 0 },
      }),
    );
    const refused = await predictions.write(prepared);
    expect(refused).toHaveLength(1);
    expect(String(refused[0])).toContain('prediction_model_version_id_fkey');
    const where = { id: { in: prepared.map((one) => one.id) } };
    expect(await app.prisma.prediction.count({ where })).toBe(2);
  });
});
