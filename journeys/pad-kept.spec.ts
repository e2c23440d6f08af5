import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { launch, visit } from './support/browser.js';
import { Caller } from './support/caller.js';
import { drawStrokes, inkOf, placed } from './support/ink.js';
import { useJourney } from './support/journey.js';
import { pageElsewhere, type PageElsewhere } from './support/page-elsewhere.js';

const ADMIN = { email: 'admin@example.org', password: 'correct horse battery' };

interface Listed {
  readonly id: string;
  readonly correction: { readonly label: string } | null;
}

/** How many drawings wait in the browser. */
const keptIn = (page: Page): Promise<number> =>
  page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const opening = indexedDB.open('inkling-pad');
        opening.onsuccess = () => {
          const database = opening.result;
          const counting = database.transaction('drawings').objectStore('drawings').count();
          counting.onsuccess = () => {
            database.close();
            resolve(counting.result);
          };
        };
      }),
  );

describe('a pad whose page is closed while the server is away', () => {
  const journey = useJourney({ ADMIN_EMAIL: ADMIN.email, ADMIN_PASSWORD: ADMIN.password });
  let browser: Browser;
  let school: PageElsewhere;

  beforeAll(async () => {
    browser = await launch();
    school = await pageElsewhere();
  }, 120_000);
  afterAll(async () => {
    await browser.close();
    await school.close();
  });

  it('sends at the next visit what was labelled, once', async () => {
    const { server } = journey;
    const admin = new Caller(server.url);
    await admin.signIn(ADMIN.email, ADMIN.password);
    const { key } = await admin.post<{ key: string }>('/api/keys', {
      ...{ name: 'School', origins: [school.origin] },
    });
    school.show(`<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Elsewhere</title>
<script type="module" src="${server.url}/pad/inkling-pad.js"></script></head>
<body><inkling-pad server="${server.url}" key="${key}" task="digits"></inkling-pad></body></html>`);
    const visitor = await visit(browser, school.origin);
    const { page } = visitor;
    const canvas = page.locator('inkling-pad canvas');
    await canvas.waitFor();

    await server.stop();
    await drawStrokes(page, placed(inkOf('5', 0), (await canvas.boundingBox())!));
    await page.getByText('Can’t reach the server. Your drawing is kept.').waitFor();
    await page.getByLabel('Something else').fill('6');
    await page.getByRole('button', { name: 'Set', exact: true }).click();
    await page.getByText('Labelled 6. Will be sent when the server is back.').waitFor();
    while ((await keptIn(page)) !== 1);
    await page.goto('about:blank');
    await server.start();
    await admin.signIn(ADMIN.email, ADMIN.password);
    const listed = async (): Promise<(string | undefined)[]> => {
      const { items } = await admin.get<{ items: Listed[] }>('/api/predictions');
      return items.map(({ correction }) => correction?.label);
    };
    expect(await listed()).toEqual([]);

    await page.goto(school.origin);
    await canvas.waitFor();
    while ((await keptIn(page)) !== 0);
    expect(await listed()).toEqual(['6']);
    await page.reload();
    await canvas.waitFor();
    expect(await listed()).toEqual(['6']);
    expect(visitor.errors).toEqual([]);
    await visitor.leave();
  }, 180_000);
});
