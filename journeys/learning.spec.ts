import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { FixtureInk } from './support/ink.js';
import { Caller, readEvents, type JobEvent } from './support/caller.js';
import { modelsWithFewLines } from './support/few-lines.js';
import { newDataFolder, start, type Start } from './support/start-script.js';
import { writtenLine } from './support/written-line.js';

const MINUTES = 60_000;
const ADMIN = { email: 'admin@example.org', password: 'correct horse battery' };

/** Digits of one writer, whose 9 swings both ways, so that the shipped network takes some for an 8. */
const inks = JSON.parse(
  readFileSync(new URL('../fixtures/writer.json', import.meta.url), 'utf8'),
) as FixtureInk[];
/** Two of three are labelled, the others only show what was learnt. */
const corrected = inks.filter((_, at) => at % 3 !== 0);
const kept = inks.filter((_, at) => at % 3 === 0);

interface Answer {
  readonly id: string;
  readonly label: string;
  readonly probability: number;
  readonly model: { readonly id: string; readonly version: number };
}
interface LineAnswer {
  readonly id: string;
  readonly text: string;
  readonly model: { readonly id: string; readonly version: number };
}
interface Job {
  readonly status: string;
  readonly verdict: string | null;
  readonly challengerId: string | null;
  readonly failure: string | null;
  readonly gate: {
    readonly rules: readonly { readonly passed: boolean; readonly sentence: string }[];
  } | null;
}

let dataDir: string;
let remove: () => Promise<void>;
let product: Start;
let address: string;

beforeAll(async () => {
  ({ dataDir, remove } = await newDataFolder());
  product = start({
    DATA_DIR: dataDir,
    MODELS_DIR: await modelsWithFewLines(dataDir, 60),
    PORT: '0',
    RATE_LIMIT: '0',
    ADMIN_EMAIL: ADMIN.email,
    ADMIN_PASSWORD: ADMIN.password,
  });
  address = await product.ready();
}, 5 * MINUTES);
afterAll(async () => {
  product.process.kill('SIGTERM');
  await product.ended();
  await remove();
}, MINUTES);

const read = async (who: Caller, all: readonly FixtureInk[]): Promise<Answer[]> => {
  const answers: Answer[] = [];
  for (const { strokes } of all) {
    const body = { task: 'digits', ink: { strokes }, memory: false };
    answers.push(await who.post<Answer>('/api/predictions', body, 201));
  }
  return answers;
};

const wrong = (answers: readonly Answer[]) =>
  answers.filter(({ label }, at) => label !== kept[at]!.label).length;

/** Between readings, so that the trainer has a processor, too. */
const pause = () => wait(300);

describe('a network that learns from corrections', () => {
  it(
    'should learn from approved corrections, serve better answers at once, and go back when told to',
    async () => {
      const writer = new Caller(address);
      await writer.signInAsGuest();
      const visitor = new Caller(address);
      const before = await read(visitor, kept);
      expect(new Set(before.map(({ model }) => model.version))).toEqual(new Set([1]));
      expect(wrong(before)).toBeGreaterThan(0);

      const predicted = await read(writer, corrected);
      for (const [at, { id }] of predicted.entries()) {
        const label = corrected[at]!.label;
        await writer.post('/api/corrections', { predictionId: id, label }, 201);
      }

      const admin = new Caller(address);
      await admin.signIn(ADMIN.email, ADMIN.password);
      await writer.post('/api/training-jobs', { network: 'digits' }, 403);
      const ids: string[] = [];
      for (let cursor = ''; ;) {
        const page = await admin.get<{ items: { id: string }[]; nextCursor: string | null }>(
          `/api/corrections?status=pending&limit=100${cursor}`,
        );
        ids.push(...page.items.map(({ id }) => id));
        if (page.nextCursor === null) break;
        cursor = `&cursor=${encodeURIComponent(page.nextCursor)}`;
      }
      expect(ids).toHaveLength(corrected.length);
      await admin.post('/api/corrections/review', { ids, decision: 'approve' });

      // Gently: this writer's 9 is nearly everybody else's 8, which the gate watches.
      const gently = { epochs: 6, learningRate: 3e-4, replayRatio: 8 };
      const request = { network: 'digits', ...gently };
      const { id } = await admin.post<{ id: string }>('/api/training-jobs', request, 202);
      // Predictions go on all the while; none of them may fail.
      let training = true;
      const meanwhile = (async () => {
        const versions = new Set<number>();
        while (training) {
          for (const { model } of await read(visitor, kept.slice(0, 5)))
            versions.add(model.version);
          await pause();
        }
        return versions;
      })();
      const events: JobEvent[] = [];
      for await (const event of readEvents(admin, `/api/training-jobs/${id}/events`)) {
        events.push(event);
      }
      training = false;
      expect([...(await meanwhile)].sort()).toEqual(expect.arrayContaining([1]));

      const job = await admin.get<Job>(`/api/training-jobs/${id}`);
      expect(job.gate?.rules.filter(({ passed }) => !passed)).toEqual([]);
      expect(job).toMatchObject({ status: 'completed', verdict: 'promoted', failure: null });
      expect(events.at(-1)).toMatchObject({ type: 'job', data: { status: 'completed' } });
      const progress = events.filter(({ type }) => type === 'progress');
      expect(progress.length).toBeGreaterThan(0);
      expect(progress[0]!.data).toMatchObject({ epochs: 6, loss: expect.any(Number) });
      expect(job.gate?.rules.map(({ sentence }) => sentence).join('')).toMatch(/gate/i);

      const after = await read(visitor, kept);
      expect(new Set(after.map(({ model }) => model.id))).toEqual(new Set([job.challengerId]));
      expect(wrong(after)).toBeLessThan(wrong(before));

      await admin.post('/api/models/rollback', { network: 'digits' });
      const again = await eventually(
        () => read(visitor, kept),
        (answers) => answers.every(({ model }) => model.version === 1),
      );
      const seen = (answers: readonly Answer[]) =>
        answers.map(({ label, probability }) => [label, probability]);
      expect(seen(again)).toEqual(seen(before));
    },
    12 * MINUTES,
  );
});

