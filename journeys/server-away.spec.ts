import { describe, expect, it } from '@jest/globals';
import { inkOf } from './support/ink.js';
import { useJourney } from './support/journey.js';

describe('the server stops and starts again', () => {
  const journey = useJourney();

  it('keeps the drawing and what was said, and goes on by itself', async () => {
    const { page, studio } = await journey.arrive();
    const known = inkOf('2', 1);
    const read = await studio.read(known);
    await studio.type('5');

    await journey.server.stop();
    await studio.draw(inkOf('9', 1));
    await page.getByText('Trying again').waitFor();
    const notice = page.getByText('Can’t reach the server. Your drawing is kept and will be sent.');
    await notice.waitFor();
    await page.keyboard.press('1');
    await page.getByText('Inkling will learn it when the server is back.').waitFor();

    await journey.server.start();
    await notice.waitFor({ state: 'detached', timeout: 30_000 });
    await page
      .getByText(/^Learned\. Your next 1 like this/)
      .filter({ visible: true })
      .first()
      .waitFor();

    // What was taught before the stop is known after it.
    expect(read).not.toBe('5');
    expect(await studio.read(known)).toBe('5');
    expect(await studio.decidedByMemory()).toBe(true);
  }, 120_000);

  it('reads on while its database hangs, and learns what was said when that is back', async () => {
    const { page, studio } = await journey.arrive();
    const known = inkOf('3', 1);
    await studio.read(known);
    const { database } = journey.server;
    const notice = page.getByText('The server can’t save anything right now.');
    const waits = page.getByText('Inkling will learn it when the server is back.');
    const learned = (label: string) =>
      page
        .getByText(new RegExp(`^Learned\\. Your next ${label} like this`))
        .filter({ visible: true })
        .first();

    // Read before, labelled meanwhile.
    database.freeze();
    await page.keyboard.press('6');
    await waits.waitFor();
    await notice.waitFor();
    database.thaw();
    await learned('6').waitFor({ timeout: 30_000 });
    expect(await studio.read(known)).toBe('6');

    // Read and labelled meanwhile.
    database.freeze();
    const read = await studio.read(inkOf('9', 2));
    expect(read).toMatch(/^\d$/);
    await page.keyboard.press('2');
    await notice.waitFor();
    await waits.waitFor();
    database.thaw();
    await learned('2').waitFor({ timeout: 30_000 });
    await notice.waitFor({ state: 'detached' });
    expect(await studio.read(inkOf('9', 2))).toBe('2');
  }, 120_000);

  it('keeps the drawing over a reload too', async () => {
    const { page, studio } = await journey.arrive();
    const read = await studio.read(inkOf('8', 2));
    await studio.clear();
    await journey.server.stop();
    await studio.draw(inkOf('8', 2));
    await page.getByText('Can’t reach the server.').waitFor();
    await journey.server.start();
    await page.reload();
    expect(await studio.answer()).toBe(read);
  }, 120_000);

  it('keeps labels over a reload: of the drawing on the sheet, and of those that were left', async () => {
    const { page, studio } = await journey.arrive();
    await studio.read(inkOf('8', 2));
    await studio.clear();
    await journey.server.stop();
    const waits = page.getByText('Inkling will learn it when the server is back.');
    for (const [ink, label] of [
      [inkOf('9', 1), '1'],
      [inkOf('3', 1), '6'],
    ] as const) {
      await studio.draw(ink);
      await page.keyboard.press(label);
      await waits.filter({ hasText: `Labelled ${label}.` }).waitFor();
    }
    // The page is gone: there is nobody to fetch it from.
    await page.reload().catch(() => undefined);
    await journey.server.start();
    await page.goto(journey.server.url);
    const tiles = page.getByRole('list', { name: /Last drawings/ }).getByRole('button');
    await tiles.filter({ hasText: /corrected to 1/ }).waitFor();
    await tiles.filter({ hasText: /corrected to 6/ }).waitFor();
    expect(await tiles.count()).toBe(3);
    await page.locator('[data-phase=blank]').waitFor();
    expect(await studio.read(inkOf('9', 1))).toBe('1');
    expect(await studio.read(inkOf('3', 1))).toBe('6');
  }, 120_000);

  it('opens a page whose script did not come', async () => {
    const { page } = await journey.arrive('/welcome');
    await page.route(/\/assets\/HistoryPage-.*\.js$/, (route) => route.abort(), { times: 1 });
    await page.getByRole('link', { name: /^History/ }).click();
    await page.getByRole('heading', { name: 'Your drawings', level: 1 }).waitFor();
  });
});
