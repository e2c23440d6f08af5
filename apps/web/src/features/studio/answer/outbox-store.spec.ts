import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { createPinia, setActivePinia } from 'pinia';
import {
  pretendBrowser,
  pretendServer,
  type Asked,
  type Route,
} from '../../../shared/testing/browser';
import { CLAIM_MS } from './unsent';
import { useAccountStore } from '../../../shared/session/account-store';
import { useSessionStore } from '../../../shared/session/session-store';
import { useAnswerStore } from './answer-store';
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
const KEY = 'inkling-unsent';

describe('outbox', () => {
  /** Whose cookie the browser has. */
  let person: { id: string; isAnonymous: boolean } | null;
  let up: boolean;
  let number: number;
  let refusal: number | null;
  let page: EventTarget;
  let asked: Asked[];

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
    [PREDICT]: ifUp(() => ({
      status: 201,
      body: {
        id: `prediction-${++number}`,
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
    [CORRECT]: ifUp(({ predictionId, label }) =>
      refusal === null
        ? { status: 201, body: { id: 'correction', predictionId, label, given: label } }
        : { status: refusal, body: { detail: 'No.', status: refusal, code: 'no' } },
    ),
  };

  beforeEach(() => {
    page = pretendBrowser();
    jest.useFakeTimers();
    [person, up, number, refusal] = [{ id: 'ada', isAnonymous: false }, true, 0, null];
    visit();
  });
  afterEach(() => void jest.useRealTimers());

  const pass = (ms: number) => jest.advanceTimersByTimeAsync(ms);
  const calls = (call: string) => asked.filter((one) => one.call === call);
  const sent = () => calls(CORRECT).map(({ body }) => body['label']);

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
    page.dispatchEvent(new Event('pagehide'));
    up = true;
    visit();
  }

  it('sends on the next visit what was labelled while the server was away', async () => {
    await labelAway('4');
    expect(useSheetStore().blank).toBe(true);
    await start();
    expect(calls(PREDICT)).toHaveLength(1);
    expect(calls(CORRECT)[0]!.body).toEqual({ predictionId: 'prediction-1', label: '4' });
    expect([useOutboxStore().waiting, localStorage.getItem(KEY)]).toEqual([[], null]);
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
    expect([useOutboxStore().waiting, localStorage.getItem(KEY)]).toEqual([[], null]);
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
    const item = JSON.parse(localStorage.getItem(KEY)!) as { items: object[] };
    const claimed = item.items.map((kept) => ({ ...kept, claimedMs: Date.now() }));
    localStorage.setItem(KEY, JSON.stringify({ ...item, items: claimed }));
    await start();
    expect(sent()).toEqual([]);
    await pass(CLAIM_MS);
    expect(sent()).toEqual(['5']);
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

  it('is emptied when its person leaves', async () => {
    await labelAway('4');
    const outbox = useOutboxStore();
    useSessionStore().depart();
    await outbox.send();
    expect([asked, localStorage.getItem(KEY)]).toEqual([[], null]);
  });
});
