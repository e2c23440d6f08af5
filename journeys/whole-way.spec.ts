import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { barriers } from './support/axe.js';
import { layoutShiftOf } from './support/browser.js';
import { Caller } from './support/caller.js';
import type { FixtureInk } from './support/ink.js';
import { useJourney, type Account } from './support/journey.js';
import { ReviewPage } from './support/review-page.js';
import { startTrainer } from './support/trainer.js';

const MINUTES = 60_000;
const ADMIN = { email: 'admin@example.org', password: 'correct horse battery' };
const MIA = { name: 'Mia', email: 'mia@example.org', password: 'battery horse correct' };

/** Digits of one writer, whose 9 swings both ways: the shipped network takes some of them for an 8. */
const inks = JSON.parse(
  readFileSync(new URL('../fixtures/writer.json', import.meta.url), 'utf8'),
) as FixtureInk[];
/** What a guest has corrected before, by program: enough for a job to learn from. */
const before = inks.filter((_, at) => at % 2 === 0);
/** What Mia draws. */
const swinging = inks.filter(({ label }, at) => at % 2 === 1 && label === '9');

describe('the whole way', () => {
  const journey = useJourney({ ADMIN_EMAIL: ADMIN.email, ADMIN_PASSWORD: ADMIN.password });
  let stopTrainer: (() => Promise<void>) | undefined;
  let invitation = '';

  beforeAll(async () => {
    const guest = new Caller(journey.server.url);
    await guest.signInAsGuest();
    for (const { label, strokes } of before) {
      const asked = { task: 'digits', ink: { strokes } };
      const { id } = await guest.post<{ id: string }>('/api/predictions', asked);
      await guest.post('/api/corrections', { predictionId: id, label });
    }
  }, 2 * MINUTES);
  afterAll(() => stopTrainer?.());

  async function sits(who: Account, path: string, options: BrowserContextOptions = {}) {
    const page = await journey.arriveAs(who, path, { reducedMotion: 'reduce', ...options });
    page.setDefaultTimeout(MINUTES);
    return page;
  }

  const job = (page: Page, status: string) =>
    page.locator(`[data-testid=job][data-status=${status}]`);

  async function start(page: Page, epochs: string): Promise<void> {
    const field = page.getByLabel('Epochs', { exact: true });
    if (!(await field.isVisible())) await page.getByText('Parameters', { exact: true }).click();
    await field.fill(epochs);
    await page.getByRole('button', { name: 'Start a job' }).click();
  }

  it('begins with a link that an admin makes', async () => {
    const page = await sits(ADMIN, '/admin/users');
    await page.getByRole('button', { name: 'Invite', exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Expires after (days)').fill('900');
    await dialog.getByRole('button', { name: 'Create link' }).click();
    await dialog.getByText('must be a whole number from 1 to 90').waitFor();
    await dialog.getByLabel('Expires after (days)').fill('2');
    await dialog.getByRole('radio', { name: /^Reviewer/ }).check();
    await dialog.getByRole('button', { name: 'Create link' }).click();
    invitation = await dialog.getByLabel('Invitation link').inputValue();
  });

  it('goes on with an account, a wrong answer, one key, and a right answer', async () => {
    const { page, studio } = await journey.arrive(
      new URL(invitation).pathname + new URL(invitation).search,
    );
    await page.getByLabel('Your name').fill(MIA.name);
    await page.getByLabel('Email address').fill(MIA.email);
    await page.getByLabel('Password', { exact: true }).fill(MIA.password);
    await page.getByRole('button', { name: 'Create account' }).click();
    await page.waitForURL((at) => at.pathname === '/');

    let wrong: FixtureInk | undefined;
    for (const ink of swinging) {
      if ((await studio.read(ink)) === '9') continue;
      wrong = ink;
      break;
    }
    expect(wrong).toBeDefined();
    await studio.type('9');
    // Drawn again, a little smaller: not the same points, but the same hand.
    await studio.draw(wrong!, 0.5);
    expect(await studio.answer()).toBe('9');
    expect(await studio.decidedByMemory()).toBe(true);
  });

  it('waits for a reviewer, who approves it all with two keys', async () => {
    const page = await sits(ADMIN, '/admin/review?sort=newest');
    const review = new ReviewPage(page);
    await review.ready();
    await review.left(before.length + 1);
    expect(await review.standsAt()).toMatch(/^read as [358], corrected to 9, by Mia/);
    await review.decides(() => review.press('Control+a', 'a'));
    await review.left(0);
    const answer = await page.request.get(
      `${journey.server.url}/api/corrections?status=approved&limit=100`,
    );
    const { items } = (await answer.json()) as { items: unknown[] };
    expect(items).toHaveLength(before.length + 1);
  });

  it(
    'says what a job would use and why it waits without a trainer, and takes it back',
    async () => {
      const page = await sits(ADMIN, '/admin/training');
      const all = before.length + 1;
      await page
        .getByText(new RegExp(`^${all} approved samples: \\d+ to train on, \\d+ held out\\.$`))
        .waitFor();
      await page.getByText('No trainer can start a job now').waitFor();

      await start(page, '999');
      await page.getByText('must be a whole number from 1 to 50').waitFor();
      expect(await barriers(page)).toEqual([]);

      await start(page, '1');
      await job(page, 'queued').waitFor();
      await page.getByText('Why it is waiting').waitFor();
      expect(await page.getByText(/"npm start" starts one/).count()).toBeGreaterThan(0);
      await page.getByRole('button', { name: 'Cancel', exact: true }).click();
      await page.getByRole('button', { name: 'Cancel job' }).click();
      await job(page, 'cancelled').waitFor();

      // What passes the gate is to wait for a person here.
      await page.getByText('Automatic training').click();
      await page
        .getByRole('switch', { name: 'Automatically promote versions that pass the gate' })
        .click();
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByText('Saved. Takes effect immediately.').waitFor();
      await page.getByText('Automatic promotion is off').waitFor();
    },
    2 * MINUTES,
  );

  it(
    'shows a job live to its verdict, the same after a reload',
    async () => {
      stopTrainer = startTrainer(journey.server);
      const page = await sits(ADMIN, '/admin/training');
      await page.getByText('No trainer can start a job now').waitFor({ state: 'detached' });
      await start(page, '2');
      await job(page, 'running').waitFor();
      const loss = page.getByRole('img', { name: /^Loss along the epochs/ });
      await loss.waitFor({ timeout: 3 * MINUTES });
      await page.reload();
      await page.getByRole('img', { name: /^Accuracy along the epochs/ }).waitFor();

      await job(page, 'completed').waitFor({ timeout: 6 * MINUTES });
      const summary = await page.getByTestId('gate-summary').innerText();
      expect(summary).toMatch(/^All 7 rules are met\.|^\d of 7 rules (is|are) not met\.$/);
      expect(await page.getByTestId('gate-rules').getByRole('listitem').count()).toBe(7);
      const isMet = summary.startsWith('All');
      const ending = isMet ? 'Passed the gate, not promoted.' : 'Failed the gate.';
      await page.getByText(ending).waitFor();
      await page.getByText('Version 1 is in service.').waitFor();
      await page.getByText(/Log \(\d+\)/).click();
      await page.getByText(/^Snapshot .* approved samples to train on/).waitFor();
      await page.getByRole('button', { name: 'Loss: show as table' }).click();
      expect(await page.getByRole('table', { name: 'Loss' }).getByRole('row').count()).toBe(3);
      expect(await barriers(page)).toEqual([]);
    },
    8 * MINUTES,
  );

  it(
    'sets two versions side by side, puts one into service and rolls back',
    async () => {
      const page = await sits(ADMIN, '/admin/models');
      // From old to new, whichever is clicked first.
      await page.getByRole('button', { name: 'Compare: version 2' }).click();
      await page.getByRole('button', { name: 'Compare with this: version 1' }).click();
      const verdict = page.getByTestId('comparison-verdict');
      await verdict.waitFor();
      expect(await page.getByRole('combobox', { name: 'Older version' }).innerText()).toMatch(
        /^Version 1/,
      );
      expect(await layoutShiftOf(page)).toBeLessThanOrEqual(0.02);
      expect(await verdict.innerText()).toMatch(/approved samples? that neither was trained on/);
      await page
        .getByRole('region', { name: /^Classes read/ })
        .first()
        .waitFor();
      expect(await barriers(page)).toEqual([]);

      await page.getByRole('button', { name: 'Back to all versions' }).click();
      await page.getByRole('button', { name: 'Everything about version 2' }).click();
      await page.getByTestId('version').waitFor();
      expect(await barriers(page)).toEqual([]);
      await page.getByRole('button', { name: 'Promote' }).click();
      const asked = page.getByRole('dialog', { name: 'Promote version 2?' });
      await asked.getByText('Version 1 is retired; you can roll back to it.').waitFor();
      await asked.getByRole('textbox').fill('our hands are not in its sets');
      await asked.getByRole('button', { name: 'Promote' }).click();
      await asked.waitFor({ state: 'detached' });
      await page.getByRole('button', { name: 'Close' }).click();
      const rowOf = (version: number) =>
        page
          .getByRole('listitem')
          .filter({ has: page.getByRole('button', { name: `Version ${version}`, exact: true }) });
      await rowOf(2).getByText('in service', { exact: true }).waitFor();
      await rowOf(2).getByText('our hands are not in its sets').waitFor();

      await page.getByRole('button', { name: 'Roll back to version 1' }).click();
      const back = page.getByRole('dialog', { name: 'Roll back to version 1?' });
      await back
        .getByText(/Automatic promotion of digits pauses until an admin resumes it/)
        .waitFor();
      await back.getByRole('button', { name: 'Roll back' }).click();
      await rowOf(1).getByText('in service', { exact: true }).waitFor();

      // Said alike wherever it matters, also where somebody was when it came about.
      await page.getByTestId('promotion-paused').waitFor();
      for (const path of ['/admin/settings', '/admin/training']) {
        await page.goto(journey.server.url + path);
        await page.getByTestId('promotion-paused').waitFor();
        expect(await page.getByTestId('promotion-paused').count()).toBe(1);
      }
      await page.getByRole('button', { name: 'Resume automatic promotion' }).click();
      await page.getByText('Versions that pass the gate are promoted automatically.').waitFor();
    },
    3 * MINUTES,
  );

  it(
    'shows a reviewer everything on a phone, and nothing to press that changes it',
    async () => {
      const page = await sits(MIA, '/admin/training', { viewport: { width: 390, height: 844 } });
      await page
        .getByText('View only: admins start and cancel jobs and change settings.')
        .waitFor();
      await page.getByTestId('gate').waitFor();
      expect(await page.getByRole('button', { name: /Start a job|Queue another/ }).count()).toBe(0);
      expect(await barriers(page)).toEqual([]);
      const overflow = () =>
        page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect(await overflow()).toBe(0);

      await page.goto(`${journey.server.url}/admin/models`);
      await page.getByText('View only: admins promote versions.').waitFor();
      await page.getByRole('button', { name: 'Everything about version 2' }).click();
      await page.getByTestId('version').waitFor();
      expect(await page.getByRole('button', { name: /Promote|Roll back/ }).count()).toBe(0);
      await page.getByRole('button', { name: 'Compare with version 1' }).click();
      await page.getByTestId('comparison-verdict').waitFor();
      expect(await barriers(page)).toEqual([]);
      expect(await overflow()).toBe(0);
    },
    2 * MINUTES,
  );

  it(
    'ends with a deletion, and the next job learns without who has left',
    async () => {
      const { url } = journey.server;
      const mia = await sits(MIA, '/account');
      const gone = await mia.request.delete(`${url}/api/me`, {
        data: { confirm: 'delete', password: MIA.password },
        headers: { origin: url },
      });
      expect(await gone.json()).toMatchObject({ predictions: expect.any(Number), samples: 1 });

      const page = await sits(ADMIN, '/admin/training');
      const material = page.getByText(/^\d+ approved samples: \d+ to train on, \d+ held out\.$/);
      const [all, learnt] = (await material.innerText()).match(/\d+/g)!.map(Number);
      expect(all).toBe(before.length);
      await start(page, '5');
      // Until it runs, the log of the job before may be the one that is shown.
      await job(page, 'running').waitFor();
      await page.getByText(/Log \(\d+\)/).click();
      const snapshot = await page
        .getByText(/^Snapshot .* approved samples to train on/)
        .innerText();
      expect(snapshot).toContain(`${learnt} approved samples to train on`);
      await page.getByRole('button', { name: 'Cancel', exact: true }).click();
      await page.getByRole('button', { name: 'Cancel job' }).click();
      await job(page, 'cancelled').waitFor();
    },
    2 * MINUTES,
  );
});
