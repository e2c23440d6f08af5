import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { createPinia, setActivePinia } from 'pinia';
import { nextTick } from 'vue';
import { pretendBrowser, pretendServer, type Route } from '../../../shared/testing/browser';
import { useServerStore } from '../../../shared/api/server-store';
import { usePreferencesStore, type DeviceReading } from '../../../shared/preferences-store';
import type { Job, Request } from '../../device/worker/protocol';
import { useHistoryStore } from '../../history/history-store';
import { useSessionStore } from '../../../shared/session/session-store';
import { useLineStore } from '../line/line-store';
import { useSheetStore } from '../sheet/sheet-store';
import { useAnswerStore } from './answer-store';
import { useOutboxStore } from '../outbox/outbox-store';
import { QUIET_MS } from './useDeviceLabels';

const stroke = (x: number) => ({
  points: [[x, 0, 0] as const, [x, 50, 16] as const],
  penWidth: 16,
  hasPressure: false,
});

/** A worker that has its files or lacks them, and what it was asked. */
class PretendWorker extends EventTarget {
  static jobs: Job[] = [];
  static label = '7';
  static hasFiles = true;

  postMessage({ id, job }: Request): void {
    PretendWorker.jobs.push(job);
    const reply = { id, ...this.answer(job, id) };
    queueMicrotask(() => this.dispatchEvent(new MessageEvent('message', { data: reply })));
  }

  terminate(): void {}

  private answer(job: Job, id: number): object {
    const { label, hasFiles } = PretendWorker;
    if (job.type === 'learn') return { result: { label: job.label, confirms: false } };
    if (job.type !== 'read') return { result: undefined };
    if (!hasFiles) return { failure: { code: 'away', message: 'missing' } };
    const result = {
      ...{ id: `device-${id}`, label, probability: 0.9, certain: true, certainty: 'sure' },
      candidates: [{ label, probability: 0.9 }],
      ...{ decidedBy: 'model', neighbours: [], model: { id: 'm', version: 1 }, timings: {} },
      glyph: new Uint8Array(784),
    };
    return { result };
  }
}

const PREDICT = 'POST /api/predictions';
const CORRECT = 'POST /api/corrections';
const WITHDRAW = 'DELETE /api/corrections/correction';

const byServer: Route = ({ id = 'prediction', task }) => ({
  status: 201,
  body: {
    ...{ id, task, label: '1', probability: 0.9, certain: true, certainty: 'sure' },
    candidates: [{ label: '1', probability: 0.9 }],
    ...{ correctable: true, decidedBy: 'model', neighbours: [], glyph: 'data:,' },
    model: { id: 'm', version: 1 },
  },
});
const corrected: Route = ({ predictionId, label }) => ({
  status: 201,
  body: { id: 'correction', predictionId, label, given: label, confirms: false },
});

