import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { createPinia, setActivePinia } from 'pinia';
import {
  pretendBrowser,
  pretendServer,
  type Asked,
  type Route,
} from '../../../shared/testing/browser';
import { useAnswerStore } from './answer-store';
import { useHistoryStore } from '../../history/history-store';
import { useOutboxStore } from '../outbox/outbox-store';
import { usePreferencesStore } from '../../../shared/preferences-store';
import { useServerStore } from '../../../shared/api/server-store';
import { useSheetStore } from '../sheet/sheet-store';

const stroke = (x: number) => ({
  points: [[x, 0, 0] as const, [x, 50, 16] as const],
  penWidth: 16,
  hasPressure: false,
});

let number = 0;
const read =
  (label: string, correctable = true): Route =>
  ({ task }) => ({
    status: 201,
    body: {
      id: `prediction-${++number}`,
      ...{ task, label, probability: 0.9, certain: true, certainty: 'sure', correctable },
      candidates: [{ label, probability: 0.9 }],
      ...{ decidedBy: 'model', neighbours: [], model: { id: 'm', version: 1 }, glyph: 'data:,' },
    },
  });
const corrected: Route = ({ predictionId, label }) => ({
  status: 201,
  body: { id: 'correction', predictionId, label, given: label, confirms: label === '7' },
});
const session: Record<string, Route> = {
  'GET /api/auth/get-session': () => ({ status: 200, body: null }),
  'POST /api/auth/sign-in/anonymous': () => ({ status: 200, body: {} }),
};

