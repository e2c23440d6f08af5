import { describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { barriers, barriersInEachScheme } from './support/axe.js';
import { Caller } from './support/caller.js';
import { cutWords, overflowOf, smallTargets } from './support/fit.js';
import { inkOf } from './support/ink.js';
import { useJourney } from './support/journey.js';
import { LineSurface } from './support/line-surface.js';
import { Studio } from './support/studio.js';
import { pictureOfRows, writtenLine } from './support/written-line.js';

/** Each is looked at light and dark; one begins light, the other dark. */
const SCREENS = [
  { name: 'a desk', viewport: { width: 1280, height: 800 }, colorScheme: 'light' },
  { name: 'a phone', viewport: { width: 390, height: 844 }, colorScheme: 'dark' },
] as const;

/** Those of everybody; pages of a role are looked at in the journeys of that role. */
const PAGES = [
  '/history',
  '/alphabets',
  '/device',
  '/welcome',
  '/nowhere',
  '/sign-in',
  '/reset-password?token=from-a-letter',
  '/account',
  '/admin',
];

/** All that an admin, who may see everything, comes to. */
const ALL_PAGES = [
  '/',
  '/welcome',
  '/history',
  '/alphabets',
  '/me',
  '/device',
  '/account',
  '/admin',
  '/admin/review',
  '/admin/training',
  '/admin/models',
  '/admin/data',
  '/admin/users',
  '/admin/audit',
  '/admin/webhooks',
  '/admin/settings',
];

const ADMIN = { email: 'admin@example.org', password: 'correct horse battery' };

describe('everybody can use it', () => {
  const journey = useJourney({ ADMIN_EMAIL: ADMIN.email, ADMIN_PASSWORD: ADMIN.password });

  it.each(SCREENS)(
    'has no barriers that axe knows on $name, light or dark',
    async ({ name, ...options }) => {
      expect(name).toBeTruthy();
      // Without motion nothing is half faded in when it is looked at.
      const { page, studio } = await journey.arrive('/', { ...options, reducedMotion: 'reduce' });
      await page.locator('canvas').waitFor();
      expect(await barriersInEachScheme(page)).toEqual([]);
      await studio.read(inkOf('4', 1));
      expect(await barriersInEachScheme(page)).toEqual([]);
      await studio.type('2');
      expect(await barriersInEachScheme(page)).toEqual([]);
      for (const path of PAGES) {
        await page.goto(`${journey.server.url}${path}`);
        await page.getByRole('heading', { level: 1 }).waitFor();
        if (path === '/history')
          await page.getByRole('button', { name: /^Drawing read as/ }).waitFor();
        expect([path, await barriersInEachScheme(page)]).toEqual([path, []]);
      }
    },
  );

  it.each(SCREENS)(
    'has none on the line, either, on $name, light or dark',
    async ({ name, ...options }) => {
      expect(name).toBeTruthy();
      const { page } = await journey.arrive('/', { ...options, reducedMotion: 'reduce' });
      const line = new LineSurface(page);
      await line.open('Digits');
      expect(await barriersInEachScheme(page)).toEqual([]);
      await line.read(writtenLine('48'));
      expect(await barriersInEachScheme(page)).toEqual([]);
      await line.characters().last().click();
      await line.candidates().nth(1).waitFor();
      expect(await barriersInEachScheme(page)).toEqual([]);
      await line.candidates().nth(1).click();
      expect(await barriersInEachScheme(page)).toEqual([]);
      await line.save();
      expect(await barriersInEachScheme(page)).toEqual([]);
      await page.getByText('Pattern or word list').click();
      for (const [restriction, field] of [
        ['Pattern', 'Pattern'],
        ['Word list', 'Word list'],
      ] as const) {
        await page.getByText(restriction, { exact: true }).click();
        await page.getByRole('textbox', { name: field }).waitFor();
        expect([restriction, await barriersInEachScheme(page)]).toEqual([restriction, []]);
      }
      await page.getByText('Anything', { exact: true }).click();
      await line.clear();
      await line.upload(await pictureOfRows(writtenLine('56'), writtenLine('204')));
      expect(await line.answer()).toMatch(/\n/);
      expect(await barriersInEachScheme(page)).toEqual([]);
      await page.goto(`${journey.server.url}/history?show=lines`);
      const tile = page.getByRole('button', { name: /^Line read as/ }).first();
      await tile.waitFor();
      expect(await barriersInEachScheme(page)).toEqual([]);
      await tile.click();
      await page.getByRole('dialog', { name: 'What does this say?' }).waitFor();
      expect(await barriersInEachScheme(page)).toEqual([]);
    },
  );

  it('has targets for thumbs on the line of a phone, and nothing cut', async () => {
    const viewport = { width: 390, height: 844 };
    const { page } = await journey.arrive('/', { viewport, reducedMotion: 'reduce' });
    const line = new LineSurface(page);
    await line.open('Digits');
    const fits = async () => {
      expect(await smallTargets(page)).toEqual([]);
      expect(await overflowOf(page)).toBe(0);
      expect(await cutWords(page)).toEqual([]);
    };
    await fits();
    await line.read(writtenLine('48'));
    await fits();
    await line.characters().last().click();
    await line.candidates().nth(1).waitFor();
    await fits();
    await line.candidates().nth(1).click();
    await line.save();
    await fits();
    await page.getByText('Pattern or word list').click();
    await page.getByText('Pattern', { exact: true }).click();
    await page.getByRole('textbox', { name: 'Pattern' }).waitFor();
    await fits();
    await page.getByText('Anything', { exact: true }).click();
    await line.clear();
    await line.upload(await pictureOfRows(writtenLine('56'), writtenLine('204')));
    await line.answer();
    await fits();
    await page.setViewportSize({ width: 1280, height: 800 });
    await painted(page);
    expect(await overflowOf(page)).toBe(0);
    expect(await cutWords(page)).toEqual([]);
    await page.setViewportSize(viewport);
    await page.goto(`${journey.server.url}/history?show=lines`);
    await page
      .getByRole('button', { name: /^Line read as/ })
      .first()
      .waitFor();
    await fits();
  });

  it('offers every label at any height, and a menu with words on a phone', async () => {
    const { page, studio } = await journey.arrive('/', { reducedMotion: 'reduce' });
    await page.getByText('Both', { exact: true }).filter({ visible: true }).click();
    await studio.read(inkOf('R', 1));
    for (const height of [600, 700, 800]) {
      await page.setViewportSize({ width: 1280, height });
      await page.getByRole('button', { name: 'Something else…' }).click();
      const labels = page.getByRole('dialog').getByRole('button');
      await labels.last().waitFor();
      // The last one teaches what none of them is.
      await page.getByRole('button', { name: 'Teach' }).waitFor();
      expect(await labels.count()).toBe(48);
      for (const label of [labels.first(), labels.last()]) {
        const { y, height: high } = (await label.boundingBox())!;
        expect(y).toBeGreaterThanOrEqual(0);
        expect(y + high).toBeLessThanOrEqual(height);
      }
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
    }
    await page.setViewportSize({ width: 390, height: 844 });
    await page.getByRole('button', { name: 'Menu' }).click();
    const links = page.getByRole('dialog').getByRole('link');
    await links.last().waitFor();
    expect(await links.allInnerTexts()).toEqual([
      ...[/^History/, /^Alphabets/, /^Me/, /^Sign in/, /^About/].map((word) =>
        expect.stringMatching(word),
      ),
    ]);
    expect(await smallTargets(page)).toEqual([]);
    expect(await barriers(page)).toEqual([]);
  });

  it('is no wider than a window of 320 px, which is a desk at 400 %', async () => {
    const viewport = { width: 320, height: 640 };
    const page = await journey.arriveAs(ADMIN, '/admin/training', { viewport });
    // What is in the way of a job is told at length, with a path in it.
    await page.getByText('No trainer can start a job now').waitFor();
    await painted(page);
    expect(await overflowOf(page)).toBe(0);
  });

  it('is sent compressed', async () => {
    const { page } = await journey.arrive('/welcome');
    const ask = (path: string) =>
      page.request.get(`${journey.server.url}${path}`, {
        headers: { 'accept-encoding': 'gzip, deflate, br' },
      });
    const html = await (await ask('/')).text();
    const names = [...html.matchAll(/"(\/assets\/[^"]+\.(?:js|css))"/g)].map(([, name]) => name!);
    expect(names.length).toBeGreaterThanOrEqual(2);
    for (const name of names) {
      const response = await ask(name);
      const isLarge = (await response.body()).length >= 1000;
      const encoding = response.headers()['content-encoding'];
      expect([name, encoding]).toEqual([name, isLarge ? 'br' : undefined]);
    }
  });

  it('keeps everything in its place when an answer comes, with targets for thumbs', async () => {
    const { page, studio } = await journey.arrive('/', { viewport: { width: 390, height: 844 } });
    await page.locator('canvas').waitFor();
    const empty = await places(page);
    expect(Object.keys(empty).length).toBeGreaterThanOrEqual(4);
    await studio.read(inkOf('7', 1));
    expect(await places(page)).toEqual(empty);
    await studio.type('3');
    expect(await places(page)).toEqual(empty);
    expect(await smallTargets(page)).toEqual([]);
    expect(await overflowOf(page)).toBe(0);
  });

  it('has targets for thumbs on each page of a phone, and nothing cut on any at a desk', async () => {
    const [phone, desk] = [
      { width: 390, height: 844 },
      { width: 1280, height: 800 },
    ];
    const options = { viewport: phone, reducedMotion: 'reduce' } as const;
    const admin = new Caller(journey.server.url);
    await admin.signIn(ADMIN.email, ADMIN.password);
    // There is most in the header then.
    const name = 'Donaudampfschifffahrtsgesellschaftskapitänsabzeichen';
    await admin.post('/api/alphabets', { name, labels: ['A', '7'], shared: true });
    const page = await journey.arriveAs(ADMIN, '/', options);
    const studio = new Studio(page);
    await studio.read(inkOf('7', 1));
    await studio.type('4');
    for (const path of ALL_PAGES) {
      await page.setViewportSize(phone);
      if (path !== '/') await page.goto(journey.server.url + path);
      await page.getByRole('heading', { level: 1 }).waitFor({ state: 'attached' });
      await page.waitForFunction(() => !/^(Loading|Fetching)/m.test(document.body.innerText));
      const small = await smallTargets(page);
      const wider = await overflowOf(page);
      await page.setViewportSize(desk);
      await painted(page);
      expect([path, small, wider, await cutWords(page), await overflowOf(page)]).toEqual([
        ...[path, [], 0, [], 0],
      ]);
    }
    await page.goto(journey.server.url);
    await page.getByTestId('waiting').first().waitFor();
    // The first is a desk at 200 %.
    for (const [width, height] of [
      [640, 400],
      [1024, 800],
      [1280, 800],
      [1536, 800],
    ] as const) {
      await page.setViewportSize({ width, height });
      await painted(page);
      expect([width, await cutWords(page), await overflowOf(page)]).toEqual([width, [], 0]);
    }
  });
});

/** Charts and canvases fit themselves to a new size of the window a frame later. */
const painted = (page: Page): Promise<void> =>
  page.evaluate(
    () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done()))),
  );

const PARTS = 'canvas, section, fieldset, [role=group], [data-testid=answer-said]';

function places(page: Page): Promise<Record<string, number[]>> {
  return page.evaluate((parts) => {
    const shown = [...document.querySelectorAll<HTMLElement>(parts)].filter(
      (element) => element.getClientRects().length > 0,
    );
    return Object.fromEntries(
      shown.map((element, at) => {
        const { x, y, width, height } = element.getBoundingClientRect();
        return [`${at} ${element.tagName}`, [x, y, width, height].map(Math.round)];
      }),
    );
  }, PARTS);
}
