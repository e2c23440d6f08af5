import { describe, expect, it } from '@jest/globals';
import type { LineHistoryItem, MemoryItem } from '@inkling/contract';
import type { Page } from 'playwright-core';
import { until } from './support/until.js';
import { useJourney } from './support/journey.js';
import { LineSurface } from './support/line-surface.js';
import { downloadReader } from './support/reader-here.js';
import { writtenLine } from './support/written-line.js';

const NUMBER = writtenLine('2907');

const readHere = (page: Page) => page.getByTestId('line-place').waitFor();

/** What the server has of who is at a page; nothing while it is away. */
const ask = <T>(page: Page, url: string): Promise<T[]> =>
  page.evaluate(async (address) => {
    const response = await fetch(address).catch(() => null);
    return response?.ok ? ((await response.json()) as { items: T[] }).items : [];
  }, url);

/** Lines with what was said of them, newest first. */
const saidOf = async (page: Page): Promise<(string | undefined)[]> =>
  (await ask<LineHistoryItem>(page, '/api/lines')).map(({ correction }) => correction?.text);

describe('lines on this device', () => {
  const journey = useJourney();

  it('are read and learned of without a network, and the server has each once when it is back', async () => {
    const { page } = await journey.arrive();
    const line = new LineSurface(page);
    await downloadReader(page);
    await line.open('Digits');
    const read = await line.read(NUMBER);
    expect(read).toBe('2907');
    expect(await page.getByTestId('line-place').count()).toBe(0);
    await page.context().setOffline(true);

    expect(await line.read(NUMBER)).toBe(read);
    await readHere(page);
    await line.text().fill('2901');
    await line.save();
    await line.says(/^Corrected\. Learned: /);
    // Written again, a little smaller: not the same points, but the same hand.
    expect(await line.read(NUMBER, 0.24)).toBe('2901');
    await readHere(page);
    const names = await Promise.all(
      (await line.characters().all()).map((character) => character.getAttribute('aria-label')),
    );
    expect(names[3]).toMatch(/, remembered$/);
    expect(await saidOf(page)).toEqual([]);

    await page.context().setOffline(false);
    // The one that lies there now, the one that was corrected here, and the one that the server read before.
    await until(async () => (await saidOf(page)).join() === ',2901,');
    const learned = await ask<MemoryItem>(page, '/api/me/memory?network=digits');
    expect(learned.map(({ label }) => label).sort()).toEqual(['0', '1', '2', '9']);
    expect(await line.read(NUMBER, 0.24)).toBe('2901');
  }, 120_000);

  it('stay here until they are corrected, and are forgotten when that is undone', async () => {
    const { page } = await journey.arrive();
    const line = new LineSurface(page);
    await downloadReader(page, 'Always');
    await line.open('Digits');
    const sent: string[] = [];
    page.on('request', (request) => {
      if (request.postData()?.includes('"strokes"')) sent.push(request.url());
    });
    expect(await line.read(NUMBER)).toBe('2907');
    await readHere(page);
    await line.text().fill('2901');
    await line.save();
    await page.getByRole('button', { name: 'Undo your correction' }).click();
    await line.says('You changed 7 to 1.');
    expect(await line.read(NUMBER, 0.24)).toBe('2907');
    await page.getByText('Text', { exact: true }).filter({ visible: true }).click();
    await line.answer();
    await readHere(page);
    expect(await line.read(writtenLine('hat'))).toBe('hat');
    expect(sent).toEqual([]);
    expect(await saidOf(page)).toEqual([]);
  }, 120_000);
});
