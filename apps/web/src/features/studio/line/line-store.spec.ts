import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { createPinia, setActivePinia } from 'pinia';
import { nextTick } from 'vue';
import { useServerStore } from '../../../shared/api/server-store';
import { usePreferencesStore } from '../../../shared/preferences-store';
import {
  pretendBrowser,
  pretendServer,
  type Asked,
  type Route,
} from '../../../shared/testing/browser';
import { useLineHistoryStore } from '../../history/line-history-store';
import { useOutboxStore } from '../outbox/outbox-store';
import { useLineSettingsStore } from './line-settings-store';
import { useLineSheetStore } from './line-sheet-store';
import { useLineStore } from './line-store';

const READ = 'POST /api/lines';
const CORRECT = 'POST /api/corrections';

const stroke = (x: number) => ({
  points: [[x, 0, 0] as const, [x, 50, 16] as const],
  penWidth: 10,
  hasPressure: false,
});

let number = 0;
const read =
  (text: string, correctable = true): Route =>
  ({ task }) => ({
    status: 201,
    body: {
      ...{ id: `line-${++number}`, task, text, probability: 0.9, certain: true, correctable },
      alternatives: [{ text, probability: 0.9 }],
      characters: [...text.replaceAll(' ', '')].map((label, at) => ({
        ...{ label, probability: 0.9, certain: true, row: 0, decidedBy: 'model', neighbours: [] },
        candidates: [{ label, probability: 0.9 }],
        box: [at * 50, 0, 20, 50],
      })),
      ...{ model: { id: 'm', version: 1 }, recorded: true },
    },
  });
const corrected: Route = ({ lineId, text }) => ({
  status: 201,
  body: {
    ...{ id: 'correction', lineId, text, status: 'pending', confirms: text === '271' },
    ...{ samples: [], leftOut: [] },
  },
});

