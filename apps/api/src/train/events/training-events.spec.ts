import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addEvent, announceJob } from '@inkling/store/training';
import { newId } from '../../common/id.js';
import type { Client } from '../../testing/client.js';
import { TestApp } from '../../testing/test-app.js';
import { until } from '../../testing/until.js';
import { EventsRepository } from './events.repository.js';
import { TrainingEvents } from './training-events.service.js';

let app: TestApp;
let reviewer: Client;
let address: string;

beforeAll(async () => {
  app = await TestApp.start();
  reviewer = await app.reviewer();
  await app.nest.listen(0, '127.0.0.1');
  address = await app.nest.getUrl();
});

afterAll(async () => {
  await app.end();
});

interface Told {
  readonly id: number;
  readonly type: string;
  readonly data: {
    readonly text?: string;
    readonly status?: string;
    readonly waitingFor?: { readonly code: string } | null;
  };
}

/** A trainer that answers for an hour, or has not answered for one. */
async function trainer(isAlive = true): Promise<string> {
  const id = await app.trainer();
  await setAlive(id, isAlive);
  return id;
}

const setAlive = (id: string, isAlive: boolean) =>
  app.prisma.trainer.update({
    where: { id },
    data: { seenAt: new Date(Date.now() + (isAlive ? 3_600_000 : -3_600_000)) },
  });

/** Each ends the one before: a network has one running job. */
async function newJob(network = 'digits'): Promise<string> {
  const running = { network, status: 'running' as const };
  await app.prisma.trainingJob.updateMany({ where: running, data: { status: 'failed' } });
  const trainerId = await trainer();
  const data = { ...running, id: newId(), trigger: 'call' as const, parameters: {}, trainerId };
  return (await app.prisma.trainingJob.create({ data })).id;
}

/** As the trainer does: the row first, then the event, in one transaction. */
const say = (jobId: string, text: string) =>
  app.prisma.$transaction(async (tx) => {
    await tx.trainingJob.update({ where: { id: jobId }, data: { phase: 'training' } });
    await addEvent(tx, jobId, { type: 'log', data: { text, at: new Date().toISOString() } });
  });

const finish = (jobId: string) =>
  app.prisma.$transaction(async (tx) => {
    await tx.trainingJob.update({ where: { id: jobId }, data: { status: 'completed' } });
    await announceJob(tx, jobId);
  });

/** Somebody who watches over the network. */
class Watcher {
  readonly told: Told[] = [];
  text = '';
  /** Resolves when the stream ends. */
  readonly ended: Promise<void>;

  private constructor(
    readonly response: Response,
    private readonly aborter: AbortController,
  ) {
    this.ended = this.read().catch(() => undefined);
  }

  static async open(jobId: string, lastEventId?: number): Promise<Watcher> {
    const aborter = new AbortController();
    const response = await fetch(`${address}/api/training-jobs/${jobId}/events`, {
      headers: {
        cookie: reviewer.cookieHeader,
        ...(lastEventId !== undefined && { 'last-event-id': String(lastEventId) }),
      },
      signal: aborter.signal,
    });
    return new Watcher(response, aborter);
  }

  get texts(): (string | undefined)[] {
    return this.told.map(({ data }) => data.text ?? data.status);
  }

  leave(): void {
    this.aborter.abort();
  }

  /** Resolves when so many events have come. */
  async has(count: number): Promise<void> {
    await until(() => this.told.length >= count);
  }

  private async read(): Promise<void> {
    const decoder = new TextDecoder();
    let rest = '';
    for await (const chunk of this.response.body!) {
      const text = decoder.decode(chunk as Uint8Array, { stream: true });
      this.text += text;
      const blocks = (rest + text).split('\n\n');
      rest = blocks.pop()!;
      for (const block of blocks) this.take(block);
    }
  }

  private take(block: string): void {
    const event = /^id: (\d+)\nevent: (\w+)\ndata: (.*)$/.exec(block);
    if (!event) return;
    this.told.push({
      id: Number(event[1]),
      type: event[2]!,
      data: JSON.parse(event[3]!) as Told['data'],
    });
  }
}

describe('events of old jobs', () => {
  it('are kept of the newest jobs alone, and of others the one that ends their stream', async () => {
    const { prisma } = app;
    const progress = (epoch: number, step: number) => ({ epoch, epochs: 2, step, steps: 8 });
    const ended = async () => {
      const id = await newJob('characters');
      for (const data of [progress(1, 2), progress(1, 4), progress(2, 6), progress(2, 8)]) {
        await prisma.trainingEvent.create({ data: { jobId: id, type: 'progress', data } });
      }
      await say(id, 'a word');
      await finish(id);
      await prisma.trainingJob.update({ where: { id }, data: { finishedAt: new Date(0) } });
      return id;
    };
    const [first, second, open] = [await ended(), await ended(), await newJob('characters')];
    await prisma.trainingEvent.create({
      data: { jobId: open, type: 'progress', data: progress(1, 1) },
    });
    const events = app.nest.get(EventsRepository, { strict: false });
    const removed = await events.prune({ jobs: 1, endedBefore: new Date(1) });
    const left = async (jobId: string) =>
      (await prisma.trainingEvent.findMany({ where: { jobId }, orderBy: { id: 'asc' } })).map(
        ({ type, data }) => [type, (data as { step?: number }).step],
      );
    expect(removed).toBe(2 + 2 + 3);
    expect(await left(first)).toEqual([['job', undefined]]);
    expect(await left(second)).toEqual([
      ['progress', 4],
      ['progress', 8],
      ['log', undefined],
      ['job', undefined],
    ]);
    expect(await left(open)).toEqual([['progress', 1]]);
    expect(await events.prune({ jobs: 1, endedBefore: new Date(1) })).toBe(0);
    const watcher = await Watcher.open(first);
    await watcher.ended;
    expect(watcher.told.map(({ type, data }) => [type, data.status])).toEqual([
      ['job', 'completed'],
    ]);
  });
});

