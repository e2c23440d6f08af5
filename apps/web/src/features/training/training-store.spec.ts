import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { TrainingEvent, TrainingJob } from '@inkling/contract';
import { createPinia, setActivePinia } from 'pinia';
import { useServerStore } from '../../shared/api/server-store';
import { pretendBrowser, pretendServer, type Asked } from '../../shared/testing/browser';
import { WATCH_AGAIN_MS } from './job-events';
import { LOOK_EVERY_MS, useTrainingStore } from './training-store';

/** The browser's end of a stream, which the test tells what happens. */
class PretendedSource {
  static open: PretendedSource[] = [];
  readonly CLOSED = 2;
  readyState = 0;
  private readonly listeners = new Map<string, (event: { data: string }) => void>();

  constructor(readonly url: string) {
    PretendedSource.open.push(this);
  }

  addEventListener(type: string, listener: (event: { data: string }) => void): void {
    this.listeners.set(type, listener);
  }

  close(): void {
    PretendedSource.open = PretendedSource.open.filter((other) => other !== this);
  }

  tell({ type, data }: TrainingEvent): void {
    this.listeners.get(type)!({ data: JSON.stringify(data) });
  }

  begin(): void {
    this.readyState = 1;
    this.listeners.get('open')?.({ data: '' });
  }

  /** The connection broke: the browser comes back by itself, unless the answer is no stream. */
  fail(readyState: 0 | 2): void {
    this.readyState = readyState;
    this.listeners.get('error')?.({ data: '' });
  }
}

const job = (id: string, part: Partial<TrainingJob> = {}): TrainingJob => ({
  ...{ id, network: 'digits', status: 'running', verdict: null, trigger: 'call' },
  ...{
    parameters: {},
    repeatOf: null,
    startFrom: null,
    createdAt: '2026-01-01T00:00:00Z',
    startedAt: null,
  },
  ...{ finishedAt: null, attempts: 1, cancelRequestedAt: null, phase: 'training' },
  ...{ progress: null, waitingFor: null, failure: null, reason: null, parentId: null },
  ...{ fingerprint: null, snapshot: null, challengerId: null, gate: null },
  ...part,
});

const report = (step: number) => ({
  ...{ epoch: 1, epochs: 2, step, steps: 10, loss: 1 / step, accuracy: 0.5 },
  ...{ samplesPerSecond: 100, etaSeconds: 3 },
});

const PREVIEW = 'GET /api/training-jobs/preview';
const JOBS = 'GET /api/training-jobs';