describe('answer', () => {
  beforeEach(() => {
    pretendBrowser();
    setActivePinia(createPinia());
    jest.useFakeTimers();
    number = 0;
  });
  afterEach(() => void jest.useRealTimers());

  const pass = (ms: number) => jest.advanceTimersByTimeAsync(ms);
  const bodies = (asked: Asked[], call: string) =>
    asked.filter((entry) => entry.call === call).map(({ body }) => body);
  const PREDICT = 'POST /api/predictions';
  const CORRECT = 'POST /api/corrections';

  function setUp(routes: Record<string, Route> = {}) {
    const asked = pretendServer({
      ...session,
      [PREDICT]: read('7'),
      [CORRECT]: corrected,
      ...routes,
    });
    return { asked, answer: useAnswerStore(), sheets: useSheetStore(), server: useServerStore() };
  }

  it('reads 100 ms after a stroke, as a guest, and replaces while the drawing grows', async () => {
    const { asked, answer, sheets } = setUp();
    sheets.addStroke(stroke(1));
    expect(answer.phase).toBe('reading');
    await pass(99);
    expect(asked).toEqual([]);
    await pass(50);
    expect(answer.prediction?.label).toBe('7');
    sheets.addStroke(stroke(2));
    await pass(150);
    const [first, second] = bodies(asked, PREDICT);
    expect(first).toMatchObject({ task: 'digits', top: 10 });
    expect(first).not.toHaveProperty('replaces');
    expect(second).toMatchObject({ replaces: 'prediction-1' });
    expect(second!['ink']).toEqual({
      strokes: [
        [
          [1, 0, 0],
          [1, 50, 16],
        ],
        [
          [2, 0, 0],
          [2, 50, 16],
        ],
      ],
    });
    expect(asked.filter(({ call }) => call.includes('anonymous'))).toHaveLength(1);
    expect(useHistoryStore().recent.map(({ id }) => id)).toEqual(['prediction-2']);
  });

  it('starts the next drawing on a fresh sheet once it was told, and replaces nothing then', async () => {
    const { asked, answer, sheets } = setUp();
    sheets.addStroke(stroke(1));
    await pass(150);
    await answer.say('1');
    expect(answer.correction?.label).toBe('1');
    sheets.beginStroke();
    answer.hold();
    expect(sheets.shown.strokes).toEqual([]);
    sheets.addStroke(stroke(3));
    expect(sheets.shown.strokes).toEqual([stroke(3)]);
    await pass(150);
    expect(bodies(asked, PREDICT)[1]).not.toHaveProperty('replaces');
    expect(answer.correction).toBeNull();
    await answer.undo();
    await answer.undo();
    expect([sheets.blank, answer.canUndo, answer.phase]).toEqual([true, false, 'blank']);
  });

  describe('readings that were overtaken', () => {
    let number = 0;
    /** Reads after so long, by the number of the reading. */
    const slowly =
      (...delaysMs: number[]): Route =>
      async (body) => {
        const answer = read(String(number))(body) as Awaited<ReturnType<Route>>;
        await new Promise((resolve) => setTimeout(resolve, delaysMs[number++]));
        return answer;
      };
    const DELETE = 'POST /api/predictions/delete';
    const deleted = { [DELETE]: () => ({ status: 200, body: { deleted: 1 } }) };
    beforeEach(() => {
      number = 0;
    });
    const recent = () => useHistoryStore().recent.map(({ id }) => id);

    it('leave nothing behind when the next one was sent before they came', async () => {
      const { asked, answer, sheets } = setUp({ ...deleted, [PREDICT]: slowly(400, 10) });
      sheets.addStroke(stroke(1));
      await pass(150);
      answer.hold();
      sheets.addStroke(stroke(2));
      await pass(600);
      expect([answer.prediction?.id, recent()]).toEqual(['prediction-2', ['prediction-2']]);
      expect(bodies(asked, DELETE)).toEqual([{ ids: ['prediction-1'] }]);
    });

    it('are replaced by the next one when they came before it was sent', async () => {
      const { asked, answer, sheets } = setUp({ ...deleted, [PREDICT]: slowly(100, 10) });
      sheets.addStroke(stroke(1));
      await pass(150);
      answer.hold();
      await pass(100);
      expect(answer.prediction).toBeNull();
      sheets.addStroke(stroke(2));
      await pass(200);
      expect(bodies(asked, PREDICT)[1]).toMatchObject({ replaces: 'prediction-1' });
      expect([answer.prediction?.id, recent()]).toEqual(['prediction-2', ['prediction-2']]);
      expect(bodies(asked, DELETE)).toEqual([]);
    });

    it('stand for a drawing that was left meanwhile', async () => {
      const { asked, answer, sheets } = setUp({ ...deleted, [PREDICT]: slowly(10, 300, 10) });
      sheets.addStroke(stroke(1));
      await pass(150);
      sheets.addStroke(stroke(2));
      await pass(150);
      sheets.clear();
      await pass(300);
      expect([answer.phase, recent()]).toEqual(['blank', ['prediction-2']]);
      sheets.undo();
      await pass(150);
      expect(bodies(asked, PREDICT)[2]).toMatchObject({ replaces: 'prediction-2' });
      expect([recent(), bodies(asked, DELETE)]).toEqual([['prediction-3'], []]);
    });

    it('leave nothing behind of a labelled drawing that the outbox reads', async () => {
      const { asked, answer, sheets } = setUp({ ...deleted, [PREDICT]: slowly(400, 10, 10) });
      sheets.addStroke(stroke(1));
      await pass(150);
      await answer.say('4');
      sheets.addStroke(stroke(2));
      await pass(600);
      expect(bodies(asked, DELETE)).toEqual([{ ids: ['prediction-1'] }]);
      expect(recent().sort()).toEqual(['prediction-2', 'prediction-3']);
    });
  });

  it('keeps a labelled drawing when what touched the sheet was a palm', async () => {
    const { asked, answer, sheets } = setUp();
    sheets.addStroke(stroke(1));
    await pass(150);
    await answer.say('1');
    sheets.beginStroke();
    answer.hold();
    sheets.liftPen();
    answer.goOn();
    await pass(150);
    expect([sheets.shown.strokes, sheets.label]).toEqual([[stroke(1)], '1']);
    expect([answer.phase, answer.correction?.label]).toEqual(['answered', '1']);
    expect(bodies(asked, PREDICT)).toHaveLength(1);
  });

  it('reads on when a palm came between a drawing and its answer', async () => {
    const { asked, answer, sheets } = setUp();
    sheets.addStroke(stroke(1));
    sheets.beginStroke();
    answer.hold();
    await pass(150);
    expect(bodies(asked, PREDICT)).toEqual([]);
    sheets.liftPen();
    answer.goOn();
    await pass(10);
    expect(answer.phase).toBe('answered');
  });

  it('undoes the label first, then stroke by stroke in place of the same drawing', async () => {
    const { asked, answer, sheets } = setUp({
      'DELETE /api/corrections/correction': () => ({ status: 204, body: null }),
    });
    sheets.addStroke(stroke(1));
    sheets.addStroke(stroke(2));
    await pass(150);
    answer.confirm();
    await pass(10);
    await answer.undo();
    expect([answer.correction, answer.takenBack, sheets.sheet.strokes.length]).toEqual([
      ...[null, true, 2],
    ]);
    expect(asked.at(-1)!.call).toBe('DELETE /api/corrections/correction');
    await answer.redo();
    expect(answer.correction?.label).toBe('7');
    await answer.undo();
    expect(bodies(asked, PREDICT)).toHaveLength(1);
    await answer.undo();
    await pass(150);
    expect(sheets.sheet.strokes).toHaveLength(1);
    expect(bodies(asked, PREDICT)[1]).toMatchObject({ replaces: 'prediction-1' });
    expect(useHistoryStore().recent.map(({ id }) => id)).toEqual(['prediction-2']);
  });

  it('sends a label behind the back of the next drawing when it was given too early', async () => {
    const { asked, answer, sheets } = setUp();
    sheets.addStroke(stroke(1));
    await answer.say('4');
    answer.hold();
    sheets.addStroke(stroke(2));
    await pass(150);
    expect(bodies(asked, CORRECT)).toEqual([
      { predictionId: 'prediction-1', label: '4', previous: null },
    ]);
    expect(bodies(asked, PREDICT)[0]!['ink']).toEqual({
      strokes: [stroke(1).points.map((point) => [...point])],
    });
    expect(answer.correction).toBeNull();
    expect(answer.prediction?.id).toBe('prediction-2');
  });

  it('sends labelled drawings when the server is back, also one that was left', async () => {
    let up = false;
    const labels = ['7', '1'];
    const { asked, answer, sheets, server } = setUp({
      [PREDICT]: (body) => (up ? read(labels.shift()!)(body) : 'away'),
      'GET /api/health/live': () => (up ? { status: 200, body: { status: 'ok' } } : 'away'),
    });
    sheets.addStroke(stroke(1));
    await pass(2000);
    expect(server.away).toBe(true);
    await answer.say('4');
    answer.hold();
    sheets.addStroke(stroke(2));
    await pass(2000);
    expect(useOutboxStore().waiting).toHaveLength(1);
    await answer.say('9');
    up = true;
    await pass(20_000);
    expect(useOutboxStore().waiting).toEqual([]);
    const said = bodies(asked, CORRECT).map(({ label }) => label);
    expect(said.sort()).toEqual(['4', '9']);
    expect(answer.correction?.label).toBe('9');
  });

  it('asks which label counts where another one was said elsewhere while this one was kept', async () => {
    let up = true;
    const theirs = { id: 'newer', label: '5', changedAt: '2026-05-03T14:05:00Z' };
    const problem = {
      detail: 'Corrected.',
      status: 409,
      code: 'newer_correction',
      current: theirs,
    };
    const { asked, answer, sheets, server } = setUp({
      [CORRECT]: (body) => {
        if (!up) return 'away';
        const previous = body['previous'] as { label: string } | null;
        return previous?.label === '5' ? corrected(body) : { status: 409, body: problem };
      },
      'GET /api/health/live': () => (up ? { status: 200, body: { status: 'ok' } } : 'away'),
    });
    sheets.addStroke(stroke(1));
    await pass(150);
    up = false;
    await answer.say('4');
    await pass(10);
    expect([server.away, answer.queued]).toEqual([true, '4']);
    up = true;
    await pass(20_000);
    const outbox = useOutboxStore();
    expect([answer.correction, answer.sentence]).toEqual([null, '']);
    expect(outbox.clash).toMatchObject({ said: '4', clash: theirs, answerId: 'prediction-1' });
    await outbox.decide(outbox.clash!.id, 'mine');
    expect(bodies(asked, CORRECT).at(-1)).toEqual({
      ...{ predictionId: 'prediction-1', label: '4', previous: { id: 'newer', label: '5' } },
    });
    expect([outbox.waiting, answer.correction?.label]).toEqual([[], '4']);
  });

  describe('a label on its way', () => {
    /** The first label arrives when it is let through, as this. */
    function setUpSlow(first: Route, routes: Record<string, Route> = {}) {
      let letThrough: () => void = () => undefined;
      let isFirst = true;
      const all = setUp({
        [CORRECT]: async (body) => {
          if (!isFirst) return corrected(body);
          isFirst = false;
          await new Promise<void>((done) => (letThrough = done));
          return first(body);
        },
        'GET /api/health/live': () => ({ status: 200, body: { status: 'ok' } }),
        ...routes,
      });
      return { ...all, letThrough: () => letThrough() };
    }

    it('is sent of its own drawing by the outbox when its request fails', async () => {
      const { asked, answer, sheets, letThrough } = setUpSlow(() => 'away');
      sheets.addStroke(stroke(1));
      await pass(150);
      const said = answer.say('1');
      await pass(10);
      sheets.clear();
      sheets.addStroke(stroke(2));
      await pass(150);
      letThrough();
      await said;
      expect([sheets.label, answer.queued, answer.sentence]).toEqual([null, null, '']);
      await pass(20_000);
      expect(bodies(asked, CORRECT)).toEqual([
        { predictionId: 'prediction-1', label: '1' },
        { predictionId: 'prediction-1', label: '1', previous: null },
      ]);
      expect([useOutboxStore().waiting, sheets.label]).toEqual([[], null]);
    });

    it('leaves a blank sheet blank', async () => {
      const { asked, answer, sheets, letThrough } = setUpSlow(() => 'away');
      sheets.addStroke(stroke(1));
      await pass(150);
      const said = answer.say('1');
      await pass(10);
      sheets.clear();
      letThrough();
      await said;
      await pass(20_000);
      expect([sheets.blank, sheets.label, useOutboxStore().waiting]).toEqual([true, null, []]);
      expect(bodies(asked, PREDICT)).toHaveLength(1);
      expect(bodies(asked, CORRECT)).toHaveLength(2);
    });

    it('is refused by the words of the outbox, not under the next drawing', async () => {
      const no = { status: 422, body: { detail: 'No.', status: 422, code: 'unknown_label' } };
      const { answer, sheets } = setUp({ [CORRECT]: () => no });
      sheets.addStroke(stroke(1));
      await pass(150);
      const said = answer.say('1');
      sheets.clear();
      sheets.addStroke(stroke(2));
      await said;
      await pass(150);
      expect([answer.phase, answer.sentence]).toEqual(['answered', '']);
      expect(useOutboxStore().failure).toContain('Couldn’t save the label 1');
    });

    it('belongs to a finished drawing: the next stroke is another one', async () => {
      const { asked, answer, sheets, letThrough } = setUpSlow(corrected);
      sheets.addStroke(stroke(1));
      await pass(150);
      const said = answer.say('1');
      expect(sheets.label).toBe('1');
      sheets.addStroke(stroke(2));
      await pass(150);
      letThrough();
      await said;
      expect([sheets.sheet.strokes, sheets.label]).toEqual([[stroke(2)], null]);
      expect(bodies(asked, PREDICT)[1]).not.toHaveProperty('replaces');
    });

    it('is followed by the label that was given meanwhile', async () => {
      const { asked, answer, sheets, letThrough } = setUpSlow(corrected);
      sheets.addStroke(stroke(1));
      await pass(150);
      const said = answer.say('1');
      await pass(10);
      await answer.say('7');
      expect([sheets.label, answer.saying]).toEqual(['7', true]);
      letThrough();
      await said;
      expect([sheets.label, answer.correction?.label]).toEqual(['7', '7']);
      expect(bodies(asked, CORRECT).map(({ label }) => label)).toEqual(['1', '7']);
    });

    it('is followed by the other label through the outbox where the drawing was left', async () => {
      const { asked, answer, sheets, letThrough } = setUpSlow(corrected);
      sheets.addStroke(stroke(1));
      await pass(150);
      const said = answer.say('1');
      await pass(10);
      await answer.say('7');
      sheets.clear();
      letThrough();
      await said;
      await pass(100);
      const previous = { id: 'correction', label: '1' };
      expect(bodies(asked, CORRECT)).toEqual([
        { predictionId: 'prediction-1', label: '1' },
        { predictionId: 'prediction-1', label: '7', previous },
      ]);
    });

    it('is taken back once it has arrived where that was asked for meanwhile', async () => {
      const { asked, answer, sheets, letThrough } = setUpSlow(corrected, {
        'DELETE /api/corrections/correction': () => ({ status: 204, body: null }),
      });
      sheets.addStroke(stroke(1));
      await pass(150);
      const said = answer.say('1');
      await pass(10);
      await answer.undo();
      letThrough();
      await said;
      expect(asked.at(-1)!.call).toBe('DELETE /api/corrections/correction');
      expect([sheets.label, answer.takenBack, sheets.sheet.strokes.length]).toEqual([
        ...[null, true, 1],
      ]);
    });

    it('waits in the outbox where the server does not answer in time', async () => {
      const { asked, answer, sheets, server } = setUpSlow(corrected);
      sheets.addStroke(stroke(1));
      await pass(150);
      const said = answer.say('1');
      await pass(10_000);
      await said;
      expect([answer.saying, answer.queued, sheets.label]).toEqual([false, '1', '1']);
      expect(server.away).toBe(true);
      await pass(20_000);
      expect([server.away, answer.correction?.label]).toEqual([false, '1']);
      expect(bodies(asked, CORRECT)).toHaveLength(2);
    });

    it('does not keep the next one from being labelled', async () => {
      const { asked, answer, sheets, letThrough } = setUpSlow(corrected);
      sheets.addStroke(stroke(1));
      await pass(150);
      const said = answer.say('1');
      await pass(10);
      sheets.clear();
      sheets.addStroke(stroke(2));
      await pass(150);
      expect(answer.saying).toBe(false);
      await answer.say('2');
      expect([sheets.label, answer.correction?.label]).toEqual(['2', '2']);
      letThrough();
      await said;
      await pass(1000);
      expect([sheets.label, answer.correction?.label]).toEqual(['2', '2']);
      expect(bodies(asked, CORRECT).map(({ label }) => label)).toEqual(['1', '2']);
    });
  });

  it('takes back a label that is not sent yet', async () => {
    const { asked, answer, sheets } = setUp();
    sheets.addStroke(stroke(1));
    await answer.say('4');
    await answer.undo();
    await pass(150);
    expect([answer.queued, answer.correction, sheets.label]).toEqual([null, null, null]);
    expect(bodies(asked, CORRECT)).toEqual([]);
  });

  it('keeps a label that was typed before the answer was here', async () => {
    const { asked, answer, sheets } = setUp();
    sheets.addStroke(stroke(1));
    await answer.say('4');
    expect(bodies(asked, CORRECT)).toEqual([]);
    await pass(150);
    expect(bodies(asked, CORRECT)).toEqual([
      { predictionId: 'prediction-1', label: '4', previous: null },
    ]);
    expect(answer.queued).toBeNull();
  });

  it('keeps drawing and label while the server is away, and sends both when it is back', async () => {
    let up = false;
    const { asked, answer, sheets, server } = setUp({
      [PREDICT]: (body) => (up ? read('7')(body) : 'away'),
      'GET /api/health/live': () => (up ? { status: 200, body: { status: 'ok' } } : 'away'),
    });
    sheets.addStroke(stroke(1));
    await pass(110);
    expect(answer.retry).toBe(0);
    await pass(300);
    expect(answer.retry).toBe(1);
    await pass(1000);
    expect(bodies(asked, PREDICT)).toHaveLength(3);
    expect([answer.phase, server.away]).toEqual(['away', true]);
    await answer.say('2');
    await pass(10_000);
    up = true;
    await pass(8500);
    expect([answer.phase, server.away]).toEqual(['answered', false]);
    expect(bodies(asked, CORRECT)).toEqual([
      { predictionId: 'prediction-1', label: '2', previous: null },
    ]);
  });

  describe('while the server can keep nothing', () => {
    let saves = false;
    const ifSaves =
      (route: Route): Route =>
      (body) =>
        saves
          ? route(body)
          : { status: 503, body: { detail: 'Away.', status: 503, code: 'database_away' } };
    const unrecorded: Route = (body) => ({
      status: 201,
      body: { ...(read('7', false)(body) as { body: object }).body, recorded: false },
    });
    const ready = {
      'GET /api/health/ready': () => ({ status: saves ? 200 : 503, body: { problems: [] } }),
      'GET /api/health/live': () => ({ status: 200, body: { status: 'ok' } }),
    };
    beforeEach(() => {
      saves = false;
    });

    it('shows what is read, keeps the label, and sends both when it can', async () => {
      const { asked, answer, sheets, server } = setUp({
        ...ready,
        'POST /api/auth/sign-in/anonymous': ifSaves(() => ({ status: 200, body: {} })),
        [PREDICT]: (body) => (saves ? read('7') : unrecorded)(body),
      });
      sheets.addStroke(stroke(1));
      await pass(200);
      expect([answer.phase, answer.prediction?.label]).toEqual(['answered', '7']);
      expect([server.away, server.unsaved]).toEqual([true, true]);
      expect(useHistoryStore().recent).toEqual([]);
      await answer.say('1');
      await pass(10_000);
      expect(bodies(asked, CORRECT)).toEqual([]);
      saves = true;
      await pass(8500);
      expect([answer.phase, server.away, server.unsaved]).toEqual(['answered', false, false]);
      expect(bodies(asked, CORRECT)).toEqual([
        { predictionId: 'prediction-2', label: '1', previous: null },
      ]);
      expect(answer.correction?.label).toBe('1');
    });

    it('keeps a label that it refuses for now, and sends it when it can', async () => {
      const { asked, answer, sheets, server } = setUp({ ...ready, [CORRECT]: ifSaves(corrected) });
      sheets.addStroke(stroke(1));
      await pass(150);
      await answer.say('1');
      expect([answer.queued, answer.sentence, server.unsaved]).toEqual(['1', '', true]);
      saves = true;
      await pass(8500);
      expect(answer.correction?.label).toBe('1');
      expect(bodies(asked, CORRECT)).toHaveLength(2);
    });
  });

  it("shows the server's own sentence when it refuses, and takes no correction then", async () => {
    const detail = 'There is only a dot.';
    const { asked, answer, sheets } = setUp({
      [PREDICT]: () => ({ status: 422, body: { detail, status: 422, code: 'only_a_dot' } }),
    });
    sheets.addStroke(stroke(1));
    await pass(150);
    expect([answer.phase, answer.sentence]).toEqual(['refused', detail]);
    await answer.say('3');
    expect(bodies(asked, CORRECT)).toEqual([]);
  });

  it('signs in again when the server forgot the guest, and then keeps what was said', async () => {
    let known = false;
    const { asked, answer, sheets } = setUp({
      [PREDICT]: (body) => read('7', known)(body),
    });
    sheets.addStroke(stroke(1));
    await pass(150);
    known = true;
    await answer.say('9');
    await pass(50);
    expect(bodies(asked, CORRECT)).toEqual([
      { predictionId: 'prediction-2', label: '9', previous: null },
    ]);
    known = false;
    sheets.clear();
    sheets.addStroke(stroke(2));
    await pass(150);
    await answer.say('9');
    await pass(50);
    expect(answer.sentence).toMatch(/accepting new guests/);
    expect(bodies(asked, CORRECT)).toHaveLength(1);
  });

  it('has no label to undo where the server refused it', async () => {
    const { answer, sheets } = setUp({
      [CORRECT]: () => ({
        status: 422,
        body: { detail: 'No.', status: 422, code: 'unknown_label' },
      }),
    });
    sheets.addStroke(stroke(1));
    await answer.say('4');
    await pass(150);
    expect([answer.sentence, sheets.label, answer.correction]).toEqual(['No.', null, null]);
    await answer.undo();
    expect(sheets.blank).toBe(true);
  });

  it('takes back what was said', async () => {
    const { asked, answer, sheets } = setUp({
      'DELETE /api/corrections/correction': () => ({ status: 204, body: null }),
    });
    sheets.addStroke(stroke(1));
    await pass(150);
    answer.confirm();
    await pass(10);
    expect(answer.correction?.confirms).toBe(true);
    await answer.undo();
    expect([answer.correction, answer.takenBack]).toEqual([null, true]);
    expect(asked.at(-1)!.call).toBe('DELETE /api/corrections/correction');
    expect(useHistoryStore().recent[0]!.correction).toBeNull();
  });

  it('notices what is said of its drawing in the history', async () => {
    const { answer, sheets } = setUp();
    sheets.addStroke(stroke(1));
    await pass(150);
    await useHistoryStore().correct('prediction-1', '2');
    expect(answer.correction?.label).toBe('2');
  });

  it('reads the same drawing for another task in place of what was read before', async () => {
    const { asked, sheets } = setUp();
    const preferences = usePreferencesStore();
    sheets.addStroke(stroke(1));
    await pass(150);
    preferences.task = 'letters';
    await pass(20);
    preferences.task = 'digits';
    await pass(20);
    const [, letters, digits] = bodies(asked, PREDICT);
    expect(letters).toMatchObject({ task: 'letters', top: 8 });
    expect(letters).toMatchObject({ replaces: 'prediction-1' });
    expect(digits).toMatchObject({ task: 'digits', replaces: 'prediction-2' });
    expect(useHistoryStore().recent.map(({ id }) => id)).toEqual(['prediction-3']);
  });

  it('does not read a labelled drawing again for another task, until the label is withdrawn', async () => {
    const { asked, answer, sheets } = setUp({
      'DELETE /api/corrections/correction': () => ({ status: 204, body: null }),
    });
    sheets.addStroke(stroke(1));
    await pass(150);
    answer.confirm();
    await pass(10);
    usePreferencesStore().task = 'letters';
    await pass(150);
    expect(bodies(asked, PREDICT)).toHaveLength(1);
    expect([answer.correction?.label, answer.task]).toEqual(['7', 'digits']);
    await answer.undo();
    await pass(150);
    expect(bodies(asked, PREDICT)[1]).toMatchObject({ task: 'letters', replaces: 'prediction-1' });
    expect(answer.task).toBe('letters');
  });

  it('reads a drawing that survived a reload, in place of its former prediction', async () => {
    const { sheets } = setUp();
    sheets.addStroke(stroke(5));
    useAnswerStore();
    await pass(150);
    setActivePinia(createPinia());
    const asked = pretendServer({ ...session, [PREDICT]: read('7') });
    const answer = useAnswerStore();
    await pass(20);
    expect(bodies(asked, PREDICT)[0]).toMatchObject({ replaces: 'prediction-1' });
    expect(answer.phase).toBe('answered');
  });

  it('lets go of a drawing that is deleted, with its label or without', async () => {
    const { asked, answer, sheets } = setUp();
    const history = useHistoryStore();
    sheets.addStroke(stroke(1));
    await pass(150);
    void history.leave(['another']);
    expect(sheets.blank).toBe(false);
    void history.leave(['prediction-1']);
    expect([sheets.blank, answer.phase, answer.canUndo]).toEqual([true, 'blank', false]);
    sheets.addStroke(stroke(2));
    await pass(150);
    expect(bodies(asked, PREDICT)[1]).not.toHaveProperty('replaces');
    answer.confirm();
    await pass(10);
    void history.leave(['prediction-2']);
    expect([sheets.blank, sheets.label, answer.correction]).toEqual([true, null, null]);
    // Nor is it kept for a reload.
    expect(sessionStorage.getItem('inkling-draft')).toBeNull();
  });
});
