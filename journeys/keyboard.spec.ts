import { describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { inkOf } from './support/ink.js';
import { useJourney } from './support/journey.js';
import { photoOf } from './support/photo.js';

describe('by keyboard alone', () => {
  const journey = useJourney();

  it('brings a picture, hears the answer, corrects it, takes it back', async () => {
    const { page, studio } = await journey.arrive();
    // Asked for early: the browser must know before Enter that somebody waits for its file dialog.
    const choosing = page.waitForEvent('filechooser');
    await tabTo(page, 'Upload a picture');
    await page.keyboard.press('Enter');
    const chooser = await choosing;
    await chooser.setFiles({
      name: 'photo.jpg',
      mimeType: 'image/jpeg',
      buffer: await photoOf(inkOf('3')),
    });
    const read = await studio.answer();
    const heard = page.locator('section[aria-label="Answer"] [aria-live]');
    expect(await heard.textContent()).toMatch(
      new RegExp(`^${read}, .* percent, (sure|not sure)\\.$`),
    );

    const other = read === '5' ? '6' : '5';
    await studio.type(other);
    expect(await heard.textContent()).toContain(`Learned. Your next ${other}`);
    await tabTo(page, 'Undo your correction');
    await page.keyboard.press('Enter');
    await page.getByText('Undone.').filter({ visible: true }).waitFor();
  });

  it('confirms with Enter, helps with ?, and gives the focus back', async () => {
    const { page, studio } = await journey.arrive();
    const read = await studio.read(inkOf('0', 1));
    await page.keyboard.press('Enter');
    await page.getByText(`Confirmed. This way of writing ${read} is remembered.`).first().waitFor();
    await page.keyboard.press('?');
    const help = page.getByRole('dialog', { name: 'Keys and help' });
    await help.waitFor();
    // A space does not close what somebody has just opened.
    await page.keyboard.press('Space');
    expect(await help.evaluate((dialog) => dialog === document.activeElement)).toBe(true);
    // Keys stay with the dialog: nothing is corrected behind it.
    await page.keyboard.press('9');
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await studio.said().innerText()).toContain(`Confirmed. This way of writing ${read}`);
  });

  it('corrects an earlier drawing from the page of all drawings', async () => {
    const { page, studio } = await journey.arrive();
    await studio.read(inkOf('1', 1));
    await studio.read(inkOf('6', 1));
    await tabTo(page, 'History: your drawings');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Your drawings' }).waitFor();
    const current = page.getByRole('navigation').locator('[aria-current=page]');
    expect(await current.innerText()).toBe('History');
    await page.getByRole('heading', { name: 'Today' }).waitFor();
    const tiles = page.getByRole('main').getByRole('button', { name: /^Drawing read as/ });
    await tiles.first().waitFor();
    expect(await tiles.count()).toBe(2);
    await tiles.first().focus();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog', { name: 'What is this?' }).waitFor();
    await page.keyboard.press('2');
    await page.getByText('Learned. Your next 2 like this').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: /corrected to 2/ }).waitFor();
    await page.reload();
    await page.getByRole('button', { name: /corrected to 2/ }).waitFor();

    await tabTo(page, 'Select');
    await page.keyboard.press('Enter');
    await tiles.last().focus();
    await page.keyboard.press('Space');
    const gone = page.waitForResponse(/predictions\/delete$/);
    await page.getByRole('button', { name: 'Delete 1' }).press('Enter');
    await page.getByText('Drawing deleted.').waitFor();
    expect(await tiles.count()).toBe(1);
    await page.getByRole('link', { name: 'Inkling' }).press('Enter');
    expect(await (await gone).json()).toEqual({ deleted: 1 });
  });
});

/** Presses Tab until the control of this name has the focus, as somebody without a mouse would. */
async function tabTo(page: Page, name: string): Promise<void> {
  for (let presses = 0; presses < 60; presses++) {
    await page.keyboard.press('Tab');
    const focused = await page.evaluate(() => {
      const element = document.activeElement;
      return element?.getAttribute('aria-label') ?? element?.textContent?.trim() ?? '';
    });
    if (focused === name) return;
  }
  throw new Error(`Tab never reaches "${name}".`);
}
