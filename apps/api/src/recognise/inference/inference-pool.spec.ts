import { readFile } from 'node:fs/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import { GLYPH_PIXELS } from '@inkling/ink';
import path from 'node:path';
import { inkOf } from '../../testing/fixtures.js';
import { MODELS_DIR, TEST_WORKER } from '../../testing/test-app.js';
import { InferencePool, type InferencePoolOptions } from './inference-pool.js';
import { WorkerLostError } from './worker-thread.js';

const FRAGILE = { url: new URL('../../testing/fragile-worker.mjs', import.meta.url) };

let pool: InferencePool;

function start(options: Partial<InferencePoolOptions> = {}): InferencePool {
  pool = new InferencePool({ threads: 1, worker: FRAGILE, ...options });
  pool.start();
  return pool;
}

const file = (word: string) => new TextEncoder().encode(word);

const job = (count: number) =>
  ({ type: 'run', versionId: 'v', glyphs: new Float32Array(1), count }) as const;

afterEach(() => pool.close());

describe('InferencePool', () => {
  it('replaces a worker that ends, and goes on', async () => {
    let lost = 0;
    start({ onWorkerLost: () => lost++ });
    const before = await pool.run(job(1));
    // Tried on a second worker, and then given up: the job itself may be the cause.
    await expect(pool.run(job(-1))).rejects.toBeInstanceOf(WorkerLostError);
    expect(lost).toBe(2);
    const after = await pool.run(job(1));
    expect(after.logits[0]).not.toBe(before.logits[0]);
  });

  it('answers the drawings that lay behind one that ends the worker', async () => {
    start();
    const drawing = { kind: 'ink', strokes: [] } as const;
    const recognise = (versionId: string) =>
      pool.run({ type: 'recognise', versionId, drawing, explain: false });
    // On one thread together, and twice behind it.
    const answers = ['v', 'deadly', 'v', 'v', 'v', 'v'].map(recognise);
    const outcomes = await Promise.allSettled(answers);
    expect(outcomes.map(({ status }) => status)).toEqual([
      ...['fulfilled', 'rejected', 'fulfilled', 'fulfilled', 'fulfilled', 'fulfilled'],
    ]);
  });

  it('gives up a job that hangs', async () => {
    start({ jobLimitMs: 1000 });
    await pool.run(job(1));
    await expect(pool.run(job(-2))).rejects.toBeInstanceOf(WorkerLostError);
    await expect(pool.run(job(1))).resolves.toBeDefined();
  });

  it('does not repeat a job that fails by itself', async () => {
    start();
    await expect(pool.run(job(-3))).rejects.toThrow('no such version');
  });

  it('refuses jobs beyond its queue', async () => {
    start({ queueLimit: 2 });
    const waiting = [pool.run(job(1)), pool.run(job(1))];
    await expect(pool.run(job(1))).rejects.toMatchObject({ code: 'busy' });
    await Promise.all(waiting);
  });

  it('takes the rest of what had its turn before what waits, also when no more may wait', async () => {
    start({ queueLimit: 2 });
    const order: string[] = [];
    const note = (name: string, ended: Promise<unknown>) => ended.then(() => order.push(name));
    const jobs = [note('one', pool.run(job(1))), note('two', pool.run(job(1)))];
    await expect(pool.run(job(1))).rejects.toMatchObject({ code: 'busy' });
    await Promise.all([...jobs, note('rest', pool.runNext(job(1)))]);
    expect(order).toEqual(['rest', 'one', 'two']);
  });

  it('works off more jobs than threads', async () => {
    start({ threads: 2 });
    const results = await Promise.all(Array.from({ length: 50 }, () => pool.run(job(1))));
    expect(results).toHaveLength(50);
  });

  it('loads into one thread at a time, while the others answer', async () => {
    start({ threads: 2 });
    const answer = () => Promise.all(Array.from({ length: 20 }, () => pool.run(job(1))));
    const threadsOf = (answers: Awaited<ReturnType<typeof answer>>) =>
      new Set(answers.map(({ logits }) => logits[0]));
    // A thread that is still starting would load the file as well, for its start, and wait too.
    while (threadsOf(await answer()).size < 2);
    const loading = pool.load('new', file('held'));
    const threads = threadsOf(await answer());
    // One has to load, so it is the other that answers.
    expect(threads.size).toBe(1);
    let isLoaded = false;
    void loading.then(() => (isLoaded = true));
    while (!isLoaded) await pool.load('more', file('go'));
    expect(pool.sessions).toEqual(['new', 'more']);
  });

  it('goes on when a new worker cannot load what the lost one had', async () => {
    const failed: string[] = [];
    start({ onLoadFailed: (session) => failed.push(session) });
    await pool.load('first', file('good'));
    // As one for which there was memory when it was loaded first.
    const { loaded } = pool as unknown as { loaded: Map<string, object> };
    loaded.set('second', { bytes: file('bad'), kind: 'glyph' });
    await expect(pool.run(job(-1))).rejects.toBeInstanceOf(WorkerLostError);
    await expect(pool.run(job(1))).resolves.toBeDefined();
    expect(failed).toContain('second');
  });

  describe('with a new worker that lacks a session', () => {
    interface Insides {
      readonly loaded: Map<string, object>;
      readonly threads: Map<{ stop(): Promise<unknown> }, unknown>;
    }
    const insidesOf = () => pool as unknown as Insides;
    const keep = (sessionId: string, word: string) =>
      insidesOf().loaded.set(sessionId, { bytes: file(word), kind: 'glyph' });
    const loseOne = () => [...insidesOf().threads.keys()][0]!.stop();
    const threadsFor = async (versionId: string) => {
      const jobs = Array.from({ length: 20 }, () => pool.run({ ...job(1), versionId }));
      return new Set((await Promise.all(jobs)).map(({ logits }) => logits[0])).size;
    };

    it('gives its jobs to the others until it could load it', async () => {
      let fail: () => void;
      const failed = new Promise<void>((resolve) => (fail = resolve));
      start({ threads: 2, reloadDelayMs: 20, onLoadFailed: () => fail() });
      while ((await threadsFor('v')) < 2);
      keep('second', 'bad');
      await loseOne();
      await failed;
      while ((await threadsFor('v')) < 2);
      expect(await threadsFor('second')).toBe(1);
      keep('second', 'good');
      while ((await threadsFor('second')) < 2);
    });

    it('does not load what is released meanwhile', async () => {
      const failed: string[] = [];
      start({
        onLoadFailed: (sessionId) => {
          failed.push(sessionId);
          void pool.release('second');
        },
      });
      await pool.run(job(1));
      keep('first', 'bad');
      keep('second', 'bad');
      await loseOne();
      await pool.run(job(1));
      expect(failed).toEqual(['first']);
    });
  });

  it('is done with what a network runs before it ends the thread', async () => {
    start({ worker: TEST_WORKER });
    await pool.load('v', await readFile(path.join(MODELS_DIR, 'digits', 'model.onnx')));
    const glyphs = new Float32Array(200 * GLYPH_PIXELS);
    const run = { type: 'run', versionId: 'v', glyphs, count: 200 } as const;
    await pool.run({ ...run, count: 1, glyphs: glyphs.slice(0, GLYPH_PIXELS) });
    const read = pool.run(run);
    await pool.close();
    expect((await read).logits).toHaveLength(200 * 10);
  });

  it('reads ink with a real network, as one and in a batch alike', async () => {
    start({ worker: TEST_WORKER });
    await pool.load('digits', await readFile(path.join(MODELS_DIR, 'digits', 'model.onnx')));
    const strokes = inkOf('7').strokes as [number, number][][];
    const drawing = { kind: 'ink', strokes } as const;
    const seen = await pool.run({
      type: 'recognise',
      versionId: 'digits',
      drawing,
      explain: false,
    });
    expect(seen.glyph).toHaveLength(GLYPH_PIXELS);
    expect(seen.logits.indexOf(Math.max(...seen.logits))).toBe(7);

    const glyphs = new Float32Array(3 * GLYPH_PIXELS);
    glyphs.set(seen.glyph, GLYPH_PIXELS);
    const batch = await pool.run({ type: 'run', versionId: 'digits', glyphs, count: 3 });
    const size = batch.embeddings.length / 3;
    const again = batch.embeddings.subarray(size, 2 * size);
    again.forEach((value, at) => expect(value).toBeCloseTo(seen.embedding[at]!, 4));

    const empty = { kind: 'ink', strokes: [] } as const;
    await expect(
      pool.run({ type: 'recognise', versionId: 'digits', drawing: empty, explain: false }),
    ).rejects.toMatchObject({ name: 'InkError', code: 'nothing_drawn' });
    await pool.release('digits');
    await expect(
      pool.run({ type: 'recognise', versionId: 'digits', drawing, explain: false }),
    ).rejects.toThrow('not loaded');
  });

  it('says when a file is no model', async () => {
    start({ worker: TEST_WORKER });
    await expect(pool.load('x', file('{}'))).rejects.toThrow();
  });
});
