import { afterAll, afterEach, beforeAll, expect } from '@jest/globals';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { launch, visit, type Visitor } from './browser.js';
import { startServer, type Server } from './server.js';
import { Studio } from './studio.js';

/** A server and a browser for the tests of one file. */
export interface Journey {
  readonly server: Server;
  /** Somebody new opens a page; nobody knows them yet. */
  arrive(path?: string, options?: BrowserContextOptions): Promise<Visitor & { studio: Studio }>;
  /** Somebody who has arrived signs in, without the form. */
  signIn(page: Page, who: Account): Promise<void>;
  /** Somebody with an account opens a page, signed in already. */
  arriveAs(who: Account, path: string, options?: BrowserContextOptions): Promise<Page>;
}

export interface Account {
  readonly email: string;
  readonly password: string;
}

/**
 * Sets a journey up and takes it down. After each test every visitor must have asked no other host, and
 * no error may have gone uncaught.
 *
 * @param settings environment variables of the server
 */
export function useJourney(settings: Readonly<Record<string, string>> = {}): Journey {
  let server: Server | undefined;
  let browser: Browser | undefined;
  let visitors: Visitor[] = [];

  beforeAll(async () => {
    // One after the other: what is up must be known to be taken down when the other fails.
    browser = await launch();
    server = await startServer(settings);
  }, 240_000);
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });
  afterEach(async () => {
    const gone = visitors;
    visitors = [];
    await Promise.all(gone.map((visitor) => visitor.leave()));
    const host = server && new URL(server.url).host;
    for (const { hosts, errors } of gone) {
      expect([...hosts]).toEqual([host]);
      expect(errors).toEqual([]);
    }
  });

  const started = () => {
    if (!browser || !server) throw new Error('Both are started before the tests run.');
    return { browser, server };
  };
  const arrive = async (
    path: string,
    options?: BrowserContextOptions,
    before?: (context: BrowserContext) => Promise<void>,
  ) => {
    const { browser: own, server: at } = started();
    const visitor = await visit(own, `${at.url}${path}`, options, before);
    visitors.push(visitor);
    return { ...visitor, studio: new Studio(visitor.page) };
  };
  const signIn = async ({ request }: BrowserContext, { email, password }: Account) => {
    const { url } = started().server;
    const answer = await request.post(`${url}/api/auth/sign-in/email`, {
      data: { email, password },
      headers: { origin: url },
    });
    expect(answer.status()).toBe(200);
  };

  return {
    get server() {
      return started().server;
    },
    arrive: (path = '/', options) => arrive(path, options),
    signIn: (page, who) => signIn(page.context(), who),
    arriveAs: async (who, path, options) =>
      (await arrive(path, options, (context) => signIn(context, who))).page,
  };
}
