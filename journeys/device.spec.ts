import { describe, expect, it } from '@jest/globals';
import type { CorrectionResponse } from '@inkling/contract';
import type { Page, Request } from 'playwright-core';
import { barriersInEachScheme } from './support/axe.js';
import { cutWords, overflowOf, smallTargets } from './support/fit.js';
import { inkOf } from './support/ink.js';
import { useJourney } from './support/journey.js';
import { keptBy } from './support/kept-app.js';
import { downloadReader } from './support/reader-here.js';
import { crossedCircle, tick } from './support/signs.js';
import { until } from './support/until.js';

const PERSON = { name: 'Ada', email: 'ada@example.org', password: 'correct horse battery' };

/** What the page sends of a drawing: calls that carry ink. */
function inkSentBy(page: Page): string[] {
  const sent: string[] = [];
  page.on('request', (request: Request) => {
    if (request.postData()?.includes('"strokes"')) sent.push(request.url());
  });
  return sent;
}

const readHere = (page: Page) => page.getByTestId('answer-place').waitFor();

const learned = (page: Page, label: string) =>
  page
    .getByText(new RegExp(`^Learned\\. Your next ${label} like this`))
    .filter({ visible: true })
    .first()
    .waitFor();

type Sample = Pick<CorrectionResponse, 'label'>;

/** What the server has learned from who is at a page, newest first. */
const knownTo = (page: Page): Promise<string[]> =>
  page.evaluate(async () => {
    const response = await fetch('/api/me/samples').catch(() => null);
    if (!response?.ok) return [];
    const { items } = (await response.json()) as { items: Sample[] };
    return items.map(({ label }) => label);
  });

/** What lies in the databases and storages of the browser. */
const samplesHere = (page: Page): Promise<number> =>
  page.evaluate(async () => {
    const names = (await indexedDB.databases()).map(({ name }) => name);
    if (!names.includes('inkling-device')) return 0;
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open('inkling-device');
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(new Error('It cannot be opened.'));
    });
    const count = await new Promise<number>((resolve) => {
      if (!database.objectStoreNames.contains('samples')) return resolve(0);
      const request = database.transaction('samples').objectStore('samples').count();
      request.onsuccess = () => resolve(request.result);
    });
    database.close();
    return count;
  });

/** Corrects the drawing on the sheet to a sign of one's own. */
async function teach(page: Page, label: string): Promise<void> {
  await page.getByRole('button', { name: 'Something else…' }).click();
  const field = page.getByRole('textbox', { name: 'Something else' });
  await field.fill(label);
  await page.keyboard.press('Enter');
  // Escape would close it.
  await field.waitFor({ state: 'hidden' });
  await page.getByTestId('teaching').filter({ hasText: '1 of 3' }).waitFor();
  await page.getByRole('button', { name: 'Not now' }).click();
}

