import { describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { useJourney } from './support/journey.js';
import { LineSurface } from './support/line-surface.js';
import { pictureOfRows, writtenLine } from './support/written-line.js';

const NUMBER = writtenLine('2907');

describe('a line: write, fix, profit', () => {
  const journey = useJourney();

  const sits = async (task: 'Digits' | 'Text' = 'Digits') => {
    const visitor = await journey.arrive();
    const line = new LineSurface(visitor.page);
    await line.open(task);
    return { ...visitor, line };
  };

  it('reads a number, and remembers one digit that its writer tapped, for this person alone', async () => {
    const { page, line } = await sits();
    expect(await line.read(NUMBER)).toBe('2907');
    const characters = line.characters();
    expect(await characters.count()).toBe(4);
    for (const [at, character] of (await characters.all()).entries()) {
      const name = await character.getAttribute('aria-label');
      expect(name).toMatch(new RegExp(`^${NUMBER.label[at]}, `));
      expect(name).not.toContain('remembered');
    }
    await line.says('Confirm to teach each separate character.');

    await characters.nth(2).click();
    const group = page.getByRole('group', { name: 'Character 3, read as 0: choose the right one' });
    await group.waitFor();
    const [first, second] = [line.candidates().first(), line.candidates().nth(1)];
    expect(await first.getAttribute('aria-pressed')).toBe('true');
    const other = await line.labelOf(second);
    expect(other).toMatch(/^[1-9]$/);
    await second.click();
    await group.waitFor({ state: 'detached' });
    const meant = `29${other}7`;
    expect(await line.text().inputValue()).toBe(meant);
    await line.says(`You changed 0 to ${other}. Saving teaches each separate character.`);
    await line.save();
    await line.says(/^Corrected\. Learned: [\d, ]+ and \d\.$/);
    const said = await page.getByTestId('line-said').innerText();
    for (const label of new Set(meant)) expect(said).toContain(label);

    // Written again, a little smaller: not the same points, but the same hand.
    expect(await line.read(NUMBER, 0.24)).toBe(meant);
    const names = await Promise.all(
      (await characters.all()).map((character) => character.getAttribute('aria-label')),
    );
    expect(names.map((name) => name!.endsWith(', remembered'))).toEqual([
      ...[false, false, true, false],
    ]);

    const stranger = await sits();
    expect(await stranger.line.read(NUMBER)).toBe('2907');
    // What is undone is forgotten: the line of before stands second.
    const tiles = page.getByRole('list', { name: /^Last lines/ }).getByRole('button');
    await tiles.nth(1).click();
    const dialog = page.getByRole('dialog', { name: 'What does this say?' });
    await dialog.getByText('Corrected. It was read as 2907.').waitFor();
    await dialog.getByRole('button', { name: 'Undo your correction' }).click();
    await dialog.getByRole('button', { name: 'Confirm' }).waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    expect(await line.read(NUMBER)).toBe('2907');
  });

  it('takes a digit that is typed in its place, and removes and resets others', async () => {
    const { page, line } = await sits();
    await line.read(NUMBER);
    await line.characters().first().focus();
    await page.keyboard.press('6');
    expect(await line.text().inputValue()).toBe('6907');
    // On to the next one by itself.
    await page.keyboard.press('4');
    expect(await line.text().inputValue()).toBe('6407');
    await page.keyboard.press('End');
    await page.keyboard.press('Delete');
    expect(await line.text().inputValue()).toBe('640');
    await line.says('You changed 2 to 6 and 9 to 4. Removed: 7.');
    await page.getByRole('button', { name: 'Reset text' }).click();
    expect(await line.text().inputValue()).toBe('2907');
    await page.keyboard.press('Escape');
    await page.locator('[data-phase=blank]').waitFor();
    await page.keyboard.press('Control+z');
    expect(await line.answer()).toBe('2907');
    await page.getByRole('button', { name: 'Confirm', exact: true }).click();
    await line.says(/^Confirmed\. Learned: /);
    // What was dealt with makes room: the next stroke begins a line of its own.
    await line.write(writtenLine('48'));
    expect(await line.answer()).toBe('48');
    const tiles = page.getByRole('list', { name: /^Last lines/ }).getByRole('button');
    expect(await tiles.allInnerTexts()).toEqual([
      expect.stringMatching(/^Line read as 48/),
      expect.stringMatching(/^Line read as 2907, confirmed\./),
    ]);
  });

  it('reads both rows of a picture', async () => {
    const { page, line } = await sits();
    await line.upload(await pictureOfRows(writtenLine('56'), writtenLine('204')));
    expect(await line.answer()).toBe('56\n204');
    const rows = page.getByRole('group', { name: /^Row \d$/ });
    expect(await rows.count()).toBe(2);
    expect(await rows.first().getByRole('button').count()).toBe(2);
    expect(await rows.last().getByRole('button').count()).toBe(3);
    // The frames in the picture stand for the same characters.
    await page.getByRole('img', { name: 'Uploaded picture' }).waitFor();
    const drawn = await page
      .getByRole('img', { name: 'Uploaded picture' })
      .evaluate((image) => (image as HTMLImageElement).naturalWidth);
    expect(drawn).toBe(900);
    await rows.last().getByRole('button').first().click();
    await page.getByRole('group', { name: /^Character 3, read as 2/ }).waitFor();
  });

  it('keeps a word that its writer corrected in the history, until it is deleted there', async () => {
    const { page, line } = await sits('Text');
    const word = writtenLine('bend');
    expect(await line.read(word)).toBe('bend');
    await line.text().fill('tend');
    await line.says('You changed b to t. Saving teaches each separate character.');
    await line.save();
    await line.says(/^Corrected\. Learned: /);
    expect(await line.read(word)).toBe('tend');

    await page.getByRole('link', { name: /^History/ }).click();
    await page.getByText('Lines', { exact: true }).click();
    const tiles = page.getByRole('button', { name: /^Line read as/ });
    const corrected = page.getByRole('button', { name: /^Line read as bend, corrected to tend/ });
    await corrected.waitFor();
    expect(await tiles.count()).toBe(2);
    // The address says what is shown.
    await page.reload();
    await corrected.click();
    const dialog = page.getByRole('dialog', { name: 'What does this say?' });
    await dialog.getByText('Corrected. It was read as bend.').waitFor();
    expect(await dialog.getByLabel('What the line says').inputValue()).toBe('tend');
    await dialog.getByRole('button', { name: 'Delete line' }).click();
    await page.getByText('Line deleted, and what was learned from it.').waitFor();
    // While it closes, the page behind it is hidden from roles.
    await dialog.waitFor({ state: 'detached' });
    await tiles.first().waitFor();
    expect(await tiles.count()).toBe(1);
    expect(await corrected.count()).toBe(0);

    // Whoever leaves has decided.
    const gone = page.waitForResponse(
      (response) =>
        response.request().method() === 'DELETE' && response.url().includes('/api/lines/'),
    );
    await page.getByRole('link', { name: 'Inkling' }).click();
    expect((await gone).status()).toBe(204);
    expect(await line.read(word)).toBe('bend');
    await page.getByRole('link', { name: /^History/ }).click();
    await page.getByText('Lines', { exact: true }).click();
    await tiles.first().waitFor();
    expect(await corrected.count()).toBe(0);
  });

  it('is there again after a reload, with what was written', async () => {
    const { page, line } = await sits('Text');
    await page.reload();
    await line.paper().waitFor();
    expect(await page.getByRole('radio', { name: 'Line' }).first().isChecked()).toBe(true);
    expect(await page.getByRole('radio', { name: 'Text' }).first().isChecked()).toBe(true);
    await page.getByText('Digits', { exact: true }).filter({ visible: true }).click();
    await line.read(NUMBER);
    await page.reload();
    expect(await line.answer()).toBe('2907');
    // The same line, not another one.
    const tiles = page.getByRole('list', { name: /^Last lines/ }).getByRole('button');
    await tiles.first().waitFor();
    expect(await tiles.count()).toBe(1);
    await page.getByText('One', { exact: true }).filter({ visible: true }).click();
    await page.getByRole('heading', { name: /draw a character/ }).waitFor({ state: 'attached' });
    await page.reload();
    await page.getByRole('heading', { name: /draw a character/ }).waitFor({ state: 'attached' });
    expect(await page.locator('[data-phase]').getAttribute('data-phase')).toBe('blank');
  });

  it('is offered for several digits on the sheet for one', async () => {
    const { page, studio } = await journey.arrive();
    await studio.read(writtenLine('4'));
    expect(await page.getByRole('button', { name: 'Read it as a line' }).count()).toBe(0);
    await studio.read(writtenLine('48'));
    await page.getByText('That looks like several characters').first().waitFor();
    await page.getByRole('button', { name: 'Read it as a line' }).click();
    const line = new LineSurface(page);
    await line.paper().waitFor();
    expect(await line.answer()).toBe('48');
    expect(await page.getByRole('radio', { name: 'Digits' }).first().isChecked()).toBe(true);
    expect(await line.characters().count()).toBe(2);
  });

  it('sends nothing while nothing is written', async () => {
    const { page, line } = await sits();
    const sent = questions(page);
    expect(await line.text().isDisabled()).toBe(true);
    expect(await page.getByRole('button', { name: 'Confirm', exact: true }).isDisabled()).toBe(
      true,
    );
    await page.keyboard.press('Enter');
    await page.getByText('Text', { exact: true }).filter({ visible: true }).click();
    await page.getByText('Digits', { exact: true }).filter({ visible: true }).click();
    await choosePattern(page, 'dddd');
    // Longer than typing and writing are waited for.
    await page.waitForTimeout(1_500);
    expect(sent).toEqual([]);
    expect(await page.locator('[data-phase]').getAttribute('data-phase')).toBe('blank');
    // And what is written is sent, once it can be read so.
    await line.write(NUMBER);
    expect(await line.answer()).toBe('2907');
    expect(sent.at(-1)).toMatchObject({ task: 'digits', pattern: 'dddd' });
  });

  it('says what is wrong with a pattern, and what else can be done', async () => {
    const { page, line } = await sits();
    const field = await choosePattern(page, 'A1');
    await page.getByText('Letters need “Text” above.').waitFor();
    await field.fill('dé');
    await page.getByText('Use only letters, digits and signs of a plain keyboard.').waitFor();
    // One that can't be used limits nothing.
    expect(await line.read(NUMBER)).toBe('2907');

    await field.fill('d'.repeat(150));
    await page.locator('[data-phase=refused]').waitFor();
    const words = 'Nothing that fits the pattern can be written on so little room.';
    await line.says(words);
    expect(await line.text().inputValue()).toBe('');
    const heard = page.locator('section[aria-label="Text"] [aria-live]');
    expect(await heard.textContent()).toContain(words);
    expect(await page.getByRole('button', { name: 'Confirm', exact: true }).isDisabled()).toBe(
      true,
    );

    await field.fill('ddd');
    await page.locator('[data-phase=answered]').waitFor();
    expect(await line.text().inputValue()).toMatch(/^\d{3}$/);
    await page.getByText('Anything', { exact: true }).click();
    await page.waitForFunction(
      () =>
        document.querySelector<HTMLTextAreaElement>('[data-testid=line-text]')!.value === '2907',
    );
  });
});

/** What the page asks the server to read from now on. */
function questions(page: Page): object[] {
  const sent: object[] = [];
  page.on('request', (request) => {
    if (request.method() === 'POST' && request.url().endsWith('/api/lines')) {
      sent.push(request.postDataJSON() as object);
    }
  });
  return sent;
}

async function choosePattern(page: Page, pattern: string) {
  await page.getByText('Pattern or word list').click();
  await page.getByText('Pattern', { exact: true }).click();
  const field = page.getByRole('textbox', { name: 'Pattern' });
  await field.fill(pattern);
  return field;
}
