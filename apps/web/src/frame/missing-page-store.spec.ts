import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { createPinia, setActivePinia } from 'pinia';
import { nextTick } from 'vue';
import { pretendBrowser, pretendServer } from '../shared/testing/browser';
import { useMissingPageStore } from './missing-page-store';
import { useServerStore } from '../shared/api/server-store';

describe('a page whose script does not come', () => {
  let opened: string[];
  let up: boolean;

  beforeEach(() => {
    pretendBrowser();
    setActivePinia(createPinia());
    jest.useFakeTimers();
    [opened, up] = [[], true];
    const assign = (path: string) => void opened.push(path);
    Object.assign(globalThis, { location: { origin: 'http://page', assign } });
    pretendServer({
      'GET /api/health/live': () => (up ? { status: 200, body: { status: 'ok' } } : 'away'),
    });
  });
  afterEach(() => void jest.useRealTimers());

  it('is opened anew by a new document, and the second time only when asked for', async () => {
    const missing = useMissingPageStore();
    await missing.miss('/history', false);
    expect([opened, missing.address]).toEqual([['/history'], '']);
    await missing.miss('/history', true);
    expect([opened, missing.address]).toEqual([['/history'], '/history']);
    missing.open();
    expect(opened).toEqual(['/history', '/history']);
  });

  it('is opened when the server is back, where no other page is there to stay on', async () => {
    const [missing, server] = [useMissingPageStore(), useServerStore()];
    up = false;
    await missing.miss('/history', false);
    expect([server.away, missing.address]).toEqual([true, '']);
    await missing.miss('/me', true);
    expect(missing.address).toBe('/me');
    up = true;
    await server.look();
    await nextTick();
    expect(opened).toEqual(['/me']);
    missing.settle();
    missing.open();
    expect(opened).toEqual(['/me']);
  });
});
