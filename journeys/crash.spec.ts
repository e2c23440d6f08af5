import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Caller } from './support/caller.js';
import { allGone, familyOf, killAll } from './support/family.js';
import { inkOf, type FixtureInk } from './support/ink.js';
import { freePort } from './support/port.js';
import { writtenLine } from './support/written-line.js';
import { verified, WebhookReceiver } from './support/webhook-receiver.js';
import { newDataFolder, postgresOf, start, type Start } from './support/start-script.js';

const MINUTES = 60_000;
const ADMIN = { email: 'admin@example.org', password: 'correct horse battery' };

interface Answer {
  readonly id: string;
  readonly label: string;
  readonly decidedBy: string;
  readonly neighbours: readonly { readonly own: boolean; readonly label: string }[];
}
interface Correction {
  readonly id: string;
  readonly label: string;
  readonly status: string;
}
interface Remembered {
  readonly id: string;
  readonly label: string;
  readonly correction: Correction | null;
}
interface Job {
  readonly status: string;
  readonly attempts: number;
  readonly failure: string | null;
  readonly finishedAt: string | null;
  readonly waitingFor: { readonly code: string } | null;
}
interface Page<T> {
  readonly items: readonly T[];
}

let dataDir: string;
let remove: () => Promise<void>;
let product: Start;
let address: string;
let port: number;

/** Starts on the same data and at the same address each time, as a person does. */
async function begin(): Promise<void> {
  product = start({
    DATA_DIR: dataDir,
    PORT: String(port),
    RATE_LIMIT: '0',
    ADMIN_EMAIL: ADMIN.email,
    ADMIN_PASSWORD: ADMIN.password,
  });
  address = await product.ready();
}

beforeEach(async () => {
  ({ dataDir, remove } = await newDataFolder());
  port = await freePort();
  await begin();
}, 5 * MINUTES);

afterEach(async () => {
  product.process.kill('SIGTERM');
  await product.ended();
  await remove();
}, MINUTES);

/**
 * Lets everything that `npm start` has started die in the moment that a call is answered: nothing of it,
 * Postgres included, has time for a last word. Then starts again.
 *
 * @returns what was answered
 */
async function crashAfter<T>(call: () => Promise<T>): Promise<T> {
  const family = await familyOf(product.process.pid!);
  const postgres = await postgresOf(dataDir);
  // The start, API, trainer and Postgres at least, or something would outlive this.
  expect(family.length).toBeGreaterThanOrEqual(4);
  expect(family).toContain(postgres);
  const answered = await call();
  killAll(family);
  expect(await product.ended()).toEqual({ code: null, signal: 'SIGKILL' });
  await allGone(family);
  await begin();
  return answered;
}

const predict = (who: Caller, { strokes }: FixtureInk) =>
  who.post<Answer>('/api/predictions', { task: 'digits', ink: { strokes } }, 201);

const correct = (who: Caller, predictionId: string, label: string) =>
  who.post<Correction>('/api/corrections', { predictionId, label }, 201);

interface ReadLine {
  readonly id: string;
  readonly text: string;
}

const readLine = (who: Caller, text: string) =>
  who.post<ReadLine>(
    '/api/lines',
    { task: 'digits', ink: { strokes: writtenLine(text).strokes } },
    201,
  );

const correctLine = (who: Caller, lineId: string, text: string) =>
  who.post<{ id: string; samples: readonly unknown[] }>('/api/corrections', { lineId, text }, 201);

/** A label that the network does not come to by itself. */
const otherThan = (label: string) => (label === '4' ? '9' : '4');

/** Without asking for anything that would have them written first. */
async function untilAllAreWritten(who: Caller): Promise<void> {
  const metrics = async () => (await who.open('/metrics')).text();
  while (!/^inkling_predictions_to_write 0$/m.test(await metrics())) await wait(10);
}

