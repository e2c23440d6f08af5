import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { BrowserContextOptions } from 'playwright-core';
import { barriers } from './support/axe.js';
import { Caller } from './support/caller.js';
import { inkOf } from './support/ink.js';
import { useJourney, type Account } from './support/journey.js';
import { ReviewPage } from './support/review-page.js';

const ADMIN = { email: 'admin@example.org', password: 'correct horse battery' };
const MIA = { name: 'Mia', email: 'mia@example.org', password: 'battery horse correct' };

interface Item {
  readonly id: string;
  readonly status: string;
  readonly label: string;
  readonly reviewerLabel: string | null;
}

describe('review', () => {
  const journey = useJourney({
    ADMIN_EMAIL: ADMIN.email,
    ADMIN_PASSWORD: ADMIN.password,
    SIGN_UP: 'open',
  });
  let guest: Caller;
  let admin: Caller;
  /** Correction ids of the real ink of this test, by what was said. */
  let waiting: Map<string, string>;

  /** A guest draws real ink and says what it is. */
  const said = async (ink: string, at: number, label: string, task = 'digits'): Promise<string> => {
    const { strokes } = inkOf(ink, at);
    const { id } = await guest.post<{ id: string }>('/api/predictions', { task, ink: { strokes } });
    const body = { predictionId: id, label };
    return (await guest.post<{ id: string }>('/api/corrections', body)).id;
  };

  const item = (id: string): Promise<Item> => admin.get(`/api/corrections/${id}`);

  /** What the server has, once it is so: decisions are shown before they arrive. */
  async function becomes(id: string, wanted: Partial<Item>): Promise<void> {
    const until = Date.now() + 10_000;
    const isSo = async (): Promise<boolean> => {
      const now = await item(id);
      return Object.entries(wanted).every(([name, value]) => now[name as keyof Item] === value);
    };
    while (!(await isSo())) {
      if (Date.now() > until) expect(await item(id)).toMatchObject(wanted);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  /** Somebody signs in and opens the queue, or another page of it. */
  async function sits(
    who: Account,
    path = '/admin/review?sort=newest',
    options: BrowserContextOptions = {},
  ) {
    const page = await journey.arriveAs(who, path, options);
    const review = new ReviewPage(page);
    await review.ready();
    return { page, review };
  }

  beforeAll(async () => {
    const { url } = journey.server;
    [guest, admin] = [new Caller(url), new Caller(url)];
    await guest.signInAsGuest();
    await admin.signIn(ADMIN.email, ADMIN.password);
    const mia = new Caller(url);
    const { user } = await mia.post<{ user: { id: string } }>('/api/auth/sign-up/email', MIA);
    await admin.patch(`/api/users/${user.id}`, { role: 'reviewer' });
  }, 60_000);

  /** Nothing waits any more. */
  async function emptied(): Promise<void> {
    const { items } = await admin.get<{ items: Item[] }>(
      '/api/corrections?status=pending&limit=200',
    );
    const ids = items.map(({ id }) => id);
    if (ids.length > 0) await admin.post('/api/corrections/review', { ids, decision: 'reject' });
  }

  beforeEach(async () => {
    await emptied();
    waiting = new Map();
    const drawn = [
      ['7', 0, '7'],
      ['1', 1, '4'],
      ['3', 0, '3'],
      ['5', 1, '5'],
    ] as const;
    for (const [ink, at, label] of drawn) waiting.set(label, await said(ink, at, label));
  });

  it('is worked by keyboard only: approve, reject, relabel, undo', async () => {
    const ids = waiting;
    const letter = await said('R', 0, 'A', 'letters');
    const { page, review } = await sits(ADMIN);
    await review.left(5);
    expect(await review.standsAt()).toMatch(/^read as capital R, corrected to capital A, by guest/);

    // Help is the review's own here, by the button, too.
    await page.getByRole('button', { name: 'Keys and help' }).click();
    await page.getByRole('dialog').waitFor();
    expect(await page.getByRole('dialog').innerText()).toMatch(/A, R, J and K/);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.getByRole('grid').focus();
    // A letter is a command until a label is asked for.
    await review.press('l', 'r');
    await review.says(/^Approved as r\.$/);
    await becomes(letter, { status: 'approved', reviewerLabel: 'r' });
    expect(await review.standsAt()).toMatch(/5, .*by guest/);
    await review.press('a');
    await becomes(ids.get('5')!, { status: 'approved', reviewerLabel: null });
    await review.press('j', 'r');
    await becomes(ids.get('4')!, { status: 'rejected' });
    await review.left(2);
    await review.walkTo(ids.get('3')!);
    await review.press('8');
    await becomes(ids.get('3')!, { status: 'approved', reviewerLabel: '8' });
    await review.left(1);

    await review.press('u');
    await review.says(/^Undone\.$/);
    await becomes(ids.get('3')!, { status: 'pending', reviewerLabel: null });
    await review.press('u');
    await becomes(ids.get('4')!, { status: 'pending' });
    await review.left(3);

    // Several at once, and all of it back with one key.
    await review.walkTo(ids.get('3')!);
    await review.press('Space', 'Shift+j', 'Shift+j', 'a');
    await page.getByTestId('all-done').waitFor();
    for (const label of ['3', '4', '7']) await becomes(ids.get(label)!, { status: 'approved' });
    await page
      .getByTestId('all-done')
      .getByText(/^Today \d+ approved and \d+ rejected, \d+ of them by you\.$/)
      .waitFor();
    await review.press('u');
    await review.left(3);
    for (const label of ['3', '4', '7']) await becomes(ids.get(label)!, { status: 'pending' });

    // At 200 % a row has room between what is above and below.
    await page.setViewportSize({ width: 640, height: 400 });
    await review.press('k');
    await page.waitForFunction(
      (id) => {
        const tile = document.getElementById(id)!;
        const { left, top, bottom } = tile.getBoundingClientRect();
        const isSeen = (y: number) => tile.contains(document.elementFromPoint(left + 8, y));
        return isSeen(top + 8) && isSeen(bottom - 8);
      },
      (await page.getByRole('grid').getAttribute('aria-activedescendant'))!,
    );
  });

  it('opens one with everything there is to know, and the address brings the view back', async () => {
    const { page, review } = await sits(ADMIN);
    await review.walkTo(waiting.get('4')!);
    await review.press('Enter');
    const side = page.getByRole('complementary', { name: 'Correction details' });
    await side.getByRole('img', { name: /^The ink as it was drawn, in \d+ stroke/ }).waitFor();
    for (const title of [
      'How likely the label is wrong',
      'The network without memory',
      'Nearest samples',
      'Steps to the glyph',
      'Decisions',
    ]) {
      expect(await side.getByRole('heading', { name: title }).count()).toBe(1);
    }
    expect(await side.getByRole('list').last().innerText()).toMatch(/^Guest .* labelled it 4/);
    // The next one is shown without closing it; its history grows with the decision.
    await review.press('k');
    await side.getByText(/→ 3/).first().waitFor();
    await review.walkTo(waiting.get('4')!);
    await review.press('r');
    await becomes(waiting.get('4')!, { status: 'rejected' });

    await page.getByRole('combobox', { name: 'Network' }).selectOption('digits');
    await page.getByRole('combobox', { name: 'Label' }).selectOption('5');
    await page.getByRole('radio', { name: 'Waiting' }).waitFor();
    await review.ready();
    const address = new URL(page.url()).searchParams;
    expect(Object.fromEntries(address)).toMatchObject({
      network: 'digits',
      label: '5',
      sort: 'newest',
    });
    await page.reload();
    await review.ready();
    expect(await page.getByRole('combobox', { name: 'Label' }).inputValue()).toBe('5');
    expect(await review.tile(waiting.get('5')!).count()).toBe(1);
    expect(await review.tile(waiting.get('3')!).count()).toBe(0);
  });

  it('says that all is done only when nothing is left, whatever is on a page', async () => {
    for (const [ink, label] of [
      ['7', '1'],
      ['3', '3'],
      ['1', '1'],
      ['0', '0'],
    ] as const) {
      await said(ink, 0, label);
    }
    const { page } = await journey.arrive('/welcome', { viewport: { width: 390, height: 560 } });
    // Pages of three: what is decided on one changes how suspicious those on the next are.
    await page.route('**/api/corrections?*', (route) => {
      const url = new URL(route.request().url());
      url.searchParams.set('limit', '3');
      return route.continue({ url: url.href });
    });
    await journey.signIn(page, ADMIN);
    await page.goto(`${journey.server.url}/admin/review?sort=suspicion`);
    const review = new ReviewPage(page);
    await review.ready();
    await review.left(8);
    await review.press('r');
    await review.left(7);
    const grid = page.getByRole('grid');
    const done = page.getByTestId('all-done');
    for (let rounds = 0; rounds < 8 && !(await done.isVisible()); rounds++) {
      const at = await grid.getAttribute('aria-activedescendant');
      expect(await page.locator(`#${at}`).getAttribute('data-status')).toBe('pending');
      await review.press('Control+a', 'a');
      // Either the next that waits is stood at, or nothing is left.
      await page.waitForFunction(() => {
        const id = document.querySelector('[role=grid]')?.getAttribute('aria-activedescendant');
        const isDone = document.querySelector('[data-testid=all-done]') !== null;
        return isDone || document.getElementById(id ?? '')?.dataset['status'] === 'pending';
      });
      if (rounds > 0) continue;
      // Progress and filters stay in sight, the frame among what is scrolled.
      await page.mouse.wheel(0, 400);
      const box = (await page.getByTestId('left').boundingBox())!;
      expect(box.y).toBeGreaterThanOrEqual(0);
      expect(box.y + box.height).toBeLessThan(560 / 2);
    }
    await done.waitFor();
    const counts = await admin.get<{ total: { pending: number } }>('/api/corrections/counts');
    expect(counts.total.pending).toBe(0);
  });

  it('shows corrections without the confirmations', async () => {
    // What others approved may decide by now: whatever is answered is confirmed once, and once corrected.
    const ids: string[] = [];
    for (const isRight of [true, false]) {
      const ink = { strokes: inkOf('7').strokes };
      const prediction = { task: 'digits', ink, memory: false };
      const { id, label } = await guest.post<{ id: string; label: string }>(
        '/api/predictions',
        prediction,
      );
      const said = isRight ? label : label === '2' ? '3' : '2';
      const body = { predictionId: id, label: said };
      ids.push((await guest.post<{ id: string }>('/api/corrections', body)).id);
    }
    const { page, review } = await sits(ADMIN);
    const { items } = await admin.get<{ items: (Item & { predicted: string })[] }>(
      '/api/corrections?status=pending&limit=100',
    );
    const corrected = items.filter(({ label, predicted }) => label !== predicted);
    await page.getByRole('combobox', { name: 'Kind' }).selectOption('corrected');
    await review.left(corrected.length);
    await review.tile(ids[1]!).waitFor();
    expect(await review.tile(ids[0]!).count()).toBe(0);
    expect(await page.getByRole('gridcell').count()).toBe(corrected.length);
    expect(new URL(page.url()).searchParams.get('kind')).toBe('corrected');
  });

  it('lets two reviewers work at once: the second is told, and nothing is overwritten', async () => {
    const one = await sits(ADMIN);
    const two = await sits(MIA);
    const id = waiting.get('4')!;
    await two.review.walkTo(id);
    await two.review.press('a');
    await becomes(id, { status: 'approved' });

    await one.review.walkTo(id);
    await one.review.press('r');
    await one.review.says(/^Mia approved this \(4\), (just now|\d+ seconds? ago)/);
    expect(await one.review.tile(id).getAttribute('data-status')).toBe('approved');
    await becomes(id, { status: 'approved' });
    // Many at once are those that still wait.
    await one.review.press('Control+a', 'a');
    await one.page.getByTestId('all-done').waitFor();
    await one.page.getByRole('button', { name: /^Show the 4 decided/ }).click();
    await becomes(waiting.get('7')!, { status: 'approved' });
    // Whoever has seen it may decide anew.
    await one.review.walkTo(id);
    await one.review.press('r');
    await becomes(id, { status: 'rejected' });
    // And what somebody else decided since is not taken back with one's own.
    await two.review.press('u');
    await two.review.says(/rejected this/);
    await becomes(id, { status: 'rejected' });
  });

  it('keeps what was decided while the server is away from being lost unsaid', async () => {
    const { page, review } = await sits(ADMIN);
    const id = waiting.get('3')!;
    await review.walkTo(id);
    await page.context().setOffline(true);
    await review.press('a');
    await review.says(/Unsaved decisions are shown as before/);
    expect(await review.tile(id).getAttribute('data-status')).toBe('pending');
    await page.context().setOffline(false);
    await review.walkTo(id);
    await review.press('a');
    await becomes(id, { status: 'approved' });
  });

  it('is worked with the thumb on a phone', async () => {
    const { page, review } = await sits(ADMIN, '/admin/review?sort=newest', {
      viewport: { width: 390, height: 844 },
      hasTouch: true,
      isMobile: true,
    });
    await review.tile(waiting.get('4')!).tap();
    await review.tile(waiting.get('7')!).tap();
    const buttons = page.getByRole('group', { name: 'Decisions' }).getByRole('button');
    for (const button of await buttons.all()) {
      const box = (await button.boundingBox())!;
      expect(Math.min(box.width, box.height)).toBeGreaterThanOrEqual(44);
      expect(box.y).toBeGreaterThan(844 / 2);
    }
    expect(await page.getByLabel('Keys', { exact: true }).isVisible()).toBe(false);
    await page.getByRole('button', { name: 'Reject' }).tap();
    for (const label of ['4', '7']) await becomes(waiting.get(label)!, { status: 'rejected' });
    await review.tile(waiting.get('3')!).tap();
    await page.getByRole('button', { name: 'Relabel' }).tap();
    await page.getByRole('button', { name: 'Relabel as 8' }).tap();
    await becomes(waiting.get('3')!, { status: 'approved', reviewerLabel: '8' });
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
  });

  it.each([
    { name: 'a desk, light', viewport: { width: 1280, height: 800 }, colorScheme: 'light' },
    { name: 'a phone, dark', viewport: { width: 390, height: 844 }, colorScheme: 'dark' },
  ] as const)('has no barriers that axe knows on $name', async ({ name, ...options }) => {
    expect(name).toBeTruthy();
    const { page, review } = await sits(ADMIN, '/admin/review?sort=newest', {
      ...options,
      reducedMotion: 'reduce',
    });
    expect(await barriers(page)).toEqual([]);
    await review.press('a', 'Space', 'Enter');
    await page.getByRole('heading', { name: 'Steps to the glyph' }).waitFor();
    await review.press('l');
    expect(await barriers(page)).toEqual([]);
    // Whoever wants no motion sees the ink whole, and nothing to start it with.
    expect(await page.getByRole('button', { name: 'Draw it again' }).count()).toBe(0);
    await emptied();
    await page.goto(`${journey.server.url}/admin/review`);
    await page.getByTestId('all-done').waitFor();
    expect(await barriers(page)).toEqual([]);
  });
});
