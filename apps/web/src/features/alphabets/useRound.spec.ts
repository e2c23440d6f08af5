import { afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { createPinia, setActivePinia } from 'pinia';
import { effectScope, type EffectScope } from 'vue';
import { useServerStore } from '../../shared/api/server-store';
import { useAccountStore } from '../../shared/session/account-store';
import {
  pretendBrowser,
  pretendServer,
  type Asked,
  type Route,
} from '../../shared/testing/browser';
import { memoryDatabase, outboxDatabase } from '../studio/outbox/outbox-database';
import { useOutboxStore } from '../studio/outbox/outbox-store';
import { useSheetStore } from '../studio/sheet/sheet-store';
import { useRound } from './useRound';

const stroke = {
  points: [[1, 0, 0] as const, [1, 50, 16] as const],
  penWidth: 16,
  hasPressure: false,
};
const CORRECT = 'POST /api/corrections';
const TAKE_BACK = 'DELETE /api/corrections/correction-1';

describe('useRound', () => {
  let up: boolean;
  let number: number;
  let asked: Asked[];
  let scope: EffectScope;

  const ifUp =
    (route: Route): Route =>
    (body) =>
      up ? route(body) : 'away';
  const routes: Record<string, Route> = {
    'GET /api/health/live': ifUp(() => ({ status: 200, body: { status: 'ok' } })),
    'GET /api/auth/get-session': ifUp(() => ({
      status: 200,
      body: { user: { id: 'ada', name: '', email: '', isAnonymous: false } },
    })),
    'POST /api/predictions': ifUp(({ id, task }) => ({
      status: 201,
      body: {
        id: typeof id === 'string' ? id : `prediction-${++number}`,
        ...{ task, label: '7', candidates: [], correctable: true },
      },
    })),
    'GET /api/predictions': ifUp(() => ({ status: 200, body: { items: [], nextCursor: null } })),
    [CORRECT]: ifUp(({ predictionId, label }) => ({
      status: 201,
      body: { id: `correction-${++number}`, predictionId, label, given: label },
    })),
    [TAKE_BACK]: ifUp(() => ({ status: 204, body: null })),
  };

  // Loaded by now, as it is some time after a page was opened.
  beforeAll(() => import('../studio/outbox/outbox'));

  beforeEach(async () => {
    pretendBrowser();
    const database = memoryDatabase();
    jest.spyOn(outboxDatabase, 'open').mockImplementation(() => Promise.resolve(database));
    jest.useFakeTimers();
    [up, number] = [true, 0];
    setActivePinia(createPinia());
    asked = pretendServer(routes);
    scope = effectScope();
    await useAccountStore().load();
  });
  afterEach(() => {
    scope.stop();
    jest.useRealTimers();
  });

  const pass = (ms: number) => jest.advanceTimersByTimeAsync(ms);
  const calls = (call: string) => asked.filter((one) => one.call === call).length;

  /** A round whose first label was drawn, and that went on to the second. */
  async function drawnFirst() {
    const round = scope.run(useRound)!;
    round.begin(['4', '5']);
    useSheetStore().addStroke(stroke);
    await pass(3000);
    // Of what is not read, somebody says it themselves.
    if (round.label.value === '4') round.next();
    await pass(3000);
    expect([round.label.value, round.round.value.drawn.size]).toEqual(['5', 1]);
    return round;
  }

  it('takes the drawing before back from the server', async () => {
    number = -1;
    const round = await drawnFirst();
    await round.undo();
    expect([calls(CORRECT), calls(TAKE_BACK)]).toEqual([1, 1]);
    expect([round.label.value, round.failure.value]).toEqual(['4', '']);
  });

  it('takes the drawing before back while it waits for the server, and sends it never', async () => {
    up = false;
    const round = await drawnFirst();
    expect(useOutboxStore().waiting).toHaveLength(1);
    await round.undo();
    expect([round.label.value, useOutboxStore().waiting]).toEqual(['4', []]);
    up = true;
    useServerStore().reportAway();
    await pass(60_000);
    expect(calls(CORRECT)).toBe(0);
  });

  it('takes the drawing before back from the server that got it meanwhile', async () => {
    up = false;
    const round = await drawnFirst();
    up = true;
    await pass(60_000);
    expect([calls(CORRECT), useOutboxStore().waiting]).toEqual([1, []]);
    await round.undo();
    expect([calls(TAKE_BACK), round.failure.value]).toEqual([1, '']);
    expect(round.label.value).toBe('4');
  });
});
