import { jest } from '@jest/globals';

/** A Storage that forgets with the test. */
function memoryStorage(): Storage {
  const values = new Map<string, string>();
  return {
    get length() {
      return values.size;
    },
    clear: () => values.clear(),
    getItem: (key) => values.get(key) ?? null,
    key: (at) => [...values.keys()][at] ?? null,
    removeItem: (key) => void values.delete(key),
    setItem: (key, value) => void values.set(key, value),
  };
}

/**
 * Gives stores what they expect of a browser; call it before each test.
 *
 * @returns what happens to the page, such as `pagehide`
 */
export function pretendBrowser(): EventTarget {
  const page = new EventTarget();
  const { classList } = { classList: { add: () => undefined, toggle: () => undefined } };
  Object.assign(globalThis, {
    localStorage: memoryStorage(),
    sessionStorage: memoryStorage(),
    matchMedia: () => ({ matches: false, addEventListener: () => undefined }),
    document: { documentElement: { classList } },
    location: { origin: 'http://page', assign: () => undefined },
    addEventListener: page.addEventListener.bind(page),
  });
  // Without locks, as over plain http: Node has some, which know nothing of pretended time.
  Object.defineProperty(globalThis, 'navigator', { value: {}, configurable: true });
  return page;
}

type Answer = { status: number; body: unknown } | 'away';
export type Route = (body: Record<string, unknown>) => Answer | Promise<Answer>;

/** What the page asked for. */
export interface Asked {
  readonly call: string;
  /** What was sent; the query, where nothing was. */
  readonly body: Record<string, unknown>;
}

const aborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_resolve, reject) =>
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true }),
  );

/** A server of a few routes, `METHOD /path` each, behind `fetch`. */
export function pretendServer(routes: Record<string, Route>): Asked[] {
  const asked: Asked[] = [];
  globalThis.fetch = jest.fn(async (input: RequestInfo | URL, init?: RequestInit) => {
    const request =
      input instanceof Request ? input : new Request(new URL(String(input), 'http://page'), init);
    const { pathname, searchParams } = new URL(request.url);
    const text = await request.clone().text();
    const query = Object.fromEntries(searchParams);
    const body = (text ? JSON.parse(text) : query) as Record<string, unknown>;
    const call = `${request.method} ${pathname}`;
    asked.push({ call, body });
    const answer = (await Promise.race([routes[call]?.(body), aborted(request.signal)])) ?? {
      status: 404,
      body: { detail: 'none', status: 404 },
    };
    if (answer === 'away') throw new TypeError('fetch failed');
    return new Response(answer.status === 204 ? null : JSON.stringify(answer.body), {
      status: answer.status,
      headers: { 'content-type': 'application/json' },
    });
  }) as typeof fetch;
  return asked;
}
