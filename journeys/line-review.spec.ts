import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { BrowserContextOptions } from 'playwright-core';
import { barriers } from './support/axe.js';
import { Caller } from './support/caller.js';
import { cutWords, smallTargets } from './support/fit.js';
import { useJourney } from './support/journey.js';
import { LineSurface } from './support/line-surface.js';
import { ReviewPage } from './support/review-page.js';
import { writtenLine } from './support/written-line.js';

const ADMIN = { email: 'admin@example.org', password: 'correct horse battery' };
const LINES = '/admin/review?show=lines&sort=newest';

interface Line {
  readonly id: string;
  readonly status: string;
  readonly text: string;
  readonly reviewerText: string | null;
  readonly suspicion: object | null;
}

describe('review of lines', () => {
  const journey = useJourney({ ADMIN_EMAIL: ADMIN.email, ADMIN_PASSWORD: ADMIN.password });
  let guest: Caller;
  let admin: Caller;
  /** Ids of corrections, by what was said of 2907. */
  let waiting: Map<string, string>;

  /** A guest writes real ink and says what it says. */
  async function said(text: string, written = '2907', task = 'digits'): Promise<string> {
    const { strokes } = writtenLine(written);
    const line = await guest.post<{ id: string }>('/api/lines', { task, ink: { strokes } });
    const body = { lineId: line.id, text };
    return (await guest.post<{ id: string }>('/api/corrections', body)).id;
  }

  const lineOf = (id: string): Promise<Line> => admin.get(`/api/corrections/lines/${id}`);

  /** What the server has, once it is so: decisions are shown before they arrive. */
  async function becomes(id: string, wanted: Partial<Line>): Promise<void> {
    const until = Date.now() + 10_000;
    for (;;) {
      const now = await lineOf(id);
      if (Object.entries(wanted).every(([name, value]) => now[name as keyof Line] === value))
        return;
      if (Date.now() > until) return expect(now).toMatchObject(wanted);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  async function sits(path = LINES, options: BrowserContextOptions = {}) {
    const page = await journey.arriveAs(ADMIN, path, options);
    const review = new ReviewPage(page);
    await review.ready();
    return { page, review, field: page.getByLabel('What the line says') };
  }

  /** Nothing waits any more, of characters neither. */
  async function emptied(): Promise<void> {
    for (const path of ['/api/corrections/lines?limit=100&', '/api/corrections?limit=200&']) {
      const { items } = await admin.get<{ items: Line[] }>(`${path}status=pending`);
      const ids = items.map(({ id }) => id);
      if (ids.length > 0) await admin.post('/api/corrections/review', { ids, decision: 'reject' });
    }
  }

  beforeAll(async () => {
    const { url } = journey.server;
    [guest, admin] = [new Caller(url), new Caller(url)];
    await guest.signInAsGuest();
    await admin.signIn(ADMIN.email, ADMIN.password);
  }, 60_000);

  beforeEach(async () => {
    await emptied();
    waiting = new Map();
    for (const text of ['2907', '2947', '2987']) waiting.set(text, await said(text));
  });

  it('begins where somebody writes and corrects, and shows the line read as and corrected to', async () => {
    const { page } = await journey.arrive();
    const line = new LineSurface(page);
    await line.open('Digits');
    expect(await line.read(writtenLine('2907'))).toBe('2907');
    await line.text().fill('2917');
    await line.save();
    await line.says(/^Corrected\./);

    const { review, page: desk } = await sits();
    await review.left(4);
    expect(await review.standsAt()).toMatch(
      /^read as 2907, corrected to 2917, by guest \w+.*, 4 characters waiting$/,
    );
    const tile = desk.getByRole('gridcell').first();
    expect(await tile.locator('mark').allInnerTexts()).toEqual(['0', '1']);
    expect(await tile.locator('img').getAttribute('src')).toMatch(/^data:image\/png/);
    await expect(tile.innerText()).resolves.toMatch(/4 characters waiting/);
  });

  it('is worked by keyboard only: approve, reject, retype, undo', async () => {
    const { page, review, field } = await sits();
    await review.left(3);
    await page.getByRole('button', { name: 'Keys and help' }).click();
    await page.getByRole('dialog').getByText('Retyping approves the line').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.getByRole('grid').focus();

    // Newest first. What is typed is no command.
    expect(await review.standsAt()).toMatch(/corrected to 2987/);
    await review.press('e');
    expect(await field.inputValue()).toBe('2987');
    await field.fill('rajku');
    await review.press('Escape');
    await field.waitFor({ state: 'detached' });
    await review.press('Enter');
    await field.fill('29');
    await page.keyboard.press('Shift+Enter');
    await page.keyboard.type('07');
    await page.getByText('This line has one row.').waitFor();
    await field.fill('2907');
    await review.press('Enter');
    await review.says(/^Approved as 2907\.$/);
    await becomes(waiting.get('2987')!, { status: 'approved', text: '2987', reviewerText: '2907' });

    // The next one is stood at, and the keys are commands again.
    expect(await review.standsAt()).toMatch(/corrected to 2947/);
    await review.press('a');
    await becomes(waiting.get('2947')!, { status: 'approved', reviewerText: null });
    await review.press('r');
    await becomes(waiting.get('2907')!, { status: 'rejected' });
    await page.getByTestId('all-done').waitFor();
    await page.getByText(/^\d+ approved lines? teach(es)? the network\.$/).waitFor();

    await review.press('u', 'u', 'u');
    await review.left(3);
    for (const id of waiting.values()) await becomes(id, { status: 'pending', reviewerText: null });

    // Several at once, and all of it back with one key.
    await review.walkTo(waiting.get('2987')!);
    await review.press('Space', 'Shift+j', 'a');
    for (const text of ['2987', '2947']) await becomes(waiting.get(text)!, { status: 'approved' });
    await review.press('u');
    for (const id of waiting.values()) await becomes(id, { status: 'pending' });
  });

  it('puts what is most suspicious first, and says why', async () => {
    for (const id of waiting.values()) {
      const isKnown = async () => (await lineOf(id)).suspicion !== null;
      while (!(await isKnown())) await new Promise((resolve) => setTimeout(resolve, 50));
    }
    const { page, review } = await sits('/admin/review?show=lines');
    expect(await review.standsAt()).toMatch(/corrected to 29[48]7.*, suspicious/);
    const first = page.getByRole('gridcell').first();
    await first
      .getByText(/^\d+(\.\d)?% likely wrong\. “2907” fits the ink much better than “29[48]7”\.$/)
      .waitFor();
    const last = page.getByRole('gridcell').last();
    expect(await last.locator('[data-spoken]').innerText()).toMatch(/2907, confirmed/);
    expect(await last.innerText()).not.toContain('likely wrong');
  });

  it('opens one with its history, its characters and the way to each, and back', async () => {
    const { page, review } = await sits();
    await review.walkTo(waiting.get('2947')!);
    await review.press('l');
    const side = page.getByRole('complementary', { name: 'Correction details' });
    await side.getByRole('img', { name: /^The ink as it was drawn/ }).waitFor();
    for (const title of ['How likely the text is wrong', 'What was read', 'Separate characters']) {
      expect(await side.getByRole('heading', { name: title }).count()).toBe(1);
    }
    await side.getByText(/^Guest \w+ labelled it “2947”$/).waitFor();
    // Its history grows with a decision, once it is stood at again.
    await review.press('a');
    await becomes(waiting.get('2947')!, { status: 'approved' });
    await review.walkTo(waiting.get('2947')!);
    await side.getByText(/ approved it as “2947”$/).waitFor();
    await review.press('u');
    await becomes(waiting.get('2947')!, { status: 'pending' });

    // A character is reviewed by itself, and knows the line that it is from.
    await side.getByRole('link', { name: '4, waiting. Review' }).click();
    await page.getByRole('heading', { name: /→ 4/ }).waitFor();
    await review.ready();
    const opened = new URL(page.url()).searchParams;
    expect(opened.get('show')).toBeNull();
    const tile = review.tile(opened.get('open')!);
    expect(await tile.locator('[data-from-line]').count()).toBe(1);
    await review.walkTo(opened.get('open')!);
    // It is on its way while the line is opened again.
    await page.route(
      '**/api/corrections/review',
      async (route) => {
        await sleep(2000);
        await route.continue();
      },
      { times: 1 },
    );
    await review.press('r');
    await review.says(/^Rejected\.$/);
    // A decision goes on to the next one, which may be from another line.
    await review.walkTo(opened.get('open')!);
    await side.getByRole('link', { name: 'From the line “2947”' }).click();
    await page.getByRole('heading', { name: /2907 → 2947/ }).waitFor();
    await side.getByRole('link', { name: '4, rejected. Review' }).waitFor();
    // The line itself is not decided by that.
    await becomes(waiting.get('2947')!, { status: 'pending' });
    await page.getByText('4 characters: 1 rejected, 3 waiting').first().waitFor();
  });

  it('has a wall of its own, whose filters the address keeps', async () => {
    const word = await said('TAM', 'TOM', 'text');
    const { total } = await admin.get<{ total: { pending: number } }>('/api/corrections/counts');
    const waitingCharacters = total.pending;
    const { page, review } = await sits('/admin/review?sort=newest');
    await page.getByText('Lines (4)', { exact: true }).click();
    await review.ready();
    await review.left(4);
    expect(new URL(page.url()).search).toBe('?show=lines');
    await page.getByRole('combobox', { name: 'Read as' }).selectOption('text');
    await review.left(1);
    await review.tile(word).waitFor();
    await page.reload();
    await review.ready();
    await review.left(1);
    expect(new URL(page.url()).searchParams.get('task')).toBe('text');
    await page.getByText(/Characters \(\d+\)/).click();
    await review.left(waitingCharacters);
    expect(new URL(page.url()).search).toBe('');
    // Elsewhere the navigation says how much waits, lines too.
    await page.getByRole('link', { name: 'Training' }).first().click();
    await page
      .getByText(String(waitingCharacters + 4), { exact: true })
      .first()
      .waitFor();
  });

  it('tells of what somebody else changed, and of a server that is away', async () => {
    const { page, review } = await sits();
    const id = waiting.get('2947')!;
    await admin.post('/api/corrections/review', { ids: [id], decision: 'approve', text: '2967' });
    await review.walkTo(id);
    await review.press('r');
    await review.says(/ approved this \(2967\), just now/);
    await becomes(id, { status: 'approved', reviewerText: '2967' });

    const other = waiting.get('2987')!;
    await review.walkTo(other);
    await page.context().setOffline(true);
    await review.press('a');
    await review.says(/Unsaved decisions are shown as before/);
    expect(await review.tile(other).getAttribute('data-status')).toBe('pending');
    await page.reload().catch(() => undefined);
    await page.context().setOffline(false);
  });

  it('is worked with the thumb on a phone', async () => {
    const { page, review, field } = await sits(LINES, {
      viewport: { width: 390, height: 844 },
      hasTouch: true,
      isMobile: true,
    });
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
    await review.tile(waiting.get('2987')!).tap();
    await page.getByRole('button', { name: 'Retype' }).tap();
    await field.fill('2997');
    expect(await smallTargets(page)).toEqual([]);
    await page.getByRole('button', { name: 'Approve with this text' }).tap();
    await becomes(waiting.get('2987')!, { status: 'approved', reviewerText: '2997' });
    await page.getByRole('button', { name: 'Undo' }).tap();
    await becomes(waiting.get('2987')!, { status: 'pending', reviewerText: null });
    await review.tile(waiting.get('2947')!).tap();
    await page.getByRole('button', { name: 'Look closer' }).tap();
    await page.getByRole('heading', { name: 'Separate characters' }).waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
  });

  it.each([
    { name: 'a desk, light', viewport: { width: 1280, height: 800 }, colorScheme: 'light' },
    { name: 'a phone, dark', viewport: { width: 390, height: 844 }, colorScheme: 'dark' },
  ] as const)('has no barriers that axe knows on $name', async ({ name, ...options }) => {
    expect(name).toBeTruthy();
    const { page, review, field } = await sits(LINES, { ...options, reducedMotion: 'reduce' });
    expect(await barriers(page)).toEqual([]);
    await page.getByText(/^\s*Characters \(\d+\)/).waitFor();
    expect(await cutWords(page)).toEqual([]);
    await review.press('a', 'Space', 'l');
    await page.getByRole('heading', { name: 'Separate characters' }).waitFor();
    await review.press('e');
    await field.waitFor();
    expect(await barriers(page)).toEqual([]);
    await emptied();
    await page.goto(`${journey.server.url}/admin/review?show=lines`);
    await page.getByTestId('all-done').waitFor();
    expect(await barriers(page)).toEqual([]);
  });
});
