import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { createPinia, setActivePinia } from 'pinia';
import { pretendBrowser, pretendServer } from '../testing/browser';
import { ServerAway, ServerSlow } from './errors';
import { useServerStore } from './server-store';

describe('useServerStore', () => {
  let isUp: boolean;

  beforeEach(() => {
    setActivePinia(createPinia());
    pretendBrowser();
    isUp = true;
    pretendServer({
      'GET /api/health/live': () => (isUp ? { status: 200, body: { status: 'ok' } } : 'away'),
    });
    jest.useFakeTimers();
  });

  afterEach(() => void jest.useRealTimers());

  it('takes a server that does not answer for away until it does', async () => {
    const server = useServerStore();
    isUp = false;
    server.reportAway(new ServerAway());
    expect(server.away).toBe(true);
    isUp = true;
    await jest.advanceTimersByTimeAsync(5000);
    expect(server.away).toBe(false);
  });

  it('takes none for away that answers all but one call', async () => {
    const server = useServerStore();
    server.reportAway(new ServerSlow(false));
    await jest.advanceTimersByTimeAsync(100);
    expect(server.away).toBe(false);
    isUp = false;
    server.reportAway(new ServerSlow(false));
    await jest.advanceTimersByTimeAsync(100);
    expect(server.away).toBe(true);
  });
});
