import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, it } from '@jest/globals';
import type { Locator, Page } from 'playwright-core';
import sharp from 'sharp';
import { Caller } from '../support/caller.js';
import { inkOf, inksOf } from '../support/ink.js';
import { useJourney } from '../support/journey.js';
import { LineSurface } from '../support/line-surface.js';
import { tick } from '../support/signs.js';
import { startTrainer } from '../support/trainer.js';
import { writtenLine } from '../support/written-line.js';

/*
 * `npm run docs:pictures`: takes the pictures of docs/user-guide.md anew, from the built app with the shipped models.
 * No test: it checks nothing, and `npm test` leaves it out.
 */

const FOLDER = fileURLToPath(new URL('../../docs/images/guide/', import.meta.url));
const ADMIN = { email: 'admin@example.org', password: 'correct horse battery' };

const DESK = {
  viewport: { width: 1100, height: 720 },
  colorScheme: 'light',
  reducedMotion: 'reduce',
} as const;

async function take(from: Page | Locator, name: string): Promise<void> {
  await mkdir(FOLDER, { recursive: true });
  await sharp(await from.screenshot())
    .webp({ quality: 82 })
    .toFile(`${FOLDER}${name}.webp`);
}

const something = async (page: Page, label: string): Promise<void> => {
  await page.getByRole('button', { name: 'Something else…' }).filter({ visible: true }).click();
  const field = page.getByRole('textbox', { name: 'Something else' });
  await field.fill(label);
  await field.press('Enter');
};

describe('pictures of the guide', () => {
  const journey = useJourney({ ADMIN_EMAIL: ADMIN.email, ADMIN_PASSWORD: ADMIN.password });
  let stopTrainer: (() => Promise<void>) | undefined;
  afterAll(() => stopTrainer?.());

  it('of the studio', async () => {
    const { page, studio } = await journey.arrive('/', DESK);
    await studio.read(inkOf('7', 1));
    await take(page, 'answer');
    await page.getByText('Letters', { exact: true }).first().click();
    await studio.read(inkOf('G'));
    await studio.type('C');
    await studio.said().waitFor();
    await take(page, 'correction');
    await page.getByText('Both', { exact: true }).first().click();
    await studio.read(inkOf('0'));
    await take(page, 'unsure');
    await page.getByRole('button', { name: 'Why?' }).filter({ visible: true }).click();
    const panel = page.getByRole('dialog', { name: 'Why this answer' });
    await panel.getByRole('img').first().waitFor();
    await page.waitForTimeout(500);
    await take(page, 'why');
  }, 120_000);

  it('of a symbol and an alphabet', async () => {
    const { page, studio } = await journey.arrive('/', DESK);
    await page.getByText('Both', { exact: true }).first().click();
    await studio.read(tick(0));
    await something(page, '✓');
    await page.getByTestId('teaching').filter({ hasText: '1 of 3' }).waitFor();
    await take(page, 'symbol');
    for (const drawing of [1, 2]) {
      await studio.draw(tick(drawing));
      await page.waitForTimeout(800);
    }
    await page.goto(`${journey.server.url}/alphabets`);
    await page.getByText('✓').first().waitFor();
    await take(page, 'alphabets');
  }, 120_000);

  it('of a line', async () => {
    const { page } = await journey.arrive('/', DESK);
    const line = new LineSurface(page);
    await line.open('Text');
    await line.read(writtenLine('HAND'));
    await line.characters().nth(1).click();
    await take(page, 'line');
  }, 120_000);

  it('of one’s own pages', async () => {
    const { page, studio } = await journey.arrive('/', DESK);
    for (const label of '31425') {
      await studio.read(inkOf(label, 2));
      await studio.type(label);
      await studio.said().waitFor();
    }
    await page.goto(`${journey.server.url}/history`);
    await page.waitForLoadState('networkidle');
    await take(page, 'history');
    for (const name of ['me', 'device']) {
      await page.goto(`${journey.server.url}/${name}`);
      await page.waitForLoadState('networkidle');
      await page.waitForTimeout(800);
      await take(page, name);
    }
  }, 120_000);

  it('of the pages for reviewers and admins', async () => {
    const guest = new Caller(journey.server.url);
    await guest.signInAsGuest();
    for (const label of '0123456789') {
      for (const { strokes } of inksOf(label).slice(0, 4)) {
        const asked = { task: 'digits', ink: { strokes } };
        const { id } = await guest.post<{ id: string }>('/api/predictions', asked);
        await guest.post('/api/corrections', { predictionId: id, label });
      }
    }
    const page = await journey.arriveAs(ADMIN, '/admin/review', DESK);
    await page.getByRole('gridcell').first().waitFor();
    await take(page, 'review');
    await page.keyboard.press('Control+a');
    await page.keyboard.press('a');
    await page.getByTestId('left').filter({ hasText: '0 left' }).waitFor();
    const admin = new Caller(journey.server.url);
    await admin.signIn(ADMIN.email, ADMIN.password);
    await admin.post('/api/webhooks', {
      ...{ url: 'http://127.0.0.1:9/inkling', events: ['job.finished', 'version.in-service'] },
    });
    stopTrainer = startTrainer(journey.server);
    await page.goto(`${journey.server.url}/admin/training`);
    await page.getByRole('button', { name: 'Start a job' }).click();
    await page.locator('[data-testid=job][data-status=running]').waitFor({ timeout: 120_000 });
    // Until there are curves to be seen.
    await page.waitForTimeout(20_000);
    await page.locator('[data-testid=job]').scrollIntoViewIfNeeded();
    await take(page, 'training');
    for (const [path, name] of [
      ['/admin', 'overview'],
      ['/admin/models', 'models'],
      ['/admin/data', 'data'],
      ['/admin/users', 'people'],
      ['/admin/webhooks', 'webhooks'],
      ['/account', 'account'],
    ] as const) {
      await page.goto(`${journey.server.url}${path}`);
      await page.waitForLoadState('networkidle');
      await page.waitForTimeout(800);
      await take(page, name);
    }
  }, 600_000);
});