describe('reading on this device', () => {
  const journey = useJourney({ SIGN_UP: 'open' });

  it('sends ink only with a correction, and knows at once what was taught', async () => {
    const { page, studio } = await journey.arrive();
    const sent = inkSentBy(page);
    await downloadReader(page, 'Always');
    expect(await studio.read(inkOf('7'))).toBe('7');
    await readHere(page);
    expect(await studio.read(inkOf('2', 1))).toBe('2');
    expect(sent).toEqual([]);

    // The server is told when the sheet is left; the next drawing is known before that.
    await studio.type('5');
    await learned(page, '5');
    expect(sent).toEqual([]);
    expect(await studio.read(inkOf('2', 1))).toBe('5');
    expect(await studio.decidedByMemory()).toBe(true);
    await readHere(page);
    await until(async () => (await knownTo(page)).join() === '5');
    expect(sent).toHaveLength(1);

    // Undone before it was left: nobody else hears of it.
    await studio.read(inkOf('3', 1));
    await studio.type('9');
    await learned(page, '9');
    await page.keyboard.press('Control+z');
    await page.getByText('Undone. Nothing was learned').filter({ visible: true }).first().waitFor();
    expect(await studio.read(inkOf('3', 1))).toBe('3');
    expect(await knownTo(page)).toEqual(['5']);
    expect(sent).toHaveLength(1);
  }, 120_000);

  it('goes on without a network, and the server learns once what was taught meanwhile', async () => {
    const { page, studio } = await journey.arrive();
    const read = await studio.read(inkOf('4', 1));
    expect(await page.getByTestId('answer-place').count()).toBe(0);
    await page.getByText('Both', { exact: true }).filter({ visible: true }).click();
    await studio.read(tick(0));
    await teach(page, '✓');
    await page.getByText('Digits', { exact: true }).filter({ visible: true }).click();
    await downloadReader(page);
    await page.context().setOffline(true);

    expect(await studio.read(inkOf('4', 1))).toBe(read);
    await readHere(page);
    await studio.type('6');
    await learned(page, '6');
    expect(await studio.read(inkOf('4', 1))).toBe('6');
    expect(await studio.decidedByMemory()).toBe(true);

    // Letters and signs, too.
    await page.getByText('Both', { exact: true }).filter({ visible: true }).click();
    expect(await studio.read(inkOf('A'))).toBe('A');
    expect(await studio.read(tick(0))).toBe('✓');
    await studio.read(crossedCircle(0));
    await teach(page, '⊗');
    expect(await studio.read(crossedCircle(0))).toBe('⊗');
    await readHere(page);
    await studio.clear();
    expect(await knownTo(page)).toEqual([]);

    await page.context().setOffline(false);
    await until(async () => (await knownTo(page)).join() === '⊗,6,✓');
    await page.getByText('Digits', { exact: true }).filter({ visible: true }).click();
    expect(await studio.read(inkOf('4', 1))).toBe('6');
  }, 120_000);

  it('opens without a network, reads with what was taught, and sends once what was said there', async () => {
    const { page, studio } = await journey.arrive('/', { serviceWorkers: 'allow' });
    // Some browsers keep no app: the others show it.
    if (!(await keptBy(page))) return;
    await studio.read(inkOf('4', 1));
    await studio.type('6');
    await until(async () => (await knownTo(page)).join() === '6');
    await downloadReader(page);
    await page.context().setOffline(true);
    await page.reload();
    expect(await studio.read(inkOf('4', 1))).toBe('6');
    await readHere(page);
    expect(await studio.decidedByMemory()).toBe(true);
    await studio.read(inkOf('3', 1));
    await studio.type('9');
    await learned(page, '9');
    // What was said outlives the page, though its sheet was not left.
    await page.reload();
    expect(await studio.read(inkOf('3', 1))).toBe('9');
    await page.context().setOffline(false);
    await until(async () => (await knownTo(page)).join() === '9,6');
  }, 120_000);

  it('knows what was taught elsewhere, and forgets it when its owner signs out', async () => {
    const { page, studio } = await journey.arrive();
    await studio.read(inkOf('8', 1));
    await studio.type('3');
    await until(async () => (await knownTo(page)).join() === '3');
    await page.goto(`${journey.server.url}/sign-up`);
    await page.getByLabel('Name').fill(PERSON.name);
    await page.getByLabel('Email').fill(PERSON.email);
    await page.getByLabel('Password', { exact: true }).fill(PERSON.password);
    await page.getByRole('button', { name: /sign up|create/i }).click();
    await page.getByRole('link', { name: 'Account' }).waitFor();
    await page.getByRole('link', { name: 'Inkling' }).first().click();
    await downloadReader(page, 'Always');
    expect(await studio.read(inkOf('8', 1))).toBe('3');
    await readHere(page);
    expect(await samplesHere(page)).toBe(1);
    await page.getByRole('link', { name: 'Account' }).click();
    await page.getByRole('button', { name: 'Sign out', exact: true }).click();
    await page.waitForURL(`${journey.server.url}/`);
    await page.locator('canvas').waitFor();
    expect(await samplesHere(page)).toBe(0);
    expect(await studio.read(inkOf('8', 1))).toBe('8');
  }, 120_000);

  it('says what it downloads, fits a phone, and is there for everybody', async () => {
    const { page } = await journey.arrive('/device', {
      viewport: { width: 390, height: 844 },
      reducedMotion: 'reduce',
    });
    await page
      .getByText(/^Not here, \d/)
      .first()
      .waitFor();
    expect(await barriersInEachScheme(page)).toEqual([]);
    expect(await overflowOf(page)).toBe(0);
    expect(await cutWords(page)).toEqual([]);
    expect(await smallTargets(page)).toEqual([]);
    await page.getByRole('button', { name: 'Download now' }).click();
    await page.getByText('Downloaded. This device can read').waitFor({ timeout: 60_000 });
    const digits = page.getByTestId('kept-digits');
    await digits.getByText('Version 1 is here').waitFor();
    await page.getByRole('button', { name: 'Delete from this device' }).click();
    await page.getByText('Deleted from this device.').waitFor();
    await digits.getByText('Not here').waitFor();
  }, 120_000);
});
