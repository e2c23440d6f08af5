import { describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { barriers } from './support/axe.js';
import { Caller } from './support/caller.js';
import { cutWords, overflowOf, smallTargets } from './support/fit.js';
import { inkOf } from './support/ink.js';
import { useJourney } from './support/journey.js';
import { ReviewPage } from './support/review-page.js';
import { crossedCircle, tick } from './support/signs.js';
import type { Studio } from './support/studio.js';

const ADMIN = { email: 'admin@example.org', password: 'correct horse battery' };

const PHONE = {
  viewport: { width: 390, height: 844 },
  colorScheme: 'dark',
  reducedMotion: 'reduce',
} as const;

/** What is asked for while a sign is taught. */
const asked = (page: Page, words: string) =>
  page.getByTestId('teaching').filter({ hasText: words }).waitFor();

async function something(page: Page, label: string): Promise<void> {
  await page
    .getByRole('button', { name: /^Something else(…|: all labels)$/ })
    .filter({ visible: true })
    .click();
  const field = page.getByRole('textbox', { name: 'Something else' });
  await field.fill(label);
  await field.press('Enter');
}

async function teach(
  page: Page,
  studio: Studio,
  label: string,
  draw: (at: number) => ReturnType<typeof tick>,
) {
  await page.getByText('Both', { exact: true }).filter({ visible: true }).click();
  await studio.read(draw(0));
  await something(page, label);
  await asked(page, '1 of 3');
  await studio.draw(draw(1));
  await asked(page, '2 of 3');
  await studio.draw(draw(2));
  await asked(page, `${label} is known now`);
}

describe('signs of one’s own', () => {
  const journey = useJourney({ ADMIN_EMAIL: ADMIN.email, ADMIN_PASSWORD: ADMIN.password });

  it('are taught with three drawings in the studio, and read from then on', async () => {
    const { page, studio } = await journey.arrive();
    await teach(page, studio, '✓', tick);
    await studio.draw(tick(2), 0.5);
    expect(await studio.answer()).toBe('✓');
    await asked(page, 'Read as ✓: it remembered.');
    expect(await studio.decidedByMemory()).toBe(true);
    await page.getByRole('button', { name: 'Done' }).click();
    expect(await page.getByTestId('teaching').count()).toBe(0);
    // A button from now on, in the studio and of earlier drawings.
    await page.getByRole('button', { name: 'Something else…' }).click();
    await page
      .getByRole('group', { name: 'Your symbols' })
      .getByRole('button', { name: '✓' })
      .waitFor();
    await page.keyboard.press('Escape');
    const tiles = page.getByRole('list', { name: /Last drawings/ }).getByRole('button');
    await tiles.first().click();
    const dialog = page.getByRole('dialog', { name: 'What is this?' });
    await dialog.getByRole('button', { name: 'Something else…' }).click();
    await dialog.getByRole('textbox', { name: 'Something else' }).fill('ä');
    await dialog.getByRole('button', { name: 'Correct' }).click();
    await dialog.getByText('corrected to ä').waitFor();
  });

  it('of several strokes are waited for, may be skipped, and undone one by one', async () => {
    const { page, studio } = await journey.arrive();
    await page.getByText('Both', { exact: true }).filter({ visible: true }).click();
    await studio.read(crossedCircle());
    await something(page, '⊗');
    await asked(page, '1 of 3');
    await studio.draw(crossedCircle(1));
    await asked(page, '2 of 3');
    const tiles = page.getByRole('list', { name: /Last drawings/ }).getByRole('button');
    expect(await tiles.count()).toBe(2);
    await page.getByTestId('teaching').getByRole('button', { name: /^Undo/ }).click();
    await asked(page, '1 of 3');
    await page.getByRole('button', { name: 'Not now' }).click();
    await studio.clear();
    await studio.draw(inkOf('7', 1));
    expect(await studio.answer()).not.toBe('⊗');
    expect(await page.getByTestId('teaching').count()).toBe(0);
  });

  it('are taught with pictures, too', async () => {
    const { page, studio } = await journey.arrive();
    const picture = async (drawing: number): Promise<Buffer> => {
      const { default: sharp } = await import('sharp');
      const points = tick(drawing)
        .strokes[0]!.map(([x, y]) => `${40 + x},${40 + y}`)
        .join(' ');
      return sharp(
        Buffer.from(
          `<svg xmlns="http://www.w3.org/2000/svg" width="180" height="180"><rect width="100%" height="100%" fill="#f4f2ee"/><polyline points="${points}" fill="none" stroke="#222" stroke-width="8"/></svg>`,
        ),
      )
        .png()
        .toBuffer();
    };
    await studio.upload('one.png', 'image/png', await picture(0));
    await studio.answer();
    await something(page, '✓');
    await asked(page, '1 of 3');
    await studio.upload('two.png', 'image/png', await picture(1));
    await asked(page, '2 of 3');
    await studio.upload('three.png', 'image/png', await picture(2));
    await asked(page, '✓ is known now');
  });

  it('are refused with a reason where they are none', async () => {
    const { page, studio } = await journey.arrive();
    await studio.read(inkOf('7', 1));
    await page.getByRole('button', { name: 'Something else…' }).click();
    const field = page.getByRole('textbox', { name: 'Something else' });
    for (const [typed, words] of [
      ['123456789', 'That is 9 characters. A label has at most 8.'],
      ['   ', 'A label needs at least one character that can be seen.'],
      ['a b', 'A label can’t hold blanks.'],
      ['A', 'A is a letter. Choose Letters or Both to teach it.'],
    ] as const) {
      await field.fill(typed);
      await page.getByText(words).waitFor();
      await field.press('Enter');
      expect([typed, await field.getAttribute('aria-invalid')]).toEqual([typed, 'true']);
    }
    await page.keyboard.press('Escape');
    expect(await studio.answer()).toBe('7');

    await page.getByRole('link', { name: /^Alphabets/ }).click();
    await page.getByRole('button', { name: 'Create an alphabet' }).click();
    await page.getByRole('textbox', { name: 'Name' }).fill('Nothing');
    await page.getByRole('button', { name: 'Create alphabet' }).click();
    await page.getByText('Add at least one label.').waitFor();
    const labels = page.getByRole('textbox', { name: 'Labels' });
    await labels.fill('✓ 123456789');
    await labels.press('Enter');
    await page.getByText('“123456789”: That is 9 characters.').waitFor();
    await page.getByRole('button', { name: 'Remove ✓' }).waitFor();
  });

  it('make an alphabet, which is drawn in a round and read with, on a phone in the dark', async () => {
    const { page, studio } = await journey.arrive('/', PHONE);
    const fits = async (name: string) => {
      const found = [await barriers(page), await smallTargets(page), await overflowOf(page)];
      expect([name, ...found, await cutWords(page)]).toEqual([name, [], [], 0, []]);
    };
    await page.getByText('Both', { exact: true }).filter({ visible: true }).click();
    await studio.read(tick());
    await something(page, '✓');
    await asked(page, '1 of 3');
    await fits('teaching');
    await page.getByRole('button', { name: 'Not now' }).click();

    await page.goto(`${journey.server.url}/alphabets`);
    await page.getByRole('button', { name: 'Forget ✓' }).waitFor();
    await page.getByRole('button', { name: 'From what I taught' }).click();
    await page.getByRole('textbox', { name: 'Name' }).fill('My signs');
    const labels = page.getByRole('textbox', { name: 'Labels' });
    await labels.fill('⊗, 4');
    await labels.press('Enter');
    expect([await barriers(page), await overflowOf(page)]).toEqual([[], 0]);
    await page.getByRole('button', { name: 'Create alphabet' }).click();
    await page.getByText('1 of 3 labels have drawings').waitFor();
    await fits('alphabets');

    await page.getByRole('link', { name: 'Draw each once' }).click();
    const shown = (label: string) =>
      page.getByTestId('round-label').filter({ hasText: label }).waitFor();
    const progress = (words: string) =>
      page.getByTestId('round-progress').filter({ hasText: words }).waitFor();
    await shown('✓');
    await fits('a round');
    await studio.draw(tick(1));
    await progress('1 of 3 drawn');
    await shown('⊗');
    await studio.draw(crossedCircle());
    await progress('2 of 3 drawn');
    await shown('4');
    await page.getByRole('button', { name: 'Undo' }).click();
    await progress('1 of 3 drawn');
    await shown('⊗');
    await studio.draw(crossedCircle());
    await progress('2 of 3 drawn');
    await shown('4');
    await page.getByRole('button', { name: 'Skip' }).click();
    await page.getByText('You drew 2 of 3.').waitFor();
    await fits('a summary');

    await page.getByRole('link', { name: 'See how well it is known' }).click();
    await page.locator('[data-label="✓"]').getByText('2 drawings of yours').waitFor();
    await page.locator('[data-label="4"]').getByText('The network knows it.').waitFor();
    await fits('an alphabet');

    await page.getByRole('button', { name: 'Read with this alphabet' }).click();
    await page.locator('canvas').waitFor();
    expect(await studio.read(crossedCircle(), 0.5)).toBe('⊗');
    expect(await studio.read(inkOf('4', 1))).toBe('4');
    await fits('the studio');
    await page.goto(`${journey.server.url}/history`);
    await page.getByText('My signs').first().waitFor();
    await fits('history');

    // Deleted while the studio reads with it: the task of before is read.
    await page.goto(`${journey.server.url}/alphabets`);
    await page.getByRole('button', { name: 'Delete My signs' }).click();
    await page.getByRole('button', { name: 'Delete alphabet' }).click();
    await page.getByRole('button', { name: 'Delete My signs' }).waitFor({ state: 'detached' });
    // As people go: a page that is loaded anew may have missed it.
    await page.getByRole('link', { name: 'Inkling' }).click();
    await page.getByText('That alphabet is gone. Reading both now.').waitFor();
  });

  it('that nobody taught lead to the round', async () => {
    const { page, studio } = await journey.arrive('/alphabets');
    await page.getByRole('button', { name: 'Create an alphabet' }).click();
    await page.getByRole('textbox', { name: 'Name' }).fill('Runes');
    await page.getByRole('textbox', { name: 'Labels' }).fill('ᚠ ᚢ');
    await page.getByRole('button', { name: 'Create alphabet' }).click();
    await page.getByRole('button', { name: 'Read with it' }).click();
    await studio.draw(tick());
    await page.getByText('Nothing of Runes is taught yet.').waitFor();
    await page.getByRole('link', { name: 'Draw each once' }).click();
    await page.getByTestId('round-label').filter({ hasText: 'ᚠ' }).waitFor();
  });

  it('are approved by a reviewer, and answered to everybody from a shared alphabet', async () => {
    const guest = new Caller(journey.server.url);
    await guest.signInAsGuest();
    // The last one is a slip, which the reviewer sets right.
    for (const { strokes } of [tick(), tick(1), tick(2), crossedCircle()]) {
      const asked = { task: 'characters', ink: { strokes } };
      const { id } = await guest.post<{ id: string }>('/api/predictions', asked);
      await guest.post('/api/corrections', { predictionId: id, label: '✓' });
    }
    const page = await journey.arriveAs(ADMIN, '/admin/review?sort=newest', {
      reducedMotion: 'reduce',
    });
    const review = new ReviewPage(page);
    await review.ready();
    const { id: writer } = await guest.get<{ id: string }>('/api/me');
    await page.getByRole('combobox', { name: 'Writer' }).selectOption(writer);
    await page.getByRole('combobox', { name: 'Label' }).selectOption('✓');
    await review.left(4);
    await review.ready();
    expect(await review.standsAt()).toMatch(/^read as .+, corrected to ✓, by guest/);
    await review.press('l');
    await page.getByRole('group', { name: 'Symbols in this list' }).waitFor();
    expect(await barriers(page)).toEqual([]);
    await page.getByRole('button', { name: 'Something else…' }).click();
    const field = page.getByRole('textbox', { name: 'Something else' });
    await field.fill('⊗');
    await review.decides(() => field.press('Enter'));
    await review.says(/^Approved as ⊗\.$/);
    await review.left(3);
    await review.decides(() => review.press('Control+a', 'a'));
    await review.left(0);

    await page.goto(`${journey.server.url}/alphabets`);
    await page.getByRole('button', { name: 'New alphabet' }).click();
    await page.getByRole('textbox', { name: 'Name' }).fill('Ticks');
    await page.getByRole('textbox', { name: 'Labels' }).fill('✓ ⊗');
    await page.getByRole('checkbox', { name: /^Share with everyone/ }).check();
    await page.getByRole('button', { name: 'Create alphabet' }).click();
    await page.getByRole('region', { name: 'Shared alphabets' }).getByText('Ticks').waitFor();

    const other = await journey.arrive('/alphabets');
    const shared = other.page.getByRole('region', { name: 'Shared alphabets' });
    await shared.getByRole('button', { name: 'Read with it' }).click();
    expect(await other.studio.read(tick(4), 0.5)).toBe('✓');
    expect(await other.studio.read(crossedCircle(2), 0.5)).toBe('⊗');
    await other.page.getByRole('link', { name: /^Alphabets/ }).click();
    expect(await shared.getByRole('button', { name: 'Edit Ticks' }).count()).toBe(0);
    await shared.getByRole('link', { name: 'Ticks' }).click();
    await other.page
      .locator('[data-label="✓"]')
      .getByText('3 approved drawings of others')
      .waitFor();
  });
});
