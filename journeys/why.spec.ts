import { describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { barriers } from './support/axe.js';
import { Caller } from './support/caller.js';
import { cutWords, overflowOf, smallTargets } from './support/fit.js';
import { inkOf } from './support/ink.js';
import { useJourney } from './support/journey.js';
import { ReviewPage } from './support/review-page.js';

const ADMIN = { email: 'admin@example.org', password: 'correct horse battery' };

const SCREENS = [
  { name: 'a desk, light', viewport: { width: 1280, height: 800 }, colorScheme: 'light' },
  { name: 'a desk, dark', viewport: { width: 1280, height: 800 }, colorScheme: 'dark' },
  { name: 'a low laptop', viewport: { width: 1024, height: 720 }, colorScheme: 'light' },
  { name: 'a phone, light', viewport: { width: 390, height: 844 }, colorScheme: 'light' },
  { name: 'a phone, dark', viewport: { width: 390, height: 844 }, colorScheme: 'dark' },
] as const;

/** How many colours a heat map has, once it is painted. */
async function coloursOf(page: Page, label: string): Promise<number> {
  const canvas = page.locator(`canvas[data-heat="${label}"]`);
  await canvas.waitFor();
  const count = () =>
    canvas.evaluate((element) => {
      const { width, height } = element as HTMLCanvasElement;
      const pen = (element as HTMLCanvasElement).getContext('2d')!;
      return new Set(new Uint32Array(pen.getImageData(0, 0, width, height).data.buffer)).size;
    });
  while ((await count()) < 2) await page.waitForTimeout(20);
  return count();
}

describe('why', () => {
  const journey = useJourney({ ADMIN_EMAIL: ADMIN.email, ADMIN_PASSWORD: ADMIN.password });
  const sentenceOf = (page: Page) => page.getByTestId('why-sentence').innerText();

  it.each([
    ['Digits', '7'],
    ['Letters', 'A'],
  ])('shows what the network looked at, by keyboard: %s', async (task, label) => {
    const { page, studio } = await journey.arrive();
    await page.getByText(task, { exact: true }).first().click();
    const read = await studio.read(inkOf(label));
    await page.getByRole('button', { name: 'Why?' }).filter({ visible: true }).focus();
    await page.keyboard.press('Enter');
    const panel = page.getByRole('dialog', { name: 'Why this answer' });
    expect(await sentenceOf(page)).toContain(`The network sees ${read}`);
    expect(await coloursOf(page, read)).toBeGreaterThan(100);
    // Both labels have a picture, and one that can't be seen is the sentence.
    expect(await panel.getByRole('img').count()).toBe(2);
    expect(await panel.getByRole('img').first().getAttribute('aria-label')).toBe(
      await sentenceOf(page),
    );
    expect(await panel.getByText('looked at most').count()).toBe(1);
    await page.keyboard.press('Escape');
    await panel.waitFor({ state: 'hidden' });
  });

  it('says first when memory decided, with the sample, also in the history', async () => {
    const { page, studio } = await journey.arrive();
    await studio.read(inkOf('7'));
    await studio.type('4');
    await studio.read(inkOf('7'));
    expect(await studio.decidedByMemory()).toBe(true);
    await page.getByRole('button', { name: 'Why?' }).filter({ visible: true }).click();
    expect(await sentenceOf(page)).toMatch(/^Memory decided: 1 of your own samples labelled 4/);
    expect(await page.getByTestId('why').getByAltText('Your 4').count()).toBe(1);

    await page.goto(`${journey.server.url}/history`);
    await page.getByRole('button', { name: /^Drawing read as 7/ }).click();
    await page.getByText('Why?', { exact: true }).click();
    expect(await sentenceOf(page)).toMatch(/^Memory decided/);
    await page.getByText('Recorded was 7.').waitFor();
  });

  it('is there for a reviewer', async () => {
    const guest = new Caller(journey.server.url);
    await guest.signInAsGuest();
    const { strokes } = inkOf('7', 1);
    const drawing = { task: 'digits', ink: { strokes } };
    const { id: predictionId } = await guest.post<{ id: string }>('/api/predictions', drawing);
    const said = await guest.post<{ id: string }>('/api/corrections', { predictionId, label: '1' });
    const page = await journey.arriveAs(ADMIN, '/admin/review');
    const review = new ReviewPage(page);
    await review.ready();
    await review.walkTo(said.id);
    await review.press('Enter');
    await page.getByText('Why?', { exact: true }).click();
    expect(await sentenceOf(page)).toMatch(/^The network sees 7/);
    expect(await coloursOf(page, '7')).toBeGreaterThan(100);
    expect(await barriers(page)).toEqual([]);
  });

  it.each(SCREENS)(
    'fits, and has no barriers that axe knows, on $name',
    async ({ name, ...options }) => {
      expect(name).toBeTruthy();
      const { page, studio } = await journey.arrive('/', { ...options, reducedMotion: 'reduce' });
      await studio.read(inkOf('4', 1));
      await page.getByRole('button', { name: 'Why?' }).filter({ visible: true }).click();
      await coloursOf(
        page,
        await page.locator('canvas[data-heat]').first().getAttribute('data-heat').then(String),
      );
      expect(await barriers(page)).toEqual([]);
      expect(await overflowOf(page)).toBe(0);
      expect(await cutWords(page)).toEqual([]);
      expect(await smallTargets(page)).toEqual([]);
      await page.keyboard.press('Escape');
      await page.goto(`${journey.server.url}/history`);
      await page.getByRole('button', { name: /^Drawing read as/ }).click();
      await page.getByText('Why?', { exact: true }).click();
      await page.getByTestId('why').waitFor();
      expect(await barriers(page)).toEqual([]);
      expect(await overflowOf(page)).toBe(0);
    },
  );
});