describe('an answer of this device', () => {
  const realWorker = globalThis.Worker;
  let page: EventTarget;

  beforeEach(async () => {
    page = pretendBrowser();
    setActivePinia(createPinia());
    Object.assign(globalThis, { Worker: PretendWorker });
    Object.assign(PretendWorker, { jobs: [], label: '7', hasFiles: true });
    // Compiled once: the first test would wait for it with a clock that stands.
    await import('../../device/device-store');
    await import('../outbox/outbox');
  });
  afterEach(() => {
    jest.useRealTimers();
    // Their timers would outlive the test.
    useAnswerStore().$dispose();
    useServerStore().$dispose();
    Object.assign(globalThis, { Worker: realWorker });
  });

  /** Until a script has come and the worker has answered. */
  const settle = () => new Promise((resolve) => setTimeout(resolve, 250));

  function setUp(reading: DeviceReading, routes: Record<string, Route> = {}) {
    const asked = pretendServer({
      'GET /api/auth/get-session': () => ({ status: 200, body: null }),
      'POST /api/auth/sign-in/anonymous': () => ({ status: 200, body: {} }),
      [PREDICT]: byServer,
      [CORRECT]: corrected,
      [WITHDRAW]: () => ({ status: 204, body: null }),
      ...routes,
    });
    usePreferencesStore().deviceReading = reading;
    const calls = () => asked.map(({ call }) => call);
    return { asked, calls, answer: useAnswerStore(), sheets: useSheetStore() };
  }

  const jobs = (type: Job['type']) => PretendWorker.jobs.filter((job) => job.type === type);

  it('sends nothing until it was corrected and left', async () => {
    const { asked, calls, answer, sheets } = setUp('always');
    sheets.addStroke(stroke(1));
    await settle();
    expect(answer.prediction).toMatchObject({ label: '7', onDevice: true });
    expect(useHistoryStore().recent).toEqual([]);
    await answer.say('4');
    expect(answer.correction).toMatchObject({ label: '4', confirms: false });
    expect(sheets.label).toBe('4');
    expect(calls()).toEqual([]);
    sheets.clear();
    await settle();
    expect(calls().filter((call) => [PREDICT, CORRECT].includes(call))).toEqual([PREDICT, CORRECT]);
    expect(asked.find(({ call }) => call === CORRECT)!.body).toMatchObject({ label: '4' });
  });

  it('is learned of once more where another label is said, and not at all when it is undone', async () => {
    const { calls, answer, sheets } = setUp('always');
    sheets.addStroke(stroke(1));
    await settle();
    await answer.say('4');
    await answer.say('5');
    expect(jobs('learn').map((job) => job.type === 'learn' && job.label)).toEqual(['4', '5']);
    await answer.undo();
    expect(jobs('unlearn')).toHaveLength(1);
    expect(answer.correction).toBeNull();
    expect(answer.takenBack).toBe(true);
    sheets.clear();
    await settle();
    expect(calls()).toEqual([]);
  });

  describe('that stays on the sheet', () => {
    const pass = (ms: number) => jest.advanceTimersByTimeAsync(ms);

    /** Drawn, and read here. */
    async function setUpRead(routes: Record<string, Route> = {}) {
      const all = setUp('always', routes);
      all.sheets.addStroke(stroke(1));
      await settle();
      // The worker answers without a clock.
      jest.useFakeTimers({ doNotFake: ['queueMicrotask'] });
      const told = () =>
        all.asked.filter(({ call }) => [PREDICT, CORRECT, WITHDRAW].includes(call));
      return { ...all, told };
    }

    it('is sent when nothing else was said of it for a while, once', async () => {
      const { answer, sheets, told } = await setUpRead();
      const { id } = answer.prediction!;
      await answer.say('4');
      await pass(QUIET_MS - 1000);
      await answer.say('5');
      await pass(QUIET_MS - 1000);
      expect(told()).toEqual([]);
      await pass(2000);
      const body = { label: '5', predictionId: id, previous: null };
      expect(told()).toMatchObject([
        { call: PREDICT, body: { id } },
        { call: CORRECT, body },
      ]);
      expect(answer.correction).toMatchObject({ id: 'correction', given: '5' });
      expect([sheets.label, answer.prediction?.onDevice]).toEqual(['5', true]);
      sheets.clear();
      await pass(60_000);
      expect(told()).toHaveLength(2);
    });

    it('is sent when the tab is hidden', async () => {
      const { answer, told } = await setUpRead();
      await answer.say('4');
      await pass(10);
      Object.assign(globalThis.document, { visibilityState: 'hidden' });
      page.dispatchEvent(new Event('visibilitychange'));
      await pass(100);
      expect(told().map(({ call }) => call)).toEqual([PREDICT, CORRECT]);
    });

    it('is taken back on the server where that was told, and said anew after that', async () => {
      const { answer, sheets, told } = await setUpRead();
      await answer.say('4');
      await pass(QUIET_MS + 500);
      await answer.undo();
      expect(told().at(-1)?.call).toBe(WITHDRAW);
      expect(jobs('unlearn')).toHaveLength(1);
      expect([answer.correction, answer.takenBack, sheets.label]).toEqual([null, true, null]);
      await answer.redo();
      await pass(QUIET_MS + 500);
      // Read once: the server knows it by now.
      expect(told().map(({ call }) => call)).toEqual([PREDICT, CORRECT, WITHDRAW, CORRECT]);
      expect(useOutboxStore().waiting).toEqual([]);
    });

    it('is taken back in the history, too, where the server made the id', async () => {
      const errors = [{ pointer: '/id', detail: 'too old' }];
      const refused = { detail: 'No.', status: 422, code: 'invalid_request', errors };
      const { answer, sheets } = await setUpRead({
        [PREDICT]: (body) => ('id' in body ? { status: 422, body: refused } : byServer(body)),
      });
      const listed = () => useHistoryStore().recent.map(({ id, correction }) => [id, correction]);
      await answer.say('4');
      await pass(QUIET_MS + 500);
      expect(listed()).toMatchObject([['prediction', { label: '4' }]]);
      await answer.undo();
      expect([answer.correction, sheets.label]).toEqual([null, null]);
      expect(listed()).toEqual([['prediction', null]]);
    });

    it('shows what was said elsewhere where that is to count, also where the server made the id', async () => {
      const errors = [{ pointer: '/id', detail: 'too old' }];
      const refused = { detail: 'No.', status: 422, code: 'invalid_request', errors };
      const current = { id: 'newer', label: '9', changedAt: '2026-05-03T14:05:00Z' };
      const clash = { detail: 'Corrected.', status: 409, code: 'newer_correction', current };
      const correction = { id: 'newer', sampleId: 's', label: '9', given: '9', status: 'pending' };
      const items = [{ id: 'prediction', label: '1', correction }];
      const { answer, sheets, told } = await setUpRead({
        [PREDICT]: (body) => ('id' in body ? { status: 422, body: refused } : byServer(body)),
        [CORRECT]: () => ({ status: 409, body: clash }),
        'GET /api/predictions': () => ({ status: 200, body: { items, nextCursor: null } }),
        'GET /api/auth/get-session': () => ({
          status: 200,
          body: { user: { id: 'ada', name: '', email: '', isAnonymous: false } },
        }),
      });
      await answer.say('4');
      await pass(QUIET_MS + 500);
      const outbox = useOutboxStore();
      await outbox.decide(outbox.clash!.id, 'theirs');
      expect([answer.correction?.label, sheets.label]).toEqual(['9', '9']);
      const before = told().length;
      sheets.clear();
      await pass(QUIET_MS);
      expect([told().length, outbox.waiting]).toEqual([before, []]);
    });

    it('takes back what the server has, too, where another label waits', async () => {
      const { answer, sheets, told } = await setUpRead();
      await answer.say('4');
      await pass(QUIET_MS + 500);
      await answer.say('5');
      await pass(10);
      expect(useOutboxStore().waiting).toMatchObject([{ said: '5', previous: { said: '4' } }]);
      await answer.undo();
      expect(told().map(({ call }) => call)).toEqual([PREDICT, CORRECT, WITHDRAW]);
      sheets.clear();
      await pass(QUIET_MS);
      expect([told().length, useOutboxStore().waiting]).toEqual([3, []]);
    });

    it('waits for what is on its way before another label counts, or none', async () => {
      let letThrough: () => void = () => undefined;
      const { answer, sheets, told } = await setUpRead({
        [CORRECT]: async (body) => {
          if (body['label'] === '4') await new Promise<void>((done) => (letThrough = done));
          return corrected(body);
        },
      });
      await answer.say('4');
      await pass(QUIET_MS + 500);
      const saying = answer.say('5');
      await pass(100);
      expect([sheets.label, answer.correction?.given]).toEqual(['5', '4']);
      letThrough();
      await saying;
      expect([sheets.label, answer.correction?.given]).toEqual(['5', '5']);
      await pass(QUIET_MS + 500);
      const bodies = told().filter(({ call }) => call === CORRECT);
      expect(bodies.map(({ body }) => body['label'])).toEqual(['4', '5']);
      expect(bodies[1]!.body['previous']).toEqual({ id: 'correction', label: '4' });
    });

    it('sends the second label, too, when its sheet is left before the first has arrived', async () => {
      let letThrough: () => void = () => undefined;
      const { answer, sheets, told } = await setUpRead({
        [CORRECT]: async (body) => {
          if (body['label'] === '4') await new Promise<void>((done) => (letThrough = done));
          return corrected(body);
        },
      });
      await answer.say('4');
      await pass(QUIET_MS + 500);
      const saying = answer.say('5');
      await pass(100);
      sheets.clear();
      await pass(100);
      letThrough();
      await saying;
      await pass(500);
      const labels = told().filter(({ call }) => call === CORRECT);
      expect(labels.map(({ body }) => body['label'])).toEqual(['4', '5']);
      expect(labels[1]!.body['previous']).toEqual({ id: 'correction', label: '4' });
      expect([useOutboxStore().waiting, sheets.blank]).toEqual([[], true]);
    });

    it('waits with the server away, and undo tells nobody', async () => {
      const { answer, told, sheets } = await setUpRead({ [PREDICT]: () => 'away' });
      await answer.say('4');
      await pass(QUIET_MS + 5000);
      expect(useOutboxStore().waiting).toHaveLength(1);
      const before = told().length;
      await answer.undo();
      sheets.clear();
      useServerStore().away = false;
      await pass(60_000);
      expect([told().length, useOutboxStore().waiting]).toEqual([before, []]);
    });
  });

  it('comes where the server is away, and what was said of it stays when that is back', async () => {
    let isAway = true;
    const { answer, sheets } = setUp('away', {
      [PREDICT]: (body) => (isAway ? 'away' : byServer(body)),
    });
    useServerStore().reportAway();
    sheets.addStroke(stroke(1));
    await settle();
    expect(answer.prediction).toMatchObject({ label: '7', onDevice: true });
    expect(jobs('read')).toMatchObject([{ onlyKept: true }]);
    await answer.say('4');
    expect(answer.queued).toBeNull();
    isAway = false;
    useServerStore().away = false;
    await settle();
    expect(answer.correction).toMatchObject({ label: '4' });
    expect(answer.prediction?.onDevice).toBe(true);
  });

  it('gives way to the server’s when that is back and nothing was said', async () => {
    let isAway = true;
    const { answer, sheets } = setUp('away', {
      [PREDICT]: (body) => (isAway ? 'away' : byServer(body)),
    });
    useServerStore().reportAway();
    sheets.addStroke(stroke(1));
    await settle();
    expect(answer.prediction?.label).toBe('7');
    isAway = false;
    useServerStore().away = false;
    await nextTick();
    await settle();
    expect(answer.prediction).toMatchObject({ label: '1', id: 'prediction' });
  });

  it('knows what somebody who signs in taught elsewhere, also where only lines are read here', async () => {
    pretendServer({
      'GET /api/auth/get-session': () => ({
        status: 200,
        body: { user: { id: 'ada', name: '', email: '', isAnonymous: false } },
      }),
      'GET /api/lines': () => ({ status: 200, body: { items: [], nextCursor: null } }),
    });
    usePreferencesStore().deviceReading = 'always';
    const line = useLineStore();
    await settle();
    expect(jobs('prepareLines')).toHaveLength(1);
    await useSessionStore().arrive();
    await new Promise((resolve) => setTimeout(resolve, 2200));
    expect(jobs('refresh')).toEqual([{ type: 'refresh', waiting: [] }]);
    line.$dispose();
  });

  it('waits for the server where this device lacks what it needs, or may not read', async () => {
    PretendWorker.hasFiles = false;
    const { answer, sheets } = setUp('away', { [PREDICT]: () => 'away' });
    useServerStore().reportAway();
    sheets.addStroke(stroke(1));
    await new Promise((resolve) => setTimeout(resolve, 2000));
    expect(answer.phase).toBe('away');
    const asked = jobs('read').length;
    usePreferencesStore().deviceReading = 'never';
    sheets.addStroke(stroke(2));
    await settle();
    expect(jobs('read')).toHaveLength(asked);
  });
});
