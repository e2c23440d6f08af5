import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  isAllowed,
  PERMISSIONS,
  STANDINGS,
  type Permission,
  type Standing,
} from '@inkling/contract';
import { newId } from '../common/id.js';
import type { Client } from '../testing/client.js';
import { controllerRoutes } from '../testing/controller-routes.js';
import { TestApp } from '../testing/test-app.js';
import { NEEDED_PERMISSION } from './allow.js';

/** Routes that are no controller's: what they are, and an address that they answer. */
const OTHERS = [
  { route: /^\/api\/auth\/\*$/, permission: 'auth:use', ask: () => '/api/auth/get-session' },
  {
    route: /^\/api\/docs(-json|\/.*)?$/,
    permission: 'server:look',
    ask: (url: string) => url.replace('*', 'swagger-ui.css'),
  },
  { route: /^\/\*$/, permission: 'server:look', ask: () => '/' },
] as const;

const otherOf = (url: string) => OTHERS.find(({ route }) => route.test(url));

interface Route {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly url: string;
  readonly permission: Permission | undefined;
}

const found: { readonly method: string; readonly url: string }[] = [];
let app: TestApp;

beforeAll(async () => {
  app = await TestApp.start(
    {},
    {
      onRoute: ({ method, url }) => {
        for (const one of [method].flat()) found.push({ method: one, url });
      },
    },
  );
});

afterAll(async () => {
  await app.end();
});

/** What controllers say, by method and address. */
const permissionsOfControllers = () =>
  new Map(
    controllerRoutes(app.nest).map(({ method, url, metadata }) => [
      `${method} ${url}`,
      metadata<Permission>(NEEDED_PERMISSION),
    ]),
  );

function routes(): Route[] {
  const permissions = permissionsOfControllers();
  return found
    .filter(({ method }) => method !== 'HEAD')
    .map(({ method, url }) => ({
      method: method as Route['method'],
      url,
      permission: otherOf(url)?.permission ?? permissions.get(`${method} ${url}`),
    }));
}

/** Somebody new of each standing: a call that went well may have ended their session. */
async function somebody(standing: Standing): Promise<Client> {
  if (standing === 'visitor') return app.visitor();
  return standing === 'guest' ? app.guest() : app.user(standing);
}

/** Nothing of the kind is there, and the body is none: whoever is let in changes nothing. */
const askFor = ({ method, url }: Route) => ({
  url: otherOf(url)?.ask(url) ?? url.replace(':network', 'digits').replace(/:\w+/g, () => newId()),
  ...(method !== 'GET' && { payload: { nothing: 'of the kind' } }),
});

describe('every route', () => {
  it('says in the one table who may call it', () => {
    const nameless = routes().filter(({ permission }) => permission === undefined);
    expect(nameless).toEqual([]);
    for (const { permission } of routes()) expect(PERMISSIONS).toHaveProperty([permission!]);
    // The list above names nothing that is gone.
    const isThere = ({ route }: (typeof OTHERS)[number]) =>
      found.some(({ url }) => route.test(url));
    expect(OTHERS.every(isThere)).toBe(true);
    expect(routes().length).toBeGreaterThan(30);
  });

  it.each(STANDINGS)('lets a %s do what the table says, and nothing else', async (standing) => {
    const wrong: string[] = [];
    let client = await somebody(standing);
    for (const route of routes()) {
      const { url, payload } = askFor(route);
      const answer = await client.send<{ code?: string }>(route.method, url, { payload });
      const isIn = answer.status !== 401 && answer.status !== 403;
      const name = `${route.method} ${route.url} (${route.permission}): ${answer.status}`;
      if (isIn !== isAllowed(standing, route.permission!)) wrong.push(name);
      if (!isIn && answer.status !== (standing === 'visitor' ? 401 : 403)) wrong.push(name);
      if (answer.status >= 500 && answer.status !== 503) wrong.push(name);
      if (route.method !== 'GET' && answer.status < 300) client = await somebody(standing);
    }
    expect(wrong).toEqual([]);
  });
});
