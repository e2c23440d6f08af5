import { describe, expect, it } from '@jest/globals';
import { barriers } from './support/axe.js';
import { inkOf, inksOf } from './support/ink.js';
import { useJourney } from './support/journey.js';

const DIGITS = [...'0123456789'];

describe('draw, answer, fix, profit', () => {
  const journey = useJourney();

  it('reads the digits of writers it never saw', async () => {
    const { page, studio } = await journey.arrive();
    await page.getByText('Wrong? Tap the right one: it remembers.').waitFor();
    // Who has never drawn sees how it goes, in an example that draws itself.
    const example = page.getByTestId('example');
    await example.waitFor();
    expect(await page.evaluate(() => document.getAnimations().length)).toBeGreaterThan(0);
    const inks = DIGITS.flatMap((label) => inksOf(label).slice(0, 2));
    const wrong: string[] = [];
    for (const ink of inks) {
      const read = await studio.read(ink);
      if (read !== ink.label) wrong.push(`${ink.label} as ${read}`);
    }
    expect(inks).toHaveLength(20);
    expect(await example.count()).toBe(0);
    // The fixtures hold a few that are hard to read; see fixtures/README.md.
    expect(wrong.length).toBeLessThanOrEqual(3);
    // More than fit beside each other, and the newest is in sight.
    const strip = page.getByRole('list', { name: /Last drawings/ });
    const [list, newest] = [strip, strip.getByRole('button').first()];
    expect((await newest.boundingBox())!.x).toBeGreaterThanOrEqual((await list.boundingBox())!.x);
  }, 180_000);

  it('learns from one correction, for this person alone', async () => {
    const one = await journey.arrive();
    const taught = inkOf('7', 1);
    const before = await one.studio.read(taught);
    expect(before).not.toBe('4');
    expect(await one.studio.decidedByMemory()).toBe(false);

    await one.studio.type('4');
    await expectSaid(one.studio.said(), 'Learned. Your next 4 like this will be read as 4.');

    // Drawn again, a little smaller: not the same points, but the same hand.
    await one.studio.draw(taught, 0.5);
    expect(await one.studio.answer()).toBe('4');
    expect(await one.studio.decidedByMemory()).toBe(true);
    const neighbours = one.page.getByTestId('neighbours').filter({ visible: true });
    expect(await neighbours.innerText()).toContain('because you corrected these');
    expect(await neighbours.locator('img').first().getAttribute('src')).toMatch(/^data:image\/png/);

    const other = await journey.arrive();
    expect(await other.studio.read(taught)).toBe(before);
    expect(await other.studio.decidedByMemory()).toBe(false);
  });

  it('forgets what is taken back, and a second correction replaces the first', async () => {
    const { page, studio } = await journey.arrive();
    const ink = inkOf('3', 0);
    const before = await studio.read(ink);
    await studio.type('8');
    await studio.type('6');
    // "Undo" was there before.
    const learned = page.getByText(/^Learned\. Your next 6 like this/).filter({ visible: true });
    await learned.first().waitFor();
    await studio.draw(ink);
    expect(await studio.answer()).toBe('6');

    // The one that was corrected stands second in the strip of last drawings.
    const tiles = page.getByRole('list', { name: /Last drawings/ }).getByRole('button');
    await tiles.nth(1).click();
    await page.getByRole('dialog').getByRole('button', { name: /^Undo/ }).click();
    await page.getByText('Tap the right label, or type it.').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await studio.read(ink)).toBe(before);
  });

  it('undoes a cleared sheet, and replaces the prediction of a drawing that grows', async () => {
    const { page, studio } = await journey.arrive();
    const ink = inkOf('5', 2);
    const read = await studio.read(ink);
    await studio.clear();
    await page.keyboard.press('Control+z');
    expect(await studio.answer()).toBe(read);
    await page.reload();
    expect(await studio.answer()).toBe(read);
    const tiles = page.getByRole('list', { name: /Last drawings/ }).getByRole('button');
    expect(await tiles.count()).toBe(1);
    // Nor does another task add it once more.
    for (const task of ['Letters', 'Both', 'Digits']) {
      // Not the answer of before, which stands until this one is there.
      const answered = page.waitForResponse(
        (response) =>
          response.url().endsWith('/api/predictions') && response.request().method() === 'POST',
      );
      await page.getByText(task, { exact: true }).filter({ visible: true }).click();
      await answered;
      await studio.answer();
    }
    expect(await studio.answer()).toBe(read);
    expect(await tiles.count()).toBe(1);
  });

  it('undoes the label first, then the strokes, and nothing from before', async () => {
    const { page, studio } = await journey.arrive();
    await studio.read(inkOf('3', 0));
    await studio.clear();
    const read = await studio.read(inkOf('4', 1));
    await page.keyboard.press('Enter');
    await studio.said().getByRole('button', { name: 'Undo' }).waitFor();
    await page.keyboard.press('Control+z');
    await page.getByText('Undone.').filter({ visible: true }).waitFor();
    expect(await studio.answer()).toBe(read);
    const tiles = page.getByRole('list', { name: /Last drawings/ }).getByRole('button');
    expect(await tiles.first().innerText()).toMatch(/Correct or confirm/);
    for (let press = 0; press < 8; press++) await page.keyboard.press('Control+z');
    await page.locator('[data-phase=blank]').waitFor();
    expect(await page.getByRole('button', { name: 'Undo', exact: true }).isDisabled()).toBe(true);
    expect(await tiles.count()).toBe(2);
  });

  it('deletes a drawing with what was learned from it, unless that is undone', async () => {
    const { page, studio } = await journey.arrive();
    const ink = inkOf('7', 1);
    const before = await studio.read(ink);
    await studio.type('4');
    const tiles = page.getByRole('list', { name: /Last drawings/ }).getByRole('button');
    const remove = async () => {
      await tiles.first().click();
      await page.getByRole('button', { name: 'Delete drawing' }).click();
      await page.getByText('Drawing deleted, and what was learned from it.').waitFor();
      expect(await tiles.count()).toBe(0);
    };
    await remove();
    await page.locator('[data-phase=blank]').waitFor();
    await page.getByRole('button', { name: 'Undo', exact: true }).last().click();
    await tiles.first().waitFor();
    await remove();
    // Whoever leaves has decided.
    const gone = page.waitForResponse(/predictions\/delete$/);
    await page.getByRole('link', { name: /^History/ }).click();
    expect(await (await gone).json()).toEqual({ deleted: 1 });
    await page.getByRole('link', { name: 'Inkling' }).click();
    expect(await studio.read(ink)).toBe(before);
    expect(await studio.decidedByMemory()).toBe(false);
  });

  it('is deleted later where that failed after its page was left, and says so', async () => {
    const { page, studio } = await journey.arrive();
    await studio.read(inkOf('9'));
    const tiles = page.getByRole('list', { name: /Last drawings/ }).getByRole('button');
    await tiles.first().click();
    await page.getByRole('button', { name: 'Delete drawing' }).click();
    const problem = { status: 429, code: 'too_many_requests', detail: 'Too many requests.' };
    await page.route(/predictions\/delete$/, (route) =>
      route.fulfill({ status: 429, json: problem, contentType: 'application/problem+json' }),
    );
    await page.getByRole('link', { name: /^History/ }).click();
    const notice = page.getByRole('alert').filter({ hasText: 'Couldn’t delete everything.' });
    await notice.waitFor();
    expect(await barriers(page)).toEqual([]);
    await page.unroute(/predictions\/delete$/);
    const gone = page.waitForResponse(/predictions\/delete$/);
    await notice.getByRole('button', { name: 'Try again' }).click();
    expect(await (await gone).json()).toEqual({ deleted: 1 });
    await notice.waitFor({ state: 'detached' });
    await page.getByText('Today').waitFor({ state: 'detached' });
  });

  it('is a game on the welcome page', async () => {
    const { page, studio } = await journey.arrive('/welcome');
    const words = page.getByTestId('game-words');
    await words.getByText('Write a 7.').waitFor();
    await studio.draw(inkOf('1', 1));
    await words.getByText('Read as 1. Wrong? Tap 7: it remembers.').waitFor();
    await page.getByRole('group', { name: 'Read as' }).getByRole('button', { name: /^7/ }).click();
    await words.getByText('Learned.').waitFor();
    await studio.draw(inkOf('1', 1));
    await words.getByText('Read as 7: it remembered.').waitFor();
    await page.getByRole('button', { name: 'Next: a 4' }).click();
    await words.getByText('Write a 4.').waitFor();
  });
});

async function expectSaid(said: { innerText(): Promise<string> }, words: string): Promise<void> {
  expect((await said.innerText()).replaceAll('\n', ' ')).toContain(words);
}
