import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { LineResponse } from '@inkling/contract';
import { Changes } from '../../database/changes.js';
import type { Client } from '../../testing/client.js';
import { TestApp } from '../../testing/test-app.js';
import { LineRecorder } from './line-recorder.js';
import { LinesRepository } from './lines.repository.js';
import { writtenLine } from './testing/written-line.js';

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

const lineOf = async (client: Client, more: object = {}): Promise<LineResponse> => {
  const { body } = await client.call<LineResponse>('POST', '/api/lines', {
    ...{ task: 'digits', ink: writtenLine('48') },
    ...more,
  });
  return body;
};
const idsOf = async (client: Client): Promise<string[]> =>
  (await client.call<{ items: { id: string }[] }>('GET', '/api/lines')).body.items.map(
    ({ id }) => id,
  );

describe('lines that were answered', () => {
  it('should be written together, and be in the history of a request that comes at once', async () => {
    const guest = await app.guest();
    const write = jest.spyOn(app.nest.get(LinesRepository), 'record');
    const lines = [await lineOf(guest), await lineOf(guest), await lineOf(guest)];
    for (const line of lines) expect(line).toMatchObject({ recorded: true, correctable: true });
    const ids = lines.map(({ id }) => id);
    expect(await idsOf(guest)).toEqual([...ids].reverse());
    expect(write.mock.calls.flatMap(([batch]) => batch.map(({ id }) => id))).toEqual(ids);
  });

  it('should be written by themselves', async () => {
    const { id } = await lineOf(await app.guest());
    while ((await app.prisma.line.count({ where: { id } })) === 0);
  });

  it('should be there to be corrected, looked at and deleted at once, here and at another replica', async () => {
    const here = await app.guest();
    for (const there of [here, here.at(replica)]) {
      const { id } = await lineOf(here);
      const corrected = await there.call('POST', '/api/corrections', { lineId: id, text: '48' });
      expect(corrected.status).toBe(201);
      const seen = await there.call('GET', `/api/lines/${(await lineOf(here)).id}`);
      expect(seen.status).toBe(200);
      const gone = await there.call('DELETE', `/api/lines/${(await lineOf(here)).id}`);
      expect(gone.status).toBe(204);
    }
  });

  it('should be one where the same line went on, written already or not, and never end another person’s', async () => {
    const guest = await app.guest();
    const first = await lineOf(guest);
    const second = await lineOf(guest, { replaces: first.id });
    expect(await idsOf(guest)).toEqual([second.id]);
    const third = await lineOf(guest, { replaces: second.id });
    expect(await idsOf(guest)).toEqual([third.id]);
    await lineOf(await app.guest(), { replaces: third.id });
    await app.nest.get(LineRecorder).flush();
    expect(await idsOf(guest)).toEqual([third.id]);
  });

  it('should be one where the same line goes on twice, the second time before the first is written', async () => {
    const guest = await app.guest();
    const first = await lineOf(guest);
    await app.nest.get(LineRecorder).flush();
    const second = await lineOf(guest, { replaces: first.id });
    const third = await lineOf(guest, { replaces: second.id });
    expect(await idsOf(guest)).toEqual([third.id]);
  });

  it('should be one where the same line goes on while something is changed', async () => {
    const guest = await app.guest();
    const first = await lineOf(guest);
    const changed = app.nest.get(Changes).begin();
    const second = await lineOf(guest, { replaces: first.id });
    changed();
    expect(await idsOf(guest)).toEqual([second.id]);
  });

  it('should wait for a database that has no room, and be written when it has', async () => {
    const guest = await app.guest();
    const lines = app.nest.get(LinesRepository);
    const real = lines.record.bind(lines);
    const write = jest.spyOn(lines, 'record');
    let isFull = true;
    write.mockImplementation(async (batch) => {
      if (isFull) throw Object.assign(new Error('No space left on device'), { code: '53100' });
      return real(batch);
    });
    const { id } = await lineOf(guest);
    await app.nest.get(LineRecorder).flush();
    expect(await app.prisma.line.count({ where: { id } })).toBe(0);
    // It is not lost, so it is not unknown.
    const correction = { lineId: id, text: '48' };
    const early = await guest.problem('POST', '/api/corrections', correction);
    expect(early).toMatchObject({ status: 503, body: { code: 'storage_full' } });
    expect((await guest.problem('DELETE', `/api/lines/${id}`)).status).toBe(503);
    isFull = false;
    expect(await lineOf(guest)).toMatchObject({ recorded: true });
    await app.nest.get(LineRecorder).flush();
    expect(await app.prisma.line.count({ where: { id } })).toBe(1);
  });

  it('should not take others with them where one can’t be written', async () => {
    const guest = await app.guest();
    const lines = app.nest.get(LinesRepository);
    const real = lines.record.bind(lines);
    // The first that comes, which may be before the second is read.
    let bad: string | undefined;
    jest.spyOn(lines, 'record').mockImplementation(async (batch) => {
      bad ??= batch[0]!.id;
      if (batch.some(({ id }) => id === bad)) throw new Error('a value that nobody can write');
      return real(batch);
    });
    const [, good] = [await lineOf(guest), await lineOf(guest)];
    await app.nest.get(LineRecorder).flush();
    expect(await idsOf(guest)).toEqual([good.id]);
    const next = await lineOf(guest);
    await app.nest.get(LineRecorder).flush();
    expect(await app.prisma.line.count({ where: { id: next.id } })).toBe(1);
  });

  it('should be written before the server ends', async () => {
    const guest = await app.guest();
    const { id } = await lineOf(guest);
    await app.reopen();
    expect(await app.prisma.line.count({ where: { id } })).toBe(1);
  });
});
