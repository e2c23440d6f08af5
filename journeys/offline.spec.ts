import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import type { HistoryItem, LineHistoryItem } from '@inkling/contract';
import type { BrowserContext, Page } from 'playwright-core';
import { barriers } from './support/axe.js';
import { inkOf } from './support/ink.js';
import { useJourney } from './support/journey.js';
import { keptBy } from './support/kept-app.js';
import { LineSurface } from './support/line-surface.js';
import { Studio } from './support/studio.js';
import { writtenLine } from './support/written-line.js';

const ADMIN = { email: 'admin@example.org', password: 'correct horse battery' };
const WITH_WORKER = { serviceWorkers: 'allow' } as const;

describe('without a network', () => {
  const journey = useJourney({ ADMIN_EMAIL: ADMIN.email, ADMIN_PASSWORD: ADMIN.password });

  /** A device of the same person's, whose browser keeps the app by now; `undefined` where it can't. */
  async function device(): Promise<{ page: Page; context: BrowserContext } | undefined> {
    const page = await journey.arriveAs(ADMIN, '/', WITH_WORKER);
    if (!(await keptBy(page))) return undefined;
    return { page, context: page.context() };
  }

  /** What the server has of them, as another device sees it. */
  async function listed<T>(context: BrowserContext, path: string): Promise<T[]> {
    const answer = await context.request.get(`${journey.server.url}${path}`);
    expect(answer.status()).toBe(200);
    return ((await answer.json()) as { items: T[] }).items;
  }

  /** Fails with the test's own time. */
  async function until(isSo: () => Promise<boolean>): Promise<void> {
    while (!(await isSo())) await wait(200);
  }

  const waits = (page: Page) => page.getByText('Inkling will learn it when the server is back.');

  /** Ends a page as a crash does: nothing is told to it. */
  async function kill(page: Page): Promise<void> {
    const session = await page.context().newCDPSession(page);
    const crashed = page.waitForEvent('crash');
    session.send('Page.crash').catch(() => undefined);
    await crashed;
    await page.close();
  }

  async function openAgain(context: BrowserContext): Promise<Page> {
    const page = await context.newPage();
    await page.goto(journey.server.url);
    return page;
  }

  it('opens, and what is said there is on another device, once, though its tab was killed', async () => {
    const here = await device();
    if (!here) return;
    const { page, context } = here;
    await context.setOffline(true);
    await page.reload();
    const studio = new Studio(page);
    await studio.draw(inkOf('9', 1));
    await page.keyboard.press('1');
    await waits(page).waitFor();
    await studio.draw(inkOf('3', 1));
    await page.keyboard.press('6');
    await waits(page).filter({ hasText: 'Labelled 6.' }).waitFor();
    await page.getByText('2 drawings are kept and will be sent.').waitFor();
    expect(await barriers(page)).toEqual([]);
    await kill(page);

    // Opened again while there is still no network: they wait, and go out in order.
    const again = await openAgain(context);
    await again.getByText('2 drawings are kept and will be sent.').waitFor();
    await context.setOffline(false);
    const tiles = again.getByRole('list', { name: /Last drawings/ }).getByRole('button');
    await tiles.filter({ hasText: /corrected to 1/ }).waitFor({ timeout: 60_000 });
    await tiles.filter({ hasText: /corrected to 6/ }).waitFor({ timeout: 60_000 });

    const other = await journey.arriveAs(ADMIN, '/history');
    const items = await listed<HistoryItem>(other.context(), '/api/predictions');
    expect(items.map(({ correction }) => correction?.label)).toEqual(['6', '1']);
    expect(await new Studio(await journey.arriveAs(ADMIN, '/')).read(inkOf('9', 1))).toBe('1');
  }, 240_000);

  it('asks which label counts where another device said something else meanwhile', async () => {
    const here = await device();
    if (!here) return;
    const { page, context } = here;
    const studio = new Studio(page);
    await studio.read(inkOf('8', 2));
    const [drawing] = await listed<HistoryItem>(context, '/api/predictions');
    await context.setOffline(true);
    await page.keyboard.press('5');
    await waits(page).waitFor();
    await kill(page);

    const other = await journey.arriveAs(ADMIN, '/');
    const said = await other.context().request.post(`${journey.server.url}/api/corrections`, {
      data: { predictionId: drawing!.id, label: '2' },
      headers: { origin: journey.server.url },
    });
    expect(said.status()).toBe(201);

    const again = await openAgain(context);
    await context.setOffline(false);
    const clash = again.getByRole('region', { name: /5 here and 2 elsewhere/ });
    await clash.waitFor({ timeout: 60_000 });
    expect(await barriers(again)).toEqual([]);
    const label = async () =>
      (await listed<HistoryItem>(context, '/api/predictions')).find(({ id }) => id === drawing!.id)
        ?.correction?.label;
    expect(await label()).toBe('2');
    await clash.getByRole('button', { name: 'Use 5' }).click();
    await clash.waitFor({ state: 'detached' });
    await until(async () => (await label()) === '5');
  }, 240_000);

  it('keeps the text of a line, too', async () => {
    const here = await device();
    if (!here) return;
    const { page, context } = here;
    const line = new LineSurface(page);
    await line.open('Digits');
    await line.read(writtenLine('2907'));
    await context.setOffline(true);
    await line.text().fill('2947');
    await page.getByRole('button', { name: 'Save correction' }).click();
    await line.says('Kept. Inkling will learn it when the server is back.');
    await kill(page);
    await openAgain(context);
    await context.setOffline(false);
    await until(async () => {
      const items = await listed<LineHistoryItem>(context, '/api/lines');
      return items.length === 1 && items[0]!.correction?.text === '2947';
    });
  }, 240_000);

  it('says of pages that need the server that they do, and leads back', async () => {
    const here = await device();
    if (!here) return;
    const { page, context } = here;
    await context.setOffline(true);
    await page.goto(`${journey.server.url}/admin/training`);
    await page.getByText('It needs the server, which can’t be reached.').waitFor();
    expect(await barriers(page)).toEqual([]);
    await page.getByRole('link', { name: 'To the studio' }).click();
    await page.locator('canvas').waitFor();
    await page.goto(`${journey.server.url}/history`);
    await page.getByText('Can’t reach the server.').first().waitFor();
  }, 240_000);
});
