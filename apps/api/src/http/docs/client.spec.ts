import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  createClient,
  ProblemError,
  UnreachableError,
  type Client,
  type JobEvent,
} from '@inkling/client';
import type { NewApiKey } from '@inkling/contract';
import { addEvent, announceJob } from '@inkling/store/training';
import { newId } from '../../common/id.js';
import { writtenLine } from '../../recognise/lines/testing/written-line.js';
import { inkOf } from '../../testing/fixtures.js';
import { TestApp } from '../../testing/test-app.js';

let app: TestApp;
let baseUrl: string;
let inkling: Client;

beforeAll(async () => {
  app = await TestApp.start();
  await app.nest.listen(0, '127.0.0.1');
  baseUrl = await app.nest.getUrl();
  inkling = createClient({ baseUrl, key: await keyOf('reviewer') });
});

afterAll(async () => {
  await app.end();
});

async function keyOf(role: 'writer' | 'reviewer', more: object = {}): Promise<string> {
  const owner = await app.user(role);
  const request = { name: 'client', ...more };
  return (await owner.call<NewApiKey>('POST', '/api/keys', request)).body.key;
}

describe('@inkling/client, over the network', () => {
  it('reads, corrects and takes it back', async () => {
    const ink = inkOf('7');
    const read = await inkling.predict({ task: 'digits', ink });
    expect(read).toMatchObject({ label: '7', correctable: true });
    const said = await inkling.correct(read.id, '1');
    expect(said).toMatchObject({ predictionId: read.id, label: '1', status: 'pending' });
    expect((await inkling.predict({ task: 'digits', ink })).label).toBe('1');
    await inkling.withdraw(said.id);
    expect((await inkling.predict({ task: 'digits', ink, top: 3 })).candidates).toHaveLength(3);
  });

  it('reads the picture of a drawing as it read the drawing', async () => {
    const { glyph } = await inkling.predict({ task: 'digits', ink: inkOf('3') });
    const image = new Blob([Buffer.from(glyph.split(',')[1]!, 'base64')]);
    expect((await inkling.predict({ task: 'digits', image })).label).toBe('3');
  });

  it('reads lines and corrects them', async () => {
    const line = await inkling.readLine({ task: 'digits', ink: writtenLine('407') });
    expect(line.text).toBe('407');
    const said = await inkling.correctLine(line.id, '401');
    expect(said.text).toBe('401');
  });

  it('goes through lists, and calls whatever else there is', async () => {
    const ids: string[] = [];
    for await (const { id } of inkling.all('/api/predictions', { limit: 1 })) ids.push(id);
    expect(ids.length).toBeGreaterThan(2);
    expect(new Set(ids).size).toBe(ids.length);
    const { data } = await inkling.api.GET('/api/models', {
      params: { query: { network: 'digits' } },
    });
    expect(data?.items[0]!.network).toBe('digits');
  });

  it('throws what the server refuses by', async () => {
    const nothing = inkling.predict({ task: 'digits', ink: { strokes: [] } });
    await expect(nothing).rejects.toMatchObject({ name: 'ProblemError', code: 'nothing_drawn' });
    const unknown = createClient({ baseUrl, key: 'ink_nothing' });
    const refused = await unknown.api.GET('/api/keys').catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(ProblemError);
    expect(refused).toMatchObject({ status: 401, code: 'unknown_key' });
    const elsewhere = createClient({ baseUrl: 'http://127.0.0.1:1' });
    await expect(elsewhere.api.GET('/api/models')).rejects.toBeInstanceOf(UnreachableError);
    // Node sends no origin: the key is for pages.
    const key = await keyOf('writer', { origins: ['https://school.example'] });
    const paged = createClient({ baseUrl, key });
    await expect(paged.predict({ task: 'digits', ink: inkOf('7') })).rejects.toMatchObject({
      code: 'origin_not_allowed',
    });
  });

  it('hears what happens in a job until it ends', async () => {
    const trainerId = await app.trainer();
    const { id } = await app.prisma.trainingJob.create({
      data: {
        ...{ id: newId(), network: 'digits', status: 'running' as const, trainerId },
        ...{ trigger: 'call' as const, parameters: {} },
      },
    });
    const say = (text: string) =>
      app.prisma.$transaction((tx) =>
        addEvent(tx, id, { type: 'log', data: { text, at: new Date().toISOString() } }),
      );
    await say('one');
    const told: JobEvent[] = [];
    for await (const event of inkling.jobEvents(id)) {
      told.push(event);
      if (event.type !== 'log') continue;
      if (event.data.text === 'one') await say('two');
      else {
        await app.prisma.$transaction(async (tx) => {
          await tx.trainingJob.update({ where: { id }, data: { status: 'completed' } });
          await announceJob(tx, id);
        });
      }
    }
    expect(told.flatMap(({ type, data }) => (type === 'log' ? [data.text] : []))).toEqual([
      'one',
      'two',
    ]);
    expect(told.at(-1)).toMatchObject({ type: 'job', data: { status: 'completed' } });
    const again: JobEvent[] = [];
    for await (const event of inkling.jobEvents(id, { lastEventId: told.at(-1)!.id })) {
      again.push(event);
    }
    expect(again).toEqual([]);
  });
});
