import { afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { createPinia, setActivePinia } from 'pinia';
import {
  pretendBrowser,
  pretendServer,
  type Asked,
  type Route,
} from '../../../shared/testing/browser';
import { memoryDatabase, outboxDatabase, type OutboxDatabase } from './outbox-database';
import { CLAIM_MS } from './turn';
import { ScriptMissing } from '../../../shared/late-script';
import { useLaterStore } from '../../../shared/later-store';
import { MAX_PICTURE_BYTES } from '../pictures/pictures';
import { useAccountStore } from '../../../shared/session/account-store';
import { useSessionStore } from '../../../shared/session/session-store';
import { useAnswerStore } from '../answer/answer-store';
import { useHistoryStore } from '../../history/history-store';
import { useOutboxStore } from './outbox-store';
import { useServerStore } from '../../../shared/api/server-store';
import { useSheetStore } from '../sheet/sheet-store';

const stroke = {
  points: [[1, 0, 0] as const, [1, 50, 16] as const],
  penWidth: 16,
  hasPressure: false,
};
const PREDICT = 'POST /api/predictions';
const CORRECT = 'POST /api/corrections';
const FORMER = 'inkling-unsent';
const TURN = 'inkling-outbox';
const DEVICE_ID = /^[0-9a-f]{8}-[0-9a-f]{4}-7/;

describe('outbox', () => {
  /** Whose cookie the browser has. */
  let person: { id: string; isAnonymous: boolean } | null;
  let up: boolean;
  let number: number;
  let refusal: number | null;
  /** What was said of the drawing elsewhere. */
  let newer: string | null;
  let page: EventTarget;
  let asked: Asked[];
  /** What the browser keeps. */
  let database: OutboxDatabase;

  const ifUp =
    (route: Route): Route =>
    (body) =>
      up ? route(body) : 'away';
  const routes: Record<string, Route> = {
    'GET /api/health/live': ifUp(() => ({ status: 200, body: { status: 'ok' } })),
    'GET /api/auth/get-session': ifUp(() => ({
      status: 200,
      body: person && { user: { name: '', email: '', ...person } },
    })),
    'POST /api/auth/sign-in/anonymous': ifUp(() => {
      person = { id: `guest-${++number}`, isAnonymous: true };
      return { status: 200, body: {} };
    }),
    [PREDICT]: ifUp(({ id }) => ({
      status: 201,
      body: {
        id: typeof id === 'string' ? `its-${++number}` : `prediction-${++number}`,
        task: 'digits',
        label: '7',
        candidates: [],
        correctable: person !== null,
      },
    })),
    'GET /api/predictions': ifUp(() => ({
      status: 200,
      body: { items: [{ id: 'before', correction: null }], nextCursor: null },
    })),
    [CORRECT]: ifUp(({ predictionId, label, previous }) => {
      if (refusal !== null) {
        return { status: refusal, body: { detail: 'No.', status: refusal, code: 'no' } };
      }
      if (newer !== null && (previous as { label: string } | null)?.label !== newer) {
        const current = { id: 'newer', label: newer, changedAt: '2026-05-03T14:05:00Z' };
        const code = 'newer_correction';
        return { status: 409, body: { detail: 'Corrected.', status: 409, code, current } };
      }
      return { status: 201, body: { id: 'correction', predictionId, label, given: label } };
    }),
  };

  // Loaded by now, as it is some time after a page was opened.
  beforeAll(() => import('./outbox'));

  beforeEach(() => {
    page = pretendBrowser();
    database = { ...memoryDatabase(), lasts: true };
    jest.spyOn(outboxDatabase, 'open').mockImplementation(() => Promise.resolve(database));
    newer = null;
    jest.useFakeTimers();
    [person, up, number, refusal] = [{ id: 'ada', isAnonymous: false }, true, 0, null];
    visit();
  });
  afterEach(() => void jest.useRealTimers());

  const pass = (ms: number) => jest.advanceTimersByTimeAsync(ms);
  const calls = (call: string) => asked.filter((one) => one.call === call);
  const sent = () => calls(CORRECT).map(({ body }) => body['label']);
  const kept = () => database.change((items) => items);

  /** A page that is opened: nothing is left of the one before but what the browser keeps. */
  function visit(): void {
    setActivePinia(createPinia());
    asked = pretendServer(routes);
  }

  /** As the app starts. */
  const start = () => useOutboxStore().send();

  /** Draws and labels while the server is away, and closes the page. */
  async function labelAway(label: string): Promise<void> {
    await useAccountStore().load();
    const [answer, sheets] = [useAnswerStore(), useSheetStore()];
    up = false;
    sheets.addStroke(stroke);
    await pass(2000);
    await answer.say(label);
    await pass(10);
    page.dispatchEvent(new Event('pagehide'));
    await pass(10);
    up = true;
    visit();
  }

  it('sends on the next visit what was labelled while the server was away', async () => {
    await labelAway('4');
    expect(useSheetStore().blank).toBe(true);
    await start();
    expect(calls(PREDICT)).toHaveLength(1);
    expect(calls(PREDICT)[0]!.body['id']).toMatch(DEVICE_ID);
    expect(calls(CORRECT)[0]!.body).toEqual({ predictionId: 'its-1', label: '4', previous: null });
    expect([useOutboxStore().waiting, await kept()]).toEqual([[], []]);
  });

  it('stays in the list of last drawings when that was asked for before', async () => {
    await labelAway('4');
    const history = useHistoryStore();
    await Promise.all([history.loadRecent(), start()]);
    expect(history.recent.map(({ correction }) => correction?.label)).toEqual(['4', undefined]);
  });

  it('sends nobody’s labels as somebody else', async () => {
    await labelAway('4');
    person = { id: 'bob', isAnonymous: false };
    await start();
    expect([asked.length, useOutboxStore().waiting]).toEqual([1, []]);
    person = { id: 'ada', isAnonymous: false };
    visit();
    await start();
    expect(sent()).toEqual(['4']);
  });

  it('sends what somebody without a session said, as the guest that they become', async () => {
    person = null;
    await labelAway('4');
    await start();
    expect(person).toEqual({ id: 'guest-1', isAnonymous: true });
    expect(sent()).toEqual(['4']);
  });

  it('goes along when a guest signs in', async () => {
    person = { id: 'guest', isAnonymous: true };
    await labelAway('4');
    useServerStore().reportAway();
    await start();
    person = { id: 'ada', isAnonymous: false };
    await useAccountStore().refresh();
    visit();
    await start();
    expect(sent()).toEqual(['4']);
  });

  it('drops what is refused for good, and says so; what may be over is tried again', async () => {
    await labelAway('4');
    refusal = 429;
    await start();
    expect(useOutboxStore().waiting).toHaveLength(1);
    expect(useOutboxStore().failure).toBe('No.');
    refusal = 404;
    await pass(CLAIM_MS);
    expect(sent()).toEqual(['4', '4']);
    // Read once: the second time its prediction was known.
    expect(calls(PREDICT)).toHaveLength(1);
    expect(useOutboxStore().failure).toContain(
      'Couldn’t save the label 4 of an earlier drawing. No.',
    );
    expect([useOutboxStore().waiting, await kept()]).toEqual([[], []]);
  });

  it('keeps a label that this browser could not send, and sends it later', async () => {
    await labelAway('4');
    jest.spyOn(useHistoryStore(), 'correct').mockRejectedValueOnce(new ScriptMissing());
    await start();
    expect(await kept()).toMatchObject([{ said: '4' }]);
    expect(useOutboxStore().failure).toBe(new ScriptMissing().message);
    await pass(CLAIM_MS);
    expect([sent(), await kept()]).toEqual([['4'], []]);
  });

  it('sends a label although the browser has no room to note that its drawing was read', async () => {
    await labelAway('4');
    const { change } = database;
    database = {
      lasts: true,
      change: async (work) =>
        change((items) => {
          const next = work(items);
          if (next.some(({ answerId }) => answerId !== undefined)) throw new Error('full');
          return next;
        }),
    };
    visit();
    await start();
    expect([sent(), await kept(), useOutboxStore().failure]).toEqual([['4'], [], '']);
  });

  it('drops a picture that is too large to be sent', async () => {
    await useOutboxStore().post({
      sheet: {
        drawing: 1,
        strokes: [],
        picture: new Blob([new Uint8Array(MAX_PICTURE_BYTES + 1)]),
      },
      ...{ question: { task: 'digits', top: 10 }, said: '4' },
    });
    await pass(10);
    expect(useOutboxStore().failure).toContain('larger than 8 MB');
    expect([calls(PREDICT), await kept()]).toEqual([[], []]);
  });

  it('is sent by one tab of two, and by the other one when that was closed', async () => {
    await labelAway('4');
    const one = useOutboxStore();
    visit();
    const other = useOutboxStore();
    await Promise.all([one.send(), other.send()]);
    await pass(CLAIM_MS);
    expect(sent()).toEqual(['4']);

    await labelAway('5');
    localStorage.setItem(TURN, `another-tab ${Date.now() + CLAIM_MS}`);
    await start();
    expect(sent()).toEqual([]);
    await pass(CLAIM_MS);
    expect(sent()).toEqual(['5']);
  });

  it('lies where it outlives a killed page as soon as it is said, and is taken out when undone', async () => {
    await useAccountStore().load();
    const [answer, sheets] = [useAnswerStore(), useSheetStore()];
    up = false;
    sheets.addStroke(stroke);
    await pass(2000);
    await answer.say('4');
    await pass(10);
    expect(await kept()).toMatchObject([{ said: '4', writer: 'ada', strokes: [stroke] }]);
    await answer.say('5');
    await pass(10);
    expect((await kept()).map(({ said }) => said)).toEqual(['5']);
    await answer.undo();
    await pass(10);
    expect([await kept(), useOutboxStore().waiting]).toEqual([[], []]);

    await answer.say('6');
    await pass(10);
    // Killed: nothing is told to the page.
    up = true;
    visit();
    await start();
    expect(sent()).toEqual(['6']);
  });

  it('reads the drawing on the sheet under the id that it waits with, so that it counts once', async () => {
    await useAccountStore().load();
    const [answer, sheets] = [useAnswerStore(), useSheetStore()];
    up = false;
    sheets.addStroke(stroke);
    await pass(2000);
    await answer.say('4');
    await pass(10);
    const id = (await kept())[0]!.id;
    up = true;
    await pass(20_000);
    expect(calls(PREDICT).at(-1)!.body['id']).toBe(id);
    expect(sent()).toEqual(['4']);
    expect([await kept(), answer.correction?.label]).toEqual([[], '4']);
  });

  it('keeps what is said of an answer of the server’s, without its drawing', async () => {
    await useOutboxStore().post({
      ...{ question: { task: 'digits', top: 1 }, answerId: 'known', said: '4' },
      previous: { id: 'before', said: '9' },
    });
    await pass(10);
    expect(calls(PREDICT)).toEqual([]);
    expect(calls(CORRECT)[0]!.body).toEqual({
      ...{ predictionId: 'known', label: '4', previous: { id: 'before', label: '9' } },
    });
  });

  describe('labels of one drawing that its writer gave one after the other', () => {
    /** What the server has, which refuses to replace another correction than `previous`. */
    let current: { id: string; label: string } | null;
    const route = routes[CORRECT]!;
    const strict = ifUp((body) => {
      const previous = body['previous'] as typeof current | undefined;
      if (previous === undefined || previous?.label === current?.label) {
        current = { id: 'correction', label: String(body['label']) };
        return route(body);
      }
      const code = 'newer_correction';
      return { status: 409, body: { detail: 'Corrected.', status: 409, code, current } };
    });
    beforeEach(() => {
      current = null;
      routes[CORRECT] = strict;
    });
    afterEach(() => void (routes[CORRECT] = route));

    const drawing = { kind: 'drawing', answerId: 'p', task: 'digits' } as const;
    const keepAway = async (said: string): Promise<void> => {
      up = false;
      useServerStore().reportAway();
      const previous = current && { id: current.id, said: current.label };
      await useLaterStore().keep({ ...drawing, said, previous });
    };
    const comeBack = (): Promise<void> => {
      up = true;
      return pass(20_000).then(() => undefined);
    };

    it('are one: the last, where all wait', async () => {
      await useAccountStore().load();
      useOutboxStore();
      await keepAway('1');
      await keepAway('7');
      expect((await kept()).map(({ said }) => said)).toEqual(['7']);
      await comeBack();
      expect([sent(), current?.label, useOutboxStore().clash]).toEqual([['7'], '7', undefined]);
    });

    it('replace each other, where another tab kept one of them', async () => {
      await useAccountStore().load();
      const outbox = useOutboxStore();
      await keepAway('1');
      await database.change(([one]) => [one!, { ...one!, id: 'other-tab', said: '7' }]);
      await comeBack();
      expect([sent(), current?.label, outbox.clash]).toEqual([['1', '7'], '7', undefined]);
    });

    it('replace what was told to the server in between', async () => {
      await useAccountStore().load();
      const outbox = useOutboxStore();
      await keepAway('3');
      await comeBack();
      await useHistoryStore().correct('p', '4');
      await keepAway('5');
      await comeBack();
      expect([sent(), outbox.clash, outbox.waiting]).toEqual([['3', '4', '5'], undefined, []]);
    });

    it('give way to what is told to the server while they wait', async () => {
      await useAccountStore().load();
      const outbox = useOutboxStore();
      await keepAway('3');
      up = true;
      await useHistoryStore().correct('p', '4');
      await comeBack();
      expect([sent(), outbox.clash, await kept()]).toEqual([['4'], undefined, []]);
    });
  });

  it('shows what was said elsewhere meanwhile, and sends nothing until that is decided', async () => {
    await labelAway('4');
    newer = '7';
    await start();
    const outbox = useOutboxStore();
    expect(outbox.clash).toMatchObject({ said: '4', clash: { label: '7' }, answerId: 'its-1' });
    await outbox.send();
    expect(sent()).toEqual(['4']);
    // Also on the next visit.
    visit();
    await start();
    const again = useOutboxStore();
    await again.decide(again.clash!.id, 'mine');
    expect(calls(CORRECT).map(({ body }) => body)).toEqual([
      { predictionId: 'its-1', label: '4', previous: { id: 'newer', label: '7' } },
    ]);
    expect([again.clash, await kept()]).toEqual([undefined, []]);

    newer = null;
    await labelAway('5');
    newer = '7';
    await start();
    const last = useOutboxStore();
    await last.decide(last.clash!.id, 'theirs');
    expect([sent(), await kept()]).toEqual([['5'], []]);
  });

  it('shows on the sheet what was said elsewhere, where that is kept', async () => {
    await useAccountStore().load();
    const [answer, sheets, outbox] = [useAnswerStore(), useSheetStore(), useOutboxStore()];
    sheets.addStroke(stroke);
    await pass(2000);
    const { id } = answer.prediction!;
    up = false;
    useServerStore().reportAway();
    await answer.say('4');
    [up, newer] = [true, '7'];
    await pass(20_000);
    expect([outbox.clash?.clash?.label, sheets.label]).toEqual(['7', null]);

    const route = routes['GET /api/predictions']!;
    const correction = { id: 'newer', sampleId: 's', label: '7', given: '7', status: 'pending' };
    routes['GET /api/predictions'] = () => ({
      status: 200,
      body: { items: [{ id, label: '7', correction }], nextCursor: null },
    });
    await outbox.decide(outbox.clash!.id, 'theirs');
    routes['GET /api/predictions'] = route;
    expect(sheets.label).toBe('7');
    expect(answer.correction).toMatchObject({ ...correction, predictionId: id, confirms: true });
    sheets.clear();
    await pass(1000);
    expect([sent(), await kept()]).toEqual([['4', '4'], []]);
  });

  it('lets the server make the id where the clock of the device is wrong', async () => {
    await labelAway('4');
    const route = routes[PREDICT]!;
    const errors = [{ pointer: '/id', detail: 'too old' }];
    routes[PREDICT] = (body) =>
      'id' in body
        ? { status: 422, body: { detail: 'No.', status: 422, code: 'invalid_request', errors } }
        : route(body);
    await start();
    routes[PREDICT] = route;
    expect(calls(CORRECT)[0]!.body).toMatchObject({ predictionId: 'prediction-1', label: '4' });
  });

  it('takes over what an earlier version kept, once', async () => {
    const item = {
      ...{ id: 'x', givenMs: Date.now(), writer: 'ada', strokes: [stroke], label: '4' },
      question: { task: 'digits', top: 10 },
    };
    localStorage.setItem(FORMER, JSON.stringify({ version: 1, items: [item, {}] }));
    up = false;
    await start();
    expect(localStorage.getItem(FORMER)).toBeNull();
    up = true;
    visit();
    await start();
    expect(sent()).toEqual(['4']);
  });

  it('stays in the page, and says so, where the browser has no room', async () => {
    database = {
      lasts: true,
      change: (work) =>
        Promise.resolve(work([]).length > 0 ? Promise.reject(new Error('full')) : []),
    };
    up = false;
    const outbox = useOutboxStore();
    useServerStore().reportAway();
    await outbox.post({
      ...{ sheet: { drawing: 1, strokes: [stroke], picture: null }, said: '4' },
      question: { task: 'digits', top: 10 },
    });
    expect(outbox.waiting.map(({ said }) => said)).toEqual(['4']);
    expect(outbox.failure).toContain('no room to keep 4');
    up = true;
    await pass(20_000);
    expect(sent()).toEqual(['4']);
  });

  it('says that a label lasts as long as its page where the browser keeps nothing', async () => {
    database = memoryDatabase();
    await useAccountStore().load();
    const outbox = useOutboxStore();
    up = false;
    useServerStore().reportAway();
    await outbox.post({
      ...{ sheet: { drawing: 1, strokes: [stroke], picture: null }, said: '4' },
      question: { task: 'digits', top: 10 },
    });
    await pass(10);
    expect(outbox.failure).toBe('This browser can’t keep 4. Leave the page open until it is sent.');
    up = true;
    await pass(20_000);
    expect([sent(), outbox.failure]).toEqual([['4'], '']);
  });

  it('becomes a guest again where the server has forgotten this one', async () => {
    person = { id: 'guest', isAnonymous: true };
    await labelAway('4');
    await useAccountStore().load();
    person = null;
    await start();
    expect(calls(PREDICT)).toHaveLength(2);
    expect(sent()).toEqual(['4']);
  });

  it('is emptied when its person leaves, of theirs', async () => {
    await labelAway('4');
    const mine = await kept();
    const theirs = mine.map((item) => ({ ...item, id: 'another', writer: 'bob' }));
    await database.change(() => [...mine, ...theirs]);
    await useAccountStore().load();
    asked.length = 0;
    const outbox = useOutboxStore();
    void useSessionStore().depart();
    await outbox.send();
    await pass(10);
    expect([asked, await kept()]).toEqual([[], theirs]);
  });
});
