import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  isAllowed,
  isOpenToKey,
  KEY_SCOPES,
  PERMISSIONS,
  STANDINGS,
  type KeyScope,
  type NewApiKey,
  type Permission,
  type Standing,
} from '@inkling/contract';
import { newId } from '../../common/id.js';
import type { Client } from '../../testing/client.js';
import { controllerRoutes } from '../../testing/controller-routes.js';
import { TestApp } from '../../testing/test-app.js';
import { NEEDED_PERMISSION, NEEDS_SESSION } from '../../http/access/allow.js';

/** Routes that are no controller's: what they are, and an address that they answer. */
const OTHERS = [
  {
    route: /^\/api\/auth\/(callback\/)?\*$/,
    permission: 'auth:use',
    ask: (url: string) => url.replace('*', 'get-session'),
  },
  {
    route: /^\/api\/docs(-json|\/.*)?$/,
    permission: 'server:look',
    ask: (url: string) => url.replace('*', 'swagger-ui.css'),
  },
  {
    route: /^\/pad\/inkling-pad\.js$/,
    permission: 'server:look',
    ask: () => '/pad/inkling-pad.js',
  },
  // Browsers ask it before a page sends a key.
  { route: /^\/api\/\*$/, permission: 'server:look', ask: () => '/api/models' },
  { route: /^\/\*$/, permission: 'server:look', ask: () => '/' },
] as const;

const otherOf = (url: string) => OTHERS.find(({ route }) => route.test(url));

/** A page elsewhere that a key is for. */
const PAGE = 'https://school.example';

interface Route {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE' | 'OPTIONS';
  readonly url: string;
  readonly permission: Permission | undefined;
  /** No key may call it. */
  readonly needsSession: boolean;
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
const saidByControllers = () =>
  new Map(
    controllerRoutes(app.nest).map(({ method, url, metadata }) => [
      `${method} ${url}`,
      {
        permission: metadata<Permission>(NEEDED_PERMISSION),
        needsSession: metadata<boolean>(NEEDS_SESSION) === true,
      },
    ]),
  );

function routes(): Route[] {
  const said = saidByControllers();
  return found
    .filter(({ method }) => method !== 'HEAD')
    .map(({ method, url }) => ({
      method: method as Route['method'],
      url,
      permission: otherOf(url)?.permission ?? said.get(`${method} ${url}`)?.permission,
      needsSession: said.get(`${method} ${url}`)?.needsSession === true,
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

  it.each([
    ...KEY_SCOPES.map((scope) => ({ scope, origins: [] })),
    ...(['draw', 'read'] as const).map((scope) => ({ scope, origins: [PAGE] })),
  ])(
    'lets a key of an admin with the scope $scope, for pages of $origins, do that, and nothing else',
    async ({ scope, origins }) => {
      const wrong: string[] = [];
      let headers = await keyWith(scope, origins);
      for (const route of routes()) {
        // Better Auth's own routes know no keys.
        if (route.permission === 'auth:use') continue;
        const { url, payload } = askFor(route);
        const answer = await app.visitor().send(route.method, url, { payload, headers });
        const isIn = answer.status !== 401 && answer.status !== 403;
        const changes = route.method !== 'GET';
        const opens =
          isOpenToKey({ scopes: [scope], origins }, route.permission!, changes) &&
          !route.needsSession;
        const name = `${route.method} ${route.url} (${route.permission}): ${answer.status}`;
        if (isIn !== opens) wrong.push(name);
        if (!isIn && answer.status !== 403) wrong.push(name);
        if (changes && answer.status < 300) headers = await keyWith(scope, origins);
      }
      expect(wrong).toEqual([]);
    },
  );

  it('that gives out what outlives a key takes none', () => {
    const closed = routes().filter(({ needsSession }) => needsSession);
    expect(closed.map(({ method, url }) => `${method} ${url}`).sort()).toEqual([
      'DELETE /api/me',
      'DELETE /api/me/sessions',
      'DELETE /api/me/sessions/:id',
      'POST /api/keys',
      'POST /api/users/:id/password-link',
    ]);
  });
});

async function keyWith(
  scope: KeyScope,
  origins: readonly string[],
): Promise<Record<string, string>> {
  const admin = await app.admin();
  const [origin] = origins;
  const request = { name: scope, scopes: [scope], ...(origin !== undefined && { origins }) };
  const { body } = await admin.call<NewApiKey>('POST', '/api/keys', request);
  return { authorization: `Bearer ${body.key}`, ...(origin !== undefined && { origin }) };
}

describe('Better Auth’s own routes', () => {
  it.each([
    'GET error',
    'GET error?error=%3Cb%3E',
    'GET ok',
    'POST verify-password',
    'POST set-password',
    'GET list-sessions',
    'POST revoke-session',
    'POST revoke-sessions',
    'POST revoke-other-sessions',
    'GET reset-password/token?callbackURL=/',
    'GET delete-user/callback?token=x',
    'POST update-user',
    'POST change-email',
    'GET list-accounts',
    'POST api-key/verify',
  ])('%s is closed', async (route) => {
    const [method, path] = route.split(' ') as ['GET' | 'POST', string];
    const client = await app.user('admin');
    const url = `/api/auth/${path}`;
    const payload = method === 'POST' ? { password: 'correct horse' } : undefined;
    const answer = await client.send<{ code?: string }>(method, url, payload ? { payload } : {});
    expect(answer).toMatchObject({ status: 404, body: { code: 'not_found' } });
    expect(answer.headers['content-type']).toMatch(/problem\+json/);
    expect(answer.headers['location']).toBeUndefined();
  });
});