describe('GET /api/training-jobs/:id/events', () => {
  it('tells what was and what comes, once and in order, and ends with the job', async () => {
    const job = await newJob();
    await say(job, 'one');
    const watcher = await Watcher.open(job);
    await watcher.has(1);
    await say(job, 'two\nlines');
    await watcher.has(2);
    const others = await newJob('characters');
    await say(others, 'of another job');
    await say(job, 'three');
    await finish(job);
    await watcher.ended;
    expect(watcher.texts).toEqual(['one', 'two\nlines', 'three', 'completed']);
    const ids = watcher.told.map(({ id }) => id);
    expect(ids).toEqual([...ids].sort((a, b) => a - b));
    expect(watcher.told.at(-1)).toMatchObject({ type: 'job', data: { id: job } });
  });

  it('is for proxies and browsers what it should be', async () => {
    const job = await newJob();
    const watcher = await Watcher.open(job);
    const { status, headers } = watcher.response;
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(headers.get('cache-control')).toBe('no-store, no-transform');
    expect(headers.get('x-accel-buffering')).toBe('no');
    expect(headers.get('content-encoding')).toBeNull();
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    await until(() => watcher.text.startsWith('retry: '));
    watcher.leave();
  });

  it('goes on after Last-Event-ID, wherever the client was cut off', async () => {
    const job = await newJob();
    for (const text of ['one', 'two', 'three']) await say(job, text);
    const first = await Watcher.open(job);
    await first.has(2);
    first.leave();
    const last = first.told[1]!.id;
    const second = await Watcher.open(job, last);
    await say(job, 'four');
    await finish(job);
    await second.ended;
    expect(second.texts).toEqual(['three', 'four', 'completed']);

    // All of a job that is over, and nothing for those who have it all: browsers then stay away.
    const late = await Watcher.open(job);
    await late.ended;
    expect(late.texts).toEqual(['one', 'two', 'three', 'four', 'completed']);
    const again = await Watcher.open(job, late.told.at(-1)!.id);
    expect(again.response.status).toBe(204);
  });

  it('loses and repeats nothing while many watch and much happens', async () => {
    const job = await newJob();
    const saying = (async () => {
      for (let count = 0; count < 60; count++) await say(job, String(count));
      await finish(job);
    })();
    const watchers: Watcher[] = [];
    for (let count = 0; count < 12; count++) {
      watchers.push(await Watcher.open(job));
      await wait(5);
    }
    await saying;
    await Promise.all(watchers.map(({ ended }) => ended));
    const expected = [...Array.from({ length: 60 }, (_, count) => String(count)), 'completed'];
    for (const watcher of watchers) expect(watcher.texts).toEqual(expected);
  });

  it('finds what no notice told of', async () => {
    const job = await newJob();
    const watcher = await Watcher.open(job);
    const data = { text: 'silent', at: new Date().toISOString() };
    await app.prisma.trainingEvent.create({ data: { jobId: job, type: 'log', data } });
    await watcher.has(1);
    watcher.leave();
  });

  it('tells that the trainer has died in front of which a job waits, and that there is one again', async () => {
    await app.prisma.trainer.deleteMany();
    // Or it would wait for one of those.
    await app.prisma.trainingJob.updateMany({
      where: { status: 'running' },
      data: { status: 'failed' },
    });
    const before = await trainer();
    const wish = { network: 'characters', id: newId(), trigger: 'call' as const, parameters: {} };
    const { id } = await app.prisma.trainingJob.create({ data: wish });
    const [one, two] = [await Watcher.open(id), await Watcher.open(id)];
    await setAlive(before, false);
    await one.has(1);
    await setAlive(before, true);
    await one.has(2);
    await two.has(2);
    for (const { told } of [one, two]) {
      expect(told.map(({ data }) => data.waitingFor?.code ?? null)).toEqual(['no_trainer', null]);
    }
    // As anybody who asks is told.
    await setAlive(before, false);
    await one.has(3);
    const { body } = await reviewer.call('GET', `/api/training-jobs/${id}`);
    expect(body).toEqual(one.told[2]!.data);

    const running = await newJob();
    const watcher = await Watcher.open(running);
    const { trainerId } = await app.prisma.trainingJob.findUniqueOrThrow({
      where: { id: running },
    });
    await trainer();
    await setAlive(trainerId!, false);
    await watcher.has(1);
    expect(watcher.told[0]!.data.waitingFor?.code).toBe('trainer_gone');
    for (const open of [one, two, watcher]) open.leave();
    await app.prisma.trainingJob.delete({ where: { id } });
  });

  it('is forgotten when its client has gone, and ended when the server stops', async () => {
    const events = app.nest.get(TrainingEvents);
    await until(() => events.size.clients === 0);
    const job = await newJob();
    const [one, two] = [await Watcher.open(job), await Watcher.open(job)];
    await until(() => events.size.clients === 2);
    expect(events.size.jobs).toBe(1);
    one.leave();
    await until(() => events.size.clients === 1);
    await app.close();
    await two.ended;
    expect(events.size).toEqual({ jobs: 0, clients: 0 });
  });
});