describe('training', () => {
  let jobs: TrainingJob[];
  let asked: Asked[];

  beforeEach(() => {
    pretendBrowser();
    Object.assign(globalThis, { EventSource: PretendedSource });
    Object.assign(document, { visibilityState: 'visible' });
    PretendedSource.open = [];
    setActivePinia(createPinia());
    jest.useFakeTimers();
    jobs = [];
    asked = pretendServer({
      [PREVIEW]: () => ({ status: 200, body: { network: 'digits', settings: {} } }),
      [JOBS]: () => ({ status: 200, body: { items: jobs, nextCursor: null } }),
      'GET /api/training-jobs/old': () => ({ status: 200, body: job('old') }),
      'POST /api/training-jobs': () => {
        jobs = [job('new', { status: 'queued', attempts: 0, phase: null }), ...jobs];
        return { status: 202, body: { id: 'new', status: 'queued', joined: false, detail: '' } };
      },
    });
  });
  afterEach(() => {
    useTrainingStore().close();
    jest.useRealTimers();
  });

  const stream = () => PretendedSource.open.at(-1)!;

  it('should show the job that runs, with what its stream tells', async () => {
    jobs = [job('b', { status: 'queued' }), job('a'), job('0', { status: 'failed' })];
    const training = useTrainingStore();
    await training.open('digits', null);
    expect(training.job?.id).toBe('a');
    expect(stream().url).toBe('/api/training-jobs/a/events');

    // Its life from the beginning: the past is not shown as the present.
    stream().tell({ type: 'job', data: job('a', { status: 'queued', attempts: 0, phase: null }) });
    expect(training.job?.status).toBe('running');
    stream().tell({ type: 'progress', data: report(1) });
    stream().tell({ type: 'progress', data: report(2) });
    stream().tell({ type: 'log', data: { text: 'Snapshot', at: '2026-01-01T00:00:00Z' } });
    expect(training.points.map(({ step }) => step)).toEqual([1, 2]);
    expect(training.job?.progress?.step).toBe(2);
    expect(training.log).toHaveLength(1);
    stream().tell({ type: 'job', data: job('a', { phase: 'gate' }) });
    expect(training.job?.phase).toBe('gate');
  });

  it('should watch again what a proxy refused once, and tell nothing twice', async () => {
    jobs = [job('a')];
    const training = useTrainingStore();
    await training.open('digits', null);
    const snapshot = { text: 'Snapshot', at: '2026-01-01T00:00:00Z' };
    const first = stream();
    first.begin();
    first.tell({ type: 'progress', data: report(1) });
    first.tell({ type: 'log', data: snapshot });
    // The browser comes back by itself.
    first.fail(0);
    await jest.advanceTimersByTimeAsync(WATCH_AGAIN_MS);
    expect(stream()).toBe(first);

    first.fail(2);
    expect(training.log).toHaveLength(1);
    await jest.advanceTimersByTimeAsync(WATCH_AGAIN_MS);
    expect(stream()).not.toBe(first);
    stream().begin();
    stream().tell({ type: 'progress', data: report(1) });
    stream().tell({ type: 'progress', data: report(2) });
    stream().tell({ type: 'log', data: snapshot });
    expect(training.points.map(({ step }) => step)).toEqual([1, 2]);
    expect(training.log).toEqual([snapshot]);

    // The end is no break.
    const second = stream();
    second.tell({ type: 'job', data: job('a', { status: 'completed', verdict: 'promoted' }) });
    second.fail(2);
    await jest.advanceTimersByTimeAsync(WATCH_AGAIN_MS);
    expect(stream()).toBe(second);
  });

  it('should look at everything again when a job is over', async () => {
    jobs = [job('a')];
    const training = useTrainingStore();
    await training.open('digits', null);
    const looks = asked.length;
    jobs = [job('a', { status: 'completed', verdict: 'promoted', reason: 'from the list' })];
    stream().tell({ type: 'job', data: job('a', { status: 'completed', verdict: 'promoted' }) });
    expect(training.job?.status).toBe('completed');
    await jest.advanceTimersByTimeAsync(0);
    expect(asked.length).toBeGreaterThan(looks);
    expect(training.job?.reason).toBe('from the list');
  });

  it('should go on to a job that somebody else has started, unless one was chosen', async () => {
    jobs = [job('a', { status: 'completed' })];
    const training = useTrainingStore();
    await training.open('digits', null);
    expect(training.job?.id).toBe('a');
    jobs = [job('b'), ...jobs];
    await jest.advanceTimersByTimeAsync(LOOK_EVERY_MS);
    expect(training.job?.id).toBe('b');
    expect(PretendedSource.open).toHaveLength(1);

    await training.open('digits', 'old');
    expect(training.job?.id).toBe('old');
    await jest.advanceTimersByTimeAsync(LOOK_EVERY_MS);
    expect(training.job?.id).toBe('old');
  });

  it('should show the job that was started', async () => {
    jobs = [job('a', { status: 'failed' })];
    const training = useTrainingStore();
    await training.open('digits', 'a');
    await training.start({ epochs: 1 });
    expect(asked.find(({ call }) => call === 'POST /api/training-jobs')?.body).toEqual({
      network: 'digits',
      epochs: 1,
    });
    expect(training.job?.id).toBe('new');
  });

  it('should not go back to an answer that was asked for before', async () => {
    jobs = [job('a', { status: 'completed' })];
    const training = useTrainingStore();
    await training.open('digits', null);
    const waiting: (() => void)[] = [];
    const before = jobs;
    pretendServer({
      [PREVIEW]: () => ({ status: 200, body: { network: 'digits', settings: {} } }),
      // Slower than what is asked after it.
      [JOBS]: async () => {
        await new Promise<void>((resolve) => waiting.push(resolve));
        return { status: 200, body: { items: before, nextCursor: null } };
      },
    });
    await jest.advanceTimersByTimeAsync(LOOK_EVERY_MS);
    expect(waiting).toHaveLength(1);
    pretendServer({
      [PREVIEW]: () => ({ status: 200, body: { network: 'digits', settings: {} } }),
      [JOBS]: () => ({ status: 200, body: { items: [job('b'), ...before], nextCursor: null } }),
    });
    await training.look();
    expect(training.job?.id).toBe('b');
    waiting[0]!();
    await jest.advanceTimersByTimeAsync(0);
    expect([training.job?.id, training.jobs.length]).toEqual(['b', 2]);
  });

  it('should add older jobs, and say why they cannot be had', async () => {
    const page = (items: TrainingJob[], nextCursor: string | null) => ({
      ...{ status: 200, body: { items, nextCursor } },
    });
    let broken = true;
    const refusal = { status: 500, body: { status: 500, detail: 'It broke.', code: 'x' } };
    pretendServer({
      [PREVIEW]: () => ({ status: 200, body: { network: 'digits', settings: {} } }),
      [JOBS]: ({ cursor }) => {
        if (cursor === undefined) return page([job('c'), job('b')], 'more');
        return broken ? refusal : page([job('a')], null);
      },
    });
    const training = useTrainingStore();
    await training.open('digits', null);
    await training.loadMore();
    expect([training.failure, training.loadingMore]).toEqual(['It broke.', false]);
    broken = false;
    await training.loadMore();
    expect(training.jobs.map(({ id }) => id)).toEqual(['c', 'b', 'a']);
    // They stay when the first page is looked at again, and there are no more.
    await jest.advanceTimersByTimeAsync(LOOK_EVERY_MS);
    expect(training.jobs).toHaveLength(3);
    expect([training.nextCursor, training.failure]).toEqual([null, '']);
  });

  it('should wait until a server without its database is ready', async () => {
    const problem = { status: 503, code: 'database_away', detail: 'The database is away.' };
    const refusal = () => ({ status: 503, body: problem });
    pretendServer({ [PREVIEW]: refusal, [JOBS]: refusal });
    await useTrainingStore().open('digits', null);
    expect(useServerStore()).toMatchObject({ away: true, unsaved: true });
  });

  it('should say why nothing is there, keep what was there, and end when nobody looks', async () => {
    jobs = [job('a')];
    const training = useTrainingStore();
    await training.open('digits', null);
    pretendServer({
      [PREVIEW]: () => ({ status: 500, body: { status: 500, detail: 'It broke.', code: 'x' } }),
      [JOBS]: () => ({ status: 200, body: { items: [], nextCursor: null } }),
    });
    await jest.advanceTimersByTimeAsync(LOOK_EVERY_MS);
    expect(training.failure).toBe('It broke.');
    expect(training.preview).not.toBeNull();
    training.close();
    expect(PretendedSource.open).toEqual([]);
    expect(jest.getTimerCount()).toBe(0);
  });
});
