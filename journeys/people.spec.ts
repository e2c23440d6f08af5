import { describe, expect, it } from '@jest/globals';
import type { Locator, Page } from 'playwright-core';
import { barriers } from './support/axe.js';
import { Caller } from './support/caller.js';
import { inkOf } from './support/ink.js';
import { useJourney } from './support/journey.js';

const ADMIN = { email: 'admin@example.org', password: 'correct horse battery' };
const MIA = { name: 'Mia', email: 'mia@example.org', password: 'battery horse correct' };

/** Paths of the API that a page asks for. */
function askedBy(page: Page): string[] {
  const paths: string[] = [];
  page.on('request', (request) => {
    const { pathname } = new URL(request.url());
    if (pathname.startsWith('/api/')) paths.push(pathname);
  });
  return paths;
}

async function signIn(page: Page, { email, password }: typeof ADMIN): Promise<void> {
  await page.getByLabel('Email address').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

describe('people', () => {
  const journey = useJourney({ ADMIN_EMAIL: ADMIN.email, ADMIN_PASSWORD: ADMIN.password });
  let invitation = '';

  it('are invited by an admin, who signs in by the page that was asked for', async () => {
    const { page } = await journey.arrive('/admin/users');
    await page.getByRole('heading', { name: 'This page is for admins' }).waitFor();
    await page.getByRole('main').getByRole('link', { name: 'Sign in' }).click();
    await signIn(page, { ...ADMIN, password: 'not this one' });
    await page.getByRole('alert').getByText('password is wrong').waitFor();
    await signIn(page, ADMIN);
    await page.getByRole('heading', { name: 'People' }).waitFor();

    await page.getByRole('button', { name: 'Invite', exact: true }).click();
    const dialog = page.getByRole('dialog');
    // Dialogs begin on their first field, never on the cross.
    await dialog.waitFor();
    const begun = () => page.evaluate(() => document.activeElement?.matches('[role=dialog] input'));
    expect(await begun()).toBe(true);
    await dialog.getByRole('radio', { name: /^Reviewer/ }).check();
    // The link is shown this once: the dialog stays until it is there.
    await page.route(
      '**/api/invitations',
      async (route) => {
        await dialog.getByRole('button', { name: 'Close' }).click();
        await route.continue();
      },
      { times: 1 },
    );
    await dialog.getByRole('button', { name: 'Create link' }).click();
    invitation = await dialog.getByLabel('Invitation link').inputValue();
    expect(invitation.startsWith(`${journey.server.url}/sign-up?invitation=`)).toBe(true);
  });

  it('keep as users what they taught as guests, and see what their role opens, no more', async () => {
    const { page, studio } = await journey.arrive();
    const ink = inkOf('7', 1);
    expect(await studio.read(ink)).not.toBe('4');
    await studio.type('4');

    await page.goto(invitation);
    await page.getByText('What you drew and corrected here stays yours').waitFor();
    expect(await barriers(page)).toEqual([]);
    await page.getByLabel('Your name').fill(MIA.name);
    await page.getByLabel('Email address').fill(MIA.email);
    await page.getByLabel('Password', { exact: true }).fill(MIA.password);
    await page.getByRole('button', { name: 'Create account' }).click();
    await page.getByRole('link', { name: 'Account', exact: true }).waitFor();
    const { url } = journey.server;
    const answer = await page.request.post(`${url}/api/predictions`, {
      data: { task: 'digits', ink: { strokes: ink.strokes } },
      headers: { origin: url },
    });
    expect(await answer.json()).toMatchObject({ label: '4', decidedBy: 'memory' });

    await page.waitForURL((at) => at.pathname === '/');
    // A new reviewer is shown the way, once.
    const note = page.getByRole('complementary', { name: 'You can review' });
    await note.getByText('1 correction is waiting for review.').waitFor();
    expect(await page.getByTestId('waiting').first().innerText()).toBe('1');
    await note.getByRole('button', { name: 'Not now' }).click();
    await page.reload();
    await page.getByRole('link', { name: /^Admin: 1 correction is waiting/ }).waitFor();
    expect(await note.count()).toBe(0);
    await page.getByRole('link', { name: /^Admin/ }).click();
    await page.getByRole('link', { name: 'Review', exact: true }).waitFor();
    const asked = askedBy(page);
    await page.goto(`${journey.server.url}/admin/users`);
    await page.getByRole('heading', { name: 'This page is for admins' }).waitFor();
    await page.getByText('You are signed in as Mia, a reviewer.').waitFor();
    expect(asked.filter((path) => path.startsWith('/api/users'))).toEqual([]);
  });

  it('are shown the way on a phone too, where it hides no head of a page', async () => {
    const viewport = { width: 390, height: 844 };
    const page = await journey.arriveAs(MIA, '/', { viewport, reducedMotion: 'reduce' });
    const note = page.getByRole('complementary', { name: 'You can review' });
    await note.waitFor();
    const top = async (shown: Locator) => (await shown.boundingBox())!;
    const canvas = await top(page.locator('canvas').first());
    expect(canvas.y + canvas.height).toBeLessThanOrEqual((await top(note)).y);
    const tools = await top(page.getByRole('button', { name: 'Clear' }));
    expect((await top(note)).y + (await top(note)).height).toBeLessThanOrEqual(tools.y);
    for (const path of ['/history', '/account']) {
      await page.goto(journey.server.url + path);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await note.waitFor();
      expect((await top(note)).y).toBeGreaterThan(viewport.height / 2);
      // It has a place of its own below what there is, also once the lists have come.
      await page.waitForFunction(() => {
        scrollTo(0, document.documentElement.scrollHeight);
        const main = document.querySelector('main')!.getBoundingClientRect();
        const shown = document.querySelector('[aria-label="You can review"]')!;
        return main.bottom <= shown.getBoundingClientRect().top;
      });
    }
    expect(await barriers(page)).toEqual([]);
    await note.getByRole('button', { name: 'Not now' }).click();
    await note.waitFor({ state: 'detached' });
  });

  it('revoke once what they press twice', async () => {
    const caller = new Caller(journey.server.url);
    await caller.signIn(ADMIN.email, ADMIN.password);
    await caller.post('/api/keys', { name: 'Twice', scopes: ['read'] });
    await caller.post('/api/invitations', {});
    const page = await journey.arriveAs(ADMIN, '/account');
    const sent: string[] = [];
    page.on('request', (request) => {
      if (request.method() === 'DELETE') sent.push(new URL(request.url()).pathname);
    });
    const pressTwice = (button: Locator) =>
      button.evaluate((element) => {
        (element as HTMLButtonElement).click();
        (element as HTMLButtonElement).click();
      });
    // A double click is not an answer to the question that its first half asks.
    await page.getByRole('button', { name: 'Revoke Twice' }).dblclick();
    expect(sent).toHaveLength(0);
    await pressTwice(page.getByRole('button', { name: 'Yes, revoke Twice' }));
    const row = page.getByRole('listitem').filter({ hasText: 'Twice' });
    await row.waitFor({ state: 'detached' });
    expect(sent).toHaveLength(1);
    await page.goto(`${journey.server.url}/admin/users`);
    await page.getByText('Open invitations').click();
    const list = page.getByRole('listitem').filter({ hasText: 'Anyone with the link' });
    await pressTwice(list.getByRole('button', { name: 'Revoke' }));
    await list.waitFor({ state: 'detached' });
    expect(sent).toHaveLength(2);
    // Keys go on from there.
    await page.locator(':focus').getByText('No invitation is open any more.').waitFor();
  });

  it('find that a link works once', async () => {
    const { page } = await journey.arrive(
      new URL(invitation).pathname + new URL(invitation).search,
    );
    await page.getByRole('heading', { name: 'This link doesn’t work' }).waitFor();
    expect(await page.getByRole('alert').innerText()).toMatch(/used/);
  });

  it('are told what an address is for, when it is not for them', async () => {
    const { page, studio } = await journey.arrive();
    await studio.read(inkOf('3', 0));
    const asked = askedBy(page);
    for (const [path, who] of [
      ['/admin/review', 'reviewers'],
      ['/admin/training', 'reviewers'],
      ['/admin/settings', 'admins'],
    ] as const) {
      await page.goto(journey.server.url + path);
      await page.getByRole('heading', { name: `This page is for ${who}` }).waitFor();
    }
    const own = ['/api/auth/get-session', '/api/predictions', '/api/alphabets'];
    expect(asked.filter((path) => !own.includes(path))).toEqual([]);
    // And whoever goes around the pages is told the same.
    const refused = await page.request.get(`${journey.server.url}/api/audit`);
    expect(refused.status()).toBe(403);
  });

  it('give a program a key that may do what they chose, and no more', async () => {
    const { page } = await journey.arrive('/sign-in?to=/account');
    await signIn(page, MIA);
    await page.getByLabel('Name of a new key').fill('Counter');
    await page.getByRole('checkbox', { name: /^Draw/ }).uncheck();
    await page.getByRole('checkbox', { name: /^Read/ }).uncheck();
    await page.getByRole('button', { name: 'Create key' }).click();
    await page.getByRole('alert').getByText('Select what the key may do').waitFor();
    await page.getByRole('checkbox', { name: /^Read/ }).check();
    expect(await barriers(page)).toEqual([]);
    await page.getByRole('button', { name: 'Create key' }).click();
    const key = await page.getByLabel('The new key').inputValue();
    await page.getByText(/^read; created/).waitFor();
    const { url } = journey.server;
    const headers = { authorization: `Bearer ${key}` };
    const history = await fetch(`${url}/api/predictions`, { headers });
    expect(history.status).toBe(200);
    const drawn = await fetch(`${url}/api/predictions`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify({ task: 'digits', ink: { strokes: inkOf('7').strokes } }),
    });
    expect(drawn.status).toBe(403);
  });

  it('sign out everywhere at once', async () => {
    const home = await journey.arrive('/sign-in?to=/account');
    const school = await journey.arrive('/sign-in?to=/account');
    for (const { page } of [home, school]) {
      await signIn(page, MIA);
      await page.getByRole('heading', { name: 'Account', exact: true }).waitFor();
    }
    expect(await barriers(home.page)).toEqual([]);
    // One that the server refuses leaves all there is where it was.
    const everywhere = home.page.getByRole('button', { name: 'Sign out everywhere' });
    await home.page.route('**/api/me/sessions', (route) => route.abort(), { times: 1 });
    await everywhere.click();
    await home.page.getByRole('alert').waitFor();
    await home.page.getByText('· this browser').waitFor();
    await everywhere.click();
    await home.page.waitForURL((url) => url.pathname !== '/account');
    const answer = await school.page.request.get(`${journey.server.url}/api/keys`);
    expect(answer.status()).toBe(401);
  });

  it('change a setting only when they save it', async () => {
    const page = await journey.arriveAs(ADMIN, '/admin/settings');
    const guests = page.getByRole('form', { name: 'Guests' });
    const inEffect = async () => {
      const answer = await page.request.get(`${journey.server.url}/api/settings/people`);
      return ((await answer.json()) as { guests: boolean }).guests;
    };
    await guests.getByRole('radio', { name: /^Not allowed/ }).check();
    await guests.getByText('Not saved yet.').waitFor();
    expect(await inEffect()).toBe(true);
    await guests.getByRole('button', { name: 'Cancel' }).click();
    expect(await guests.getByRole('radio', { name: /^Allowed/ }).isChecked()).toBe(true);
    for (const [name, is] of [
      [/^Not allowed/, false],
      [/^Allowed/, true],
    ] as const) {
      await guests.getByRole('radio', { name }).check();
      await guests.getByRole('button', { name: 'Save' }).click();
      await guests.getByText('Saved. Takes effect immediately.').waitFor();
      expect(await inEffect()).toBe(is);
    }
  });

  it("meet no barrier on an admin's pages, wide and on a phone", async () => {
    const wide = await journey.arrive('/sign-in?to=/admin/users');
    await signIn(wide.page, ADMIN);
    const phone = await journey.arrive('/sign-in?to=/admin/users', {
      viewport: { width: 390, height: 844 },
      colorScheme: 'dark',
      hasTouch: true,
    });
    await signIn(phone.page, ADMIN);
    for (const { page } of [wide, phone]) {
      for (const [path, heading] of [
        ['/admin/users', 'People'],
        ['/admin/audit', 'Audit log'],
        ['/admin/webhooks', 'Webhooks'],
        ['/admin/settings', 'Settings'],
      ] as const) {
        await page.goto(journey.server.url + path);
        await page.getByRole('heading', { name: heading, level: 1 }).waitFor();
        await page
          .getByText(/^Loading/)
          .first()
          .waitFor({ state: 'detached' });
        expect([path, await barriers(page)]).toEqual([path, []]);
        const overflow = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        );
        expect([path, overflow]).toEqual([path, 0]);
      }
    }
  });
});
