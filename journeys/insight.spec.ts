import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import type { Download, Page } from 'playwright-core';
import { barriers } from './support/axe.js';
import { layoutShiftOf } from './support/browser.js';
import { Caller } from './support/caller.js';
import { inkOf } from './support/ink.js';
import { useJourney } from './support/journey.js';
import { writtenLine } from './support/written-line.js';

/** Web vitals call up to 0.1 good. */
const MOST_SHIFT = 0.02;

const ADMIN = { email: 'admin@example.org', password: 'correct horse battery' };

describe('insight', () => {
  const journey = useJourney({ ADMIN_EMAIL: ADMIN.email, ADMIN_PASSWORD: ADMIN.password });

  it('shows a guest how they are read and what was learned, and forgets what they want', async () => {
    const { page, studio } = await journey.arrive('/me', { reducedMotion: 'reduce' });
    await page.getByText('Inkling learns your handwriting').waitFor();
    expect(await barriers(page)).toEqual([]);
    await page.getByRole('link', { name: 'Draw something' }).click();
    await studio.read(inkOf('7', 1));
    await studio.type('4');
    // The same once more: what was just learned decides.
    expect(await studio.read(inkOf('7', 1))).toBe('4');

    await page.goto(`${journey.server.url}/me`);
    const figure = (name: string) => page.locator('dl > div', { hasText: name }).locator('dd');
    // Where strokes come quicker than answers, a drawing may have left one of its beginnings.
    const drawn = await ownDrawings(page);
    await expectText(figure('drawings'), String(drawn.length));
    // One drawing is labelled, and it was read wrong; of the others nobody knows.
    await expectText(figure('accuracy of 1 labelled drawing'), '0%');
    const byMemory = drawn.filter(({ decidedBy }) => decidedBy === 'memory').length;
    expect(byMemory).toBeGreaterThan(0);
    await expectText(figure('decided by your corrections'), String(byMemory));
    const learned = page.getByRole('region', { name: 'What Inkling learned from you' });
    const sample = learned.getByRole('article').filter({ hasText: 'not 7' });
    await sample.getByText(`decided ${byMemory} of yours`).waitFor();
    await page.getByRole('region', { name: 'Your most confused' }).getByText('read as').waitFor();
    expect(await barriers(page)).toEqual([]);

    const forget = learned.getByRole('button', { name: 'Forget this 4' });
    await forget.click();
    await sample.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Undo' }).click();
    await sample.waitFor();
    await forget.click();
    // Whoever leaves has decided: nothing waits for the seconds to undo.
    await page.getByRole('link', { name: 'Inkling' }).click();
    expect(await studio.read(inkOf('7', 1))).toBe('7');
    await page.goto(`${journey.server.url}/me`);
    await learned.getByText('Nothing yet.').waitFor();
  });

  it('shows a reviewer the dashboard, each chart as a table and as CSV too', async () => {
    const guest = new Caller(journey.server.url);
    await guest.signInAsGuest();
    for (const [ink, label] of [
      ['3', '3'],
      ['7', '1'],
      ['7', '1'],
    ] as const) {
      const body = { task: 'digits', ink: { strokes: inkOf(ink).strokes }, memory: false };
      const { id } = await guest.post<{ id: string }>('/api/predictions', body);
      await guest.post('/api/corrections', { predictionId: id, label });
    }
    const { strokes } = writtenLine('2036');
    const line = await guest.post<{ id: string; text: string }>('/api/lines', {
      ...{ task: 'digits', ink: { strokes } },
    });
    await guest.post('/api/corrections', { lineId: line.id, text: `${line.text}8` });

    const page = await journey.arriveAs(ADMIN, '/admin', {
      reducedMotion: 'reduce',
      acceptDownloads: true,
    });
    await page.getByText('Waiting for review').waitFor();
    await page.getByText('Digits 1', { exact: true }).first().waitFor();
    const confused = card(page, 'Most confused');
    await confused.getByText('read as').first().waitFor();
    expect(await confused.locator('li', { hasText: '1 read as' }).first().innerText()).toMatch(/2/);
    // One day so far: figures, and no line of a single dot.
    await card(page, 'Correction rate').getByText('No drawings').waitFor({ state: 'detached' });
    expect(await card(page, 'Correction rate').getByRole('img').count()).toBe(0);
    await card(page, 'Drawings read').getByRole('img').first().waitFor();
    await card(page, 'Most confused characters').getByText('8 missed').waitFor();
    await card(page, 'Character error rate').getByText('1 edit in').waitFor();
    expect(await layoutShiftOf(page)).toBeLessThanOrEqual(MOST_SHIFT);
    await page.locator('[role=img] svg').first().waitFor();
    expect(await barriers(page)).toEqual([]);

    for (const title of TITLES) {
      const sheet = card(page, title);
      await sheet.getByRole('button', { name: `${title}: show as table` }).click();
      await sheet.getByRole('table').waitFor();
      expect(await sheet.locator('tbody tr').count()).toBeGreaterThan(0);
      const waited = page.waitForEvent('download');
      await sheet.getByLabel(`${title}: download as CSV`).click();
      const lines = await linesOf(await waited);
      expect(lines.length).toBeGreaterThan(1);
      expect(lines[0]).toContain(',');
    }
    expect(await barriers(page)).toEqual([]);

    // The address has what is looked at.
    await page.getByText('7 days', { exact: true }).click();
    await page.waitForURL(/period=7/);
    await page.getByLabel('Network').selectOption('characters');
    await page.waitForURL(/network=characters/);
    await card(page, 'Drawings read').getByText('No drawings in this period.').waitFor();
    await page.reload();
    await card(page, 'Drawings read').getByText('No drawings in this period.').waitFor();
    // Lines are narrowed by what they are, not by the network of single drawings.
    await card(page, 'Lines read').getByText('1 line,').waitFor();
    await page.getByLabel('Kind of line').selectOption('text');
    await page.waitForURL(/lines=text/);
    await page.getByText('No lines in this period.').waitFor();
    await page.goto(`${journey.server.url}/admin/settings`);
    await page.getByRole('button', { name: 'Save' }).waitFor();
    expect(await layoutShiftOf(page)).toBeLessThanOrEqual(MOST_SHIFT);
    await page.goto(`${journey.server.url}/admin`);
    await page.setViewportSize({ width: 390, height: 844 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
  });

  it('tells a guest that the dashboard is not theirs', async () => {
    const { page } = await journey.arrive('/admin');
    await page.waitForURL(/not-allowed/);
    expect(await page.getByText('Correction rate').count()).toBe(0);
  });
});

const TITLES = [
  'Drawings read',
  'Correction rate',
  'Most confused',
  'Calibration',
  'What memory decided',
  'Labels read worst',
  'Latency',
  'Lines read',
  'Labelled lines',
  'Character error rate',
  'Most confused characters',
];

const card = (page: Page, title: string) => page.getByRole('region', { name: title, exact: true });

async function expectText(
  place: { innerText(): Promise<string>; waitFor(): Promise<void> },
  text: string,
): Promise<void> {
  await place.waitFor();
  expect(await place.innerText()).toBe(text);
}

const ownDrawings = (page: Page): Promise<{ decidedBy: string }[]> =>
  page.evaluate(async () => {
    const response = await fetch('/api/predictions?limit=100');
    return ((await response.json()) as { items: { decidedBy: string }[] }).items;
  });

async function linesOf(download: Download): Promise<string[]> {
  return readFileSync(await download.path(), 'utf8')
    .trim()
    .split('\r\n');
}