describe('line', () => {
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

  function setUp(routes: Record<string, Route> = {}) {
    const asked = pretendServer({
      'GET /api/auth/get-session': () => ({ status: 200, body: null }),
      'POST /api/auth/sign-in/anonymous': () => ({ status: 200, body: {} }),
      'DELETE /api/corrections/correction': () => ({ status: 204, body: null }),
      [READ]: read('271'),
      [CORRECT]: corrected,
      ...routes,
    });
    return { asked, line: useLineStore(), sheets: useLineSheetStore() };
  }

  it('reads half a second after the pen was lifted, as a guest, and replaces while it grows', async () => {
    const { asked, line, sheets } = setUp();
    sheets.addStroke(stroke(1));
    await pass(400);
    line.hold();
    sheets.addStroke(stroke(2));
    await pass(499);
    expect(bodies(asked, READ)).toEqual([]);
    await pass(50);
    expect([line.phase, line.text, line.shown]).toEqual(['answered', '271', ['2', '7', '1']]);
    sheets.addStroke(stroke(3));
    await pass(600);
    const [first, second] = bodies(asked, READ);
    expect(first).toMatchObject({ task: 'digits', ink: { strokes: [{}, {}] } });
    expect(first).not.toHaveProperty('replaces');
    expect(second).toMatchObject({ replaces: 'line-1' });
    expect(useLineHistoryStore().recent.map(({ id }) => id)).toEqual(['line-2']);
    expect(asked.filter(({ call }) => call.includes('anonymous'))).toHaveLength(1);
  });

  it('learns a changed text, and undoes that', async () => {
    const { asked, line, sheets } = setUp();
    sheets.addStroke(stroke(1));
    await pass(600);
    line.relabel(2, '7');
    expect([line.text, line.edited, line.shown]).toEqual(['277', true, ['2', '7', '7']]);
    line.confirm();
    await pass(10);
    expect(bodies(asked, CORRECT)).toEqual([{ lineId: 'line-1', text: '277' }]);
    expect([line.correction?.confirms, line.canConfirm, sheets.label]).toEqual([
      false,
      false,
      '277',
    ]);
    await line.undo();
    expect([line.correction, line.takenBack, sheets.label]).toEqual([null, true, null]);
    expect(asked.at(-1)?.call).toBe('DELETE /api/corrections/correction');
    expect(line.text).toBe('277');
    await line.redo();
    expect(line.correction?.text).toBe('277');
  });

  it('keeps what was changed while more is written', async () => {
    const { line, sheets } = setUp({
      [READ]: (body) => read(number === 0 ? '271' : '2714')(body),
    });
    sheets.addStroke(stroke(1));
    await pass(600);
    line.relabel(2, '7');
    sheets.addStroke(stroke(2));
    await pass(600);
    expect([line.text, line.answer?.text]).toEqual(['2774', '2714']);
  });

  it('starts the next line once one was confirmed', async () => {
    const { asked, line, sheets } = setUp();
    sheets.addStroke(stroke(1));
    await pass(600);
    line.confirm();
    await pass(10);
    sheets.beginStroke();
    sheets.addStroke(stroke(5));
    await pass(600);
    expect(sheets.sheet.strokes).toEqual([stroke(5)]);
    expect(bodies(asked, READ)[1]).not.toHaveProperty('replaces');
    expect(line.correction).toBeNull();
  });

  it('reads again when the task or the pattern changes', async () => {
    const { asked, line, sheets } = setUp();
    sheets.addStroke(stroke(1));
    await pass(600);
    usePreferencesStore().lineTask = 'text';
    await nextTick();
    await pass(50);
    const settings = useLineSettingsStore();
    settings.restriction = 'words';
    settings.wordsText = 'Ada\nBob';
    await pass(600);
    expect(bodies(asked, READ).slice(1)).toMatchObject([
      { task: 'text', replaces: 'line-1' },
      { task: 'text', words: ['Ada', 'Bob'], replaces: 'line-2' },
    ]);
    expect(line.phase).toBe('answered');
  });

  it('keeps a confirmed text until the server is back', async () => {
    let away = false;
    const { asked, line, sheets } = setUp({
      [CORRECT]: (body) => (away ? 'away' : corrected(body)),
    });
    sheets.addStroke(stroke(1));
    await pass(600);
    away = true;
    line.confirm();
    await pass(10);
    expect([line.queued, sheets.label]).toEqual(['271', '271']);
    away = false;
    useServerStore().away = false;
    await pass(50);
    expect(line.queued).toBeNull();
    expect(line.correction?.confirms).toBe(true);
    expect(bodies(asked, CORRECT)).toHaveLength(2);
  });

  it('sends the text of a line that was left meanwhile', async () => {
    let away = false;
    const { asked, line, sheets } = setUp({
      [READ]: (body) => (away ? 'away' : read('271')(body)),
      [CORRECT]: (body) => (away ? 'away' : corrected(body)),
    });
    sheets.addStroke(stroke(1));
    await pass(600);
    away = true;
    line.relabel(2, '7');
    line.confirm();
    await pass(10);
    sheets.beginStroke();
    sheets.addStroke(stroke(9));
    await pass(600);
    expect(useOutboxStore().waiting).toHaveLength(1);
    away = false;
    useServerStore().away = false;
    await pass(600);
    expect(useOutboxStore().waiting).toEqual([]);
    expect(bodies(asked, CORRECT).at(-1)).toEqual({
      ...{ lineId: 'line-1', text: '277', previous: null },
    });
    expect([line.text, line.correction]).toEqual(['271', null]);
  });

  it('says why there is no answer', async () => {
    const { line, sheets } = setUp({
      [READ]: () => ({ status: 422, body: { detail: 'Nothing there.', status: 422, code: 'x' } }),
    });
    sheets.addStroke(stroke(1));
    await pass(600);
    expect([line.phase, line.sentence, line.answer]).toEqual(['refused', 'Nothing there.', null]);
  });
});