/** Numbers and words of drawn characters, each with what it says. */
const LINES = ['290748', '4815', 'bend', '71360', 'tide', '26', 'hand', '9053'];

describe('a network for lines that learns from corrections', () => {
  it(
    'should train on a few approved lines, and be swapped and rolled back without a line that fails',
    async () => {
      const writer = new Caller(address);
      await writer.signInAsGuest();
      const readAll = async (who: Caller): Promise<LineAnswer[]> => {
        const answers: LineAnswer[] = [];
        for (const text of LINES) {
          const task = /^\d/.test(text) ? 'digits' : 'text';
          const ink = { strokes: writtenLine(text).strokes };
          answers.push(await who.post('/api/lines', { task, ink, memory: false }, 201));
        }
        return answers;
      };
      for (const [at, { id }] of (await readAll(writer)).entries()) {
        await writer.post('/api/corrections', { lineId: id, text: LINES[at] }, 201);
      }
      const admin = new Caller(address);
      await admin.signIn(ADMIN.email, ADMIN.password);
      const { items } = await admin.get<{ items: { id: string }[] }>(
        '/api/corrections/lines?status=pending&limit=100',
      );
      expect(items).toHaveLength(LINES.length);
      const ids = items.map(({ id }) => id);
      await admin.post('/api/corrections/review', { ids, decision: 'approve' });

      const few = { epochs: 1, batchSize: 8, replayRatio: 1 };
      const { id } = await admin.post<{ id: string }>(
        '/api/training-jobs',
        { network: 'lines', ...few },
        202,
      );
      const visitor = new Caller(address);
      let goesOn = true;
      // No line may fail, neither while it trains nor while versions are exchanged.
      const meanwhile = (async () => {
        const versions = new Set<number>();
        while (goesOn) {
          for (const { model } of await readAll(visitor)) versions.add(model.version);
          await pause();
        }
        return [...versions].sort();
      })();
      for await (const event of readEvents(admin, `/api/training-jobs/${id}/events`)) void event;
      const job = await admin.get<Job>(`/api/training-jobs/${id}`);
      expect(job).toMatchObject({ status: 'completed', failure: null });
      expect(job.gate!.rules.length).toBeGreaterThan(4);
      // Eight lines make no better network, which the gate says; people may know better.
      if (job.verdict !== 'promoted') {
        const reason = 'to see how it reads';
        await admin.post(`/api/models/${job.challengerId}/promote`, { reason });
      }
      const serves = (versionId: string) => (answers: readonly LineAnswer[]) =>
        answers.every(({ model }) => model.id === versionId);
      const after = await eventually(() => readAll(visitor), serves(job.challengerId!));
      expect(after.map(({ model }) => model.id)).toEqual(LINES.map(() => job.challengerId));

      await admin.post('/api/models/rollback', { network: 'lines' });
      const first = (answers: readonly LineAnswer[]) =>
        answers.every(({ model }) => model.version === 1);
      expect(first(await eventually(() => readAll(visitor), first))).toBe(true);
      goesOn = false;
      expect(await meanwhile).toContain(1);
    },
    12 * MINUTES,
  );
});

/** A replica hears of a promotion a moment after the call was answered. */
async function eventually<T>(look: () => Promise<T>, isDone: (seen: T) => boolean): Promise<T> {
  for (let tries = 0; ; tries++) {
    const seen = await look();
    if (isDone(seen) || tries === 30) return seen;
  }
}
