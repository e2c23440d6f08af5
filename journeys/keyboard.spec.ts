import { describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { inkOf } from './support/ink.js';
import { useJourney } from './support/journey.js';
import { LineSurface } from './support/line-surface.js';
import { photoOf } from './support/photo.js';
import { pictureOfRows, writtenLine } from './support/written-line.js';

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
    // Back closes the dialog, not the page.
    await page.evaluate(() => history.back());
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: /corrected to 2/ }).waitFor();
    expect(new URL(page.url()).pathname).toBe('/history');
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

  it('chooses the line, brings a number, corrects one digit, and has it remembered', async () => {
    const { page } = await journey.arrive();
    const line = new LineSurface(page);
    await tabTo(page, 'One');
    await page.keyboard.press('ArrowRight');
    await line.paper().waitFor();
    const bring = async () => {
      const choosing = page.waitForEvent('filechooser');
      await tabTo(page, 'Upload a picture');
      await page.keyboard.press('Enter');
      const buffer = await pictureOfRows(writtenLine('2907'));
      await (await choosing).setFiles({ name: 'line.png', mimeType: 'image/png', buffer });
      return line.answer();
    };
    expect(await bring()).toBe('2907');
    const heard = page.locator('section[aria-label="Text"] [aria-live]');
    expect(await heard.textContent()).toMatch(/^2907, .* percent, (sure|not sure)/);

    // One stop for all characters; arrows go on from there.
    await tabTo(page, /^2, /);
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    expect(await focusedName(page)).toMatch(/^0, /);
    await page.keyboard.press('Enter');
    const candidates = page.getByRole('group', { name: /^Character 3, read as 0/ });
    await candidates.locator('button:focus').waitFor();
    // Out again, back at the character, and nothing has changed or been cleared.
    await page.keyboard.press('Escape');
    await candidates.waitFor({ state: 'detached' });
    expect(await focusedName(page)).toMatch(/^0, /);
    expect(await line.text().inputValue()).toBe('2907');
    await page.keyboard.press('Enter');
    await candidates.locator('button:focus').waitFor();
    await page.keyboard.press('ArrowRight');
    const other = await line.labelOf(candidates.locator('button:focus'));
    expect(other).toMatch(/^[1-9]$/);
    await page.keyboard.press('Enter');
    const meant = `29${other}7`;
    expect(await line.text().inputValue()).toBe(meant);
    expect(await focusedName(page)).toBe(`0, changed to ${other}`);
    // Whoever types needs no candidates.
    await page.keyboard.press('End');
    await page.keyboard.press('1');
    expect(await line.text().inputValue()).toBe(`29${other}1`);
    await page.keyboard.press('7');
    expect(await line.text().inputValue()).toBe(meant);

    await tabTo(page, 'Save correction');
    await page.keyboard.press('Enter');
    await line.says(/^Corrected\. Learned: /);
    expect(await heard.textContent()).toMatch(/^Corrected\. Learned: /);
    await page.keyboard.press('Escape');
    await page.locator('[data-phase=blank]').waitFor();
    expect(await bring()).toBe(meant);
    expect(await line.characters().nth(2).getAttribute('aria-label')).toMatch(/, remembered$/);

    await tabTo(page, 'Confirm');
    await page.keyboard.press('Enter');
    await line.says(/^Confirmed\. /);
    await tabTo(page, 'Undo your correction');
    await page.keyboard.press('Enter');
    await line.says('Undone. Nothing was learned from this line.');
  });

  it('writes over the text of a line, and keeps its keys there', async () => {
    const { page } = await journey.arrive();
    const line = new LineSurface(page);
    await line.open('Digits');
    await line.read(writtenLine('48'));
    await tabTo(page, 'What the line says');
    await page.keyboard.press('End');
    await page.keyboard.press('Backspace');
    await page.keyboard.type('6?');
    expect(await line.text().inputValue()).toBe('46?');
    expect(await page.getByRole('dialog').count()).toBe(0);
    await page.keyboard.press('Backspace');
    await page.keyboard.press('Enter');
    await line.says(/^Corrected\. Learned: 4 and 6\.$/);
    expect(await line.text().inputValue()).toBe('46');
  });
});

/** Presses Tab until the control of this name has the focus, as somebody without a mouse would. */
async function tabTo(page: Page, name: string | RegExp): Promise<void> {
  for (let presses = 0; presses < 60; presses++) {
    await page.keyboard.press('Tab');
    const focused = await focusedName(page);
    if (typeof name === 'string' ? focused === name : name.test(focused)) return;
  }
  throw new Error(`Tab never reaches "${name}".`);
}

function focusedName(page: Page): Promise<string> {
  return page.evaluate(() => {
    const element = document.activeElement;
    const label = element instanceof HTMLInputElement ? element.labels?.[0] : undefined;
    const named = label ?? element;
    return element?.getAttribute('aria-label') ?? named?.textContent?.trim() ?? '';
  });
}