describe('after kill -9 of everything in the moment that a correction was answered', () => {
  it(
    'knows the correction, the person and the training jobs',
    async () => {
      const guest = new Caller(address);
      await guest.signInAsGuest();
      const admin = new Caller(address);
      await admin.signIn(ADMIN.email, ADMIN.password);

      /** All that a correction has led to is there, as it was answered. */
      const expectKept = async (ink: FixtureInk, told: Answer, correction: Correction) => {
        const { items } = await guest.get<Page<Remembered>>('/api/predictions?limit=100');
        expect(items.find(({ id }) => id === told.id)).toMatchObject({
          label: told.label,
          correction: { id: correction.id, label: correction.label, status: 'pending' },
        });
        const pending = await admin.get<Page<Correction>>('/api/corrections?status=pending');
        expect(pending.items.map(({ id }) => id)).toContain(correction.id);
        const again = await predict(guest, ink);
        expect(again).toMatchObject({ label: correction.label, decidedBy: 'memory' });
        expect(again.neighbours[0]).toMatchObject({ own: true, label: correction.label });
      };

      const seven = inkOf('7');
      const first = await predict(guest, seven);
      const firstSaid = await crashAfter(() => correct(guest, first.id, otherThan(first.label)));
      await expectKept(seven, first, firstSaid);

      // One in five approved samples is not trained on; of so many others some are.
      const confirmed: string[] = [];
      for (const label of ['0', '1', '2', '3', '4', '5', '6', '8', '9']) {
        const { id } = await predict(guest, inkOf(label));
        confirmed.push((await correct(guest, id, label)).id);
      }
      const review = { ids: confirmed, decision: 'approve' };
      await admin.post('/api/corrections/review', review);
      const ask = () =>
        admin.post<{ id: string }>('/api/training-jobs', { network: 'digits' }, 202);
      const job = (id: string) => admin.get<Job>(`/api/training-jobs/${id}`);
      const until = async (id: string, holds: (seen: Job) => boolean): Promise<Job> => {
        for (;;) {
          const seen = await job(id);
          if (holds(seen)) return seen;
          expect(seen).toMatchObject({ failure: null, finishedAt: null });
          await wait(50);
        }
      };
      const running = (await ask()).id;
      await until(running, ({ status }) => status === 'running');
      const queued = (await ask()).id;
      expect(await job(queued)).toMatchObject({ status: 'queued', attempts: 0 });

      const slanted = inkOf('7', 1);
      const second = await predict(guest, slanted);
      const secondSaid = await correct(guest, second.id, otherThan(second.label));
      // Without a 7: that would teach what the sevens above were said to be.
      const line = await readLine(guest, '2905');
      const { uncorrected, lineSaid } = await crashAfter(async () => {
        const answer = await predict(guest, inkOf('5'));
        await untilAllAreWritten(guest);
        return { uncorrected: answer, lineSaid: await correctLine(guest, line.id, '2906') };
      });
      await guest.get(`/api/predictions/${uncorrected.id}`);
      expect(lineSaid.samples.length).toBeGreaterThan(0);
      expect(await guest.get<ReadLine>(`/api/lines/${line.id}`)).toMatchObject({
        text: line.text,
        correction: { id: lineSaid.id, text: '2906', status: 'pending' },
      });
      await expectKept(slanted, second, secondSaid);
      await expectKept(seven, first, firstSaid);

      // Nobody has worked on the one that waits; the other is taken up again by the new trainer.
      // It starts once the API answers.
      const waiting = await until(queued, ({ waitingFor }) => waitingFor?.code !== 'no_trainer');
      expect(waiting).toMatchObject({
        status: 'queued',
        attempts: 0,
        waitingFor: { code: 'job_running' },
      });
      const left = await job(running);
      expect(left.status).toBe('running');
      const taken = await until(running, ({ attempts }) => attempts === 2);
      expect(taken).toMatchObject({ status: 'running', waitingFor: null });
      for (const id of [queued, running]) {
        await admin.post(`/api/training-jobs/${id}/cancel`, {});
        await until(id, ({ status }) => status === 'cancelled');
      }
    },
    5 * MINUTES,
  );

  it(
    'tells webhooks of it, though nobody could be told before',
    async () => {
      const admin = new Caller(address);
      await admin.signIn(ADMIN.email, ADMIN.password);
      const receiver = await WebhookReceiver.create();
      try {
        const { secret } = await admin.post<{ secret: string }>('/api/webhooks', {
          ...{ url: receiver.url, events: ['correction.created'] },
        });
        const guest = new Caller(address);
        await guest.signInAsGuest();
        const { id } = await predict(guest, inkOf('7'));
        const said = await crashAfter(() => correct(guest, id, '7'));
        expect(receiver.received).toEqual([]);
        await receiver.listen();
        const [told] = await receiver.until(1);
        expect(verified(told!, secret)).toMatchObject({ data: { correctionId: said.id } });
      } finally {
        await receiver.close();
      }
    },
    5 * MINUTES,
  );
});
