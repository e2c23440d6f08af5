import { describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { barriers } from './support/axe.js';
import { inksOf, placed, type Box } from './support/ink.js';
import { useJourney } from './support/journey.js';

/** The app's script, which takes long where the network is slow; not the sheet's that is there before it. */
const APP = /\/assets\/index-[^/]+\.js$/;

/** Opens an address whose app comes when it is let. */
async function openBeforeApp(page: Page, url: string): Promise<() => void> {
  let letCome = (): void => undefined;
  const held = new Promise<void>((resolve) => (letCome = resolve));
  await page.route(APP, async (route) => {
    await held;
    await route.continue();
  });
  await page.goto(url, { waitUntil: 'commit' });
  return letCome;
}

const appIsThere = (page: Page) => page.locator('[data-phase]').first().waitFor();

const boxOfCanvas = async (page: Page): Promise<Box> =>
  (await page.locator('canvas').boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };

describe('the sheet before the app', () => {
  const journey = useJourney();

  it.each([
    [1280, 800],
    [1280, 720],
    [1024, 768],
    [768, 1024],
    [390, 844],
    [360, 640],
    [844, 390],
  ])('lies where the app will have its own, at %d × %d', async (width, height) => {
    const { page } = await journey.arrive('/welcome', { viewport: { width, height } });
    const letCome = await openBeforeApp(page, `${journey.server.url}/`);
    await page.locator('canvas').waitFor();
    const before = await boxOfCanvas(page);
    expect(await barriers(page)).toEqual([]);
    letCome();
    await appIsThere(page);
    const after = await boxOfCanvas(page);
    for (const side of ['x', 'y', 'width', 'height'] as const) {
      expect(Math.abs(after[side] - before[side])).toBeLessThanOrEqual(1);
    }
  });

  it('takes down what is drawn meanwhile; the app waits until the pen is up, and reads it', async () => {
    const { page, studio } = await journey.arrive('/welcome');
    const letCome = await openBeforeApp(page, `${journey.server.url}/`);
    await page.locator('canvas').waitFor();
    const ink = inksOf('5').find(({ strokes }) => strokes.length > 1)!;
    const strokes = placed(ink, await boxOfCanvas(page));
    for (const [at, [first, ...rest]] of strokes.entries()) {
      await page.mouse.move(...first!);
      await page.mouse.down();
      for (const point of rest) await page.mouse.move(...point);
      if (at === strokes.length - 1) {
        letCome();
        await page.waitForLoadState('load');
        await new Promise((resolve) => setTimeout(resolve, 500));
        expect(await page.locator('[data-phase]').count()).toBe(0);
      }
      await page.mouse.up();
    }
    expect(await studio.answer()).toBe('5');
    expect(await page.locator('canvas').count()).toBe(1);
  });

  it('is on no other page, and not where somebody writes lines', async () => {
    const { page } = await journey.arrive('/welcome');
    for (const path of ['/history', '/?surface=line']) {
      const letCome = await openBeforeApp(page, `${journey.server.url}${path}`);
      // Its script is there, and has had time to run.
      await page.waitForFunction(() =>
        performance.getEntriesByType('resource').some(({ name }) => name.includes('first-sheet')),
      );
      await new Promise((resolve) => setTimeout(resolve, 300));
      expect(await page.locator('canvas').count()).toBe(0);
      letCome();
      await page.unrouteAll({ behavior: 'wait' });
    }
    await page.getByRole('img', { name: /^Writing line\./ }).waitFor();
  });
});
