import { describe, expect, it } from '@jest/globals';
import type { Page, Request } from 'playwright-core';
import { barriersInEachScheme } from './support/axe.js';
import { cutWords, overflowOf, smallTargets } from './support/fit.js';
import { inkOf } from './support/ink.js';
import { useJourney } from './support/journey.js';

/** What the page sends of a drawing: calls that carry ink. */
function inkSentBy(page: Page): string[] {
  const sent: string[] = [];
  page.on('request', (request: Request) => {
    if (request.postData()?.includes('"strokes"')) sent.push(request.url());
  });
  return sent;
}

/** Downloads what reading here needs, and goes back to the studio without loading it anew. */
async function download(page: Page, reading?: string): Promise<void> {
  await page.getByRole('link', { name: 'Me: my handwriting' }).click();
  await page.getByRole('link', { name: /^Read on this device/ }).click();
  if (reading !== undefined) await page.getByText(reading, { exact: true }).click();
  await page.getByRole('button', { name: 'Download now' }).click();
  await page.getByText('Downloaded. This device can read').waitFor({ timeout: 60_000 });
  await page.getByRole('link', { name: 'Inkling' }).first().click();
}

const readHere = (page: Page) => page.getByTestId('answer-place').waitFor();

describe('reading on this device', () => {
  const journey = useJourney();

  it('sends ink only with a correction, and knows at once what was taught', async () => {
    const { page, studio } = await journey.arrive();
    const sent = inkSentBy(page);
    await download(page, 'Always');
    expect(await studio.read(inkOf('7'))).toBe('7');
    await readHere(page);
    expect(await studio.read(inkOf('2', 1))).toBe('2');
    expect(sent).toEqual([]);

    // The server is told when the sheet is left; the next drawing is known before that.
    await studio.type('5');
    await page
      .getByText('Learned. Your next 5 like this')
      .filter({ visible: true })
      .first()
      .waitFor();
    expect(sent).toEqual([]);
    expect(await studio.read(inkOf('2', 1))).toBe('5');
    expect(await studio.decidedByMemory()).toBe(true);
    await readHere(page);
  }, 120_000);
});
