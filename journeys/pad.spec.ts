import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { barriers } from './support/axe.js';
import { launch, visit, type Visitor } from './support/browser.js';
import { overflowOf } from './support/fit.js';
import { drawStrokes, inkOf, placed, type FixtureInk } from './support/ink.js';
import { useJourney } from './support/journey.js';
import { pageElsewhere, type PageElsewhere } from './support/page-elsewhere.js';

const ADMIN = { email: 'admin@example.org', password: 'correct horse battery' };

/** What any page is asked to load for it at most. */
const MOST_BYTES = 40_000;

const journey = useJourney({ ADMIN_EMAIL: ADMIN.email, ADMIN_PASSWORD: ADMIN.password });

let browser: Browser;
let school: PageElsewhere;
let visitors: Visitor[] = [];

beforeAll(async () => {
  browser = await launch();
  school = await pageElsewhere();
}, 120_000);

afterEach(async () => {
  const gone = visitors;
  visitors = [];
  await Promise.all(gone.map((visitor) => visitor.leave()));
  for (const { hosts, errors } of gone) {
    // The pad asks its server for everything, and nobody else.
    const allowed = [new URL(school.origin).host, new URL(journey.server.url).host];
    expect([...hosts].filter((host) => !allowed.includes(host))).toEqual([]);
    expect(errors).toEqual([]);
  }
});

afterAll(async () => {
  await browser.close();
  await school.close();
});

/** A page with nothing but a form and a pad in it. */
const pageWith = (key: string, attributes = 'task="digits"') => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>A page elsewhere</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">
<script type="module" src="${journey.server.url}/pad/inkling-pad.js"></script></head>
<body><main><h1>Elsewhere</h1>
<form><inkling-pad server="${journey.server.url}" key="${key}" name="digit" ${attributes}></inkling-pad>
<button>Send</button></form></main></body></html>`;

/** As strict as a page may be that loads a script of another address. */
const strictPolicy = () => ({
  'content-security-policy':
    `default-src 'none'; script-src ${journey.server.url}; connect-src ${journey.server.url}; ` +
    "style-src 'none'; base-uri 'none'; form-action 'self'; require-trusted-types-for 'script'",
});

async function open(
  html: string,
  {
    headers = {},
    ...options
  }: BrowserContextOptions & { readonly headers?: Readonly<Record<string, string>> } = {},
): Promise<Page> {
  school.show(html, headers);
  const visitor = await visit(browser, school.origin, options);
  visitors.push(visitor);
  await visitor.page.evaluate(() => {
    const told: unknown[] = [];
    Object.assign(window, { told });
    for (const type of ['inkling-answer', 'inkling-correction', 'inkling-problem']) {
      addEventListener(type, (event) => told.push([type, (event as CustomEvent).detail]));
    }
  });
  await canvasOf(visitor.page).waitFor();
  return visitor.page;
}

type Told = readonly [
  type: string,
  detail: { readonly label?: string; readonly code?: string; readonly detail?: string },
];

const toldTo = (page: Page): Promise<Told[]> =>
  page.evaluate(() => (window as unknown as { told: Told[] }).told);

const canvasOf = (page: Page) => page.locator('inkling-pad canvas');

const valueOf = (page: Page): Promise<string> =>
  page.evaluate(
    () => (document.querySelector('inkling-pad') as unknown as { value: string }).value,
  );

async function draw(page: Page, ink: FixtureInk): Promise<void> {
  const canvas = canvasOf(page);
  await canvas.scrollIntoViewIfNeeded();
  await drawStrokes(page, placed(ink, (await canvas.boundingBox())!));
}

/** Once the answer has come. */
async function read(page: Page, ink: FixtureInk): Promise<string> {
  await draw(page, ink);
  await page.getByText(/^\d+%, |doesn’t look like/).waitFor();
  return valueOf(page);
}

let key = '';

describe('a page elsewhere with a pad', () => {
  it('gets a key of few rights from somebody’s account page', async () => {
    const page = await journey.arriveAs(ADMIN, '/account');
    await page.getByLabel('Name of a new key').fill('School page');
    const pages = page.getByLabel('Pages elsewhere (optional)');
    await pages.fill(`${school.origin}/draw`);
    await page.getByText('Select only Draw').waitFor();
    await page.getByRole('checkbox', { name: /^Read/ }).uncheck();
    await page.getByText('Select only Draw').waitFor({ state: 'hidden' });
    await page.getByRole('button', { name: 'Create key' }).click();
    await page.getByText(/“.*\/draw” must be an origin/).waitFor();
    expect(await barriers(page)).toEqual([]);
    await pages.fill(`${school.origin}/`);
    await page.getByRole('button', { name: 'Create key' }).click();
    key = await page.getByLabel('The new key').inputValue();
    await page.getByText(`for pages of ${school.origin}`).waitFor();
  });

  it('reads what is drawn, learns from a tap, and its owner has the drawing', async () => {
    const page = await open(pageWith(key), { headers: strictPolicy() });
    const ink = inkOf('7', 1);
    const answer = await read(page, ink);
    expect(answer).toBe('7');
    const other = page.getByRole('button', { name: /^Correct to/ }).first();
    const label = (await other.innerText()).trim();
    await other.click();
    await page.getByText(`Labelled ${label}.`).waitFor();
    await page.waitForFunction(() => (window as unknown as { told: Told[] }).told.length > 1);
    expect((await toldTo(page)).map(([type, detail]) => [type, detail.label])).toEqual([
      ['inkling-answer', '7'],
      ['inkling-correction', label],
    ]);
    expect(await valueOf(page)).toBe(label);

    // The next stroke is another drawing, and memory knows it.
    expect(await read(page, ink)).toBe(label);
    await page.getByRole('button', { name: 'Clear' }).click();
    expect(await valueOf(page)).toBe('');

    const owner = await journey.arriveAs(ADMIN, '/history');
    await owner
      .getByRole('button', { name: new RegExp(`7.*${label}`) })
      .first()
      .waitFor();
  });

  it('takes a correction back, and undoes strokes', async () => {
    const page = await open(pageWith(key));
    const answer = await read(page, inkOf('3', 1));
    await page.getByLabel('Something else').fill('8');
    await page.getByLabel('Something else').press('Enter');
    await page.getByText('Labelled 8.').waitFor();
    await page.getByRole('button', { name: 'Undo your correction' }).click();
    await page.getByText('Labelled 8.').waitFor({ state: 'hidden' });
    expect(await valueOf(page)).toBe(answer);
    await page.getByRole('button', { name: 'Undo', exact: true }).focus();
    await page.keyboard.press('Control+z');
    expect(await valueOf(page)).toBe('');
    await page.getByText('Draw one character.').waitFor();
  });

  it('sends the pressure of a pen, and when each point was drawn', async () => {
    const page = await open(pageWith(key));
    const { x, y, width } = (await canvasOf(page).boundingBox())!;
    const sent = page.waitForRequest((request) => request.method() === 'POST');
    const session = await page.context().newCDPSession(page);
    for (const [at, type] of ['mousePressed', 'mouseMoved', 'mouseReleased'].entries()) {
      await session.send('Input.dispatchMouseEvent', {
        type: type as 'mousePressed',
        ...{ pointerType: 'pen', button: 'left', buttons: 1, clickCount: 1, force: 0.25 },
        ...{ x: x + width / 2, y: y + 60 + at * 60 },
      });
    }
    const { ink } = (await sent).postDataJSON() as { ink: { strokes: number[][][] } };
    const points = ink.strokes.flat();
    expect(points.length).toBeGreaterThan(1);
    for (const point of points) expect(point).toHaveLength(4);
    expect(points[0]![3]).toBe(0.25);
    expect(points.at(-1)![2]).toBeGreaterThanOrEqual(points[0]![2]!);
  });

  it('is a field of its form', async () => {
    const page = await open(pageWith(key, 'task="digits" allow="1 7" required'));
    await page.evaluate(() => {
      const form = document.querySelector('form')!;
      form.addEventListener('submit', (event) => {
        event.preventDefault();
        Object.assign(window, { sent: new FormData(form).get('digit') });
      });
    });
    const sent = () => page.evaluate(() => (window as unknown as { sent?: string }).sent);
    await page.getByRole('button', { name: 'Send' }).click();
    expect(await sent()).toBeUndefined();
    expect(['1', '7']).toContain(await read(page, inkOf('3', 1)));
    await page.getByRole('button', { name: 'Send' }).click();
    expect(await sent()).toBe(await valueOf(page));
    await page.evaluate(() => document.querySelector('form')!.reset());
    expect(await valueOf(page)).toBe('');
    // Without a drawing somebody types it, by keyboard alone.
    await page.getByLabel('Something else').focus();
    await page.keyboard.type('7');
    await page.keyboard.press('Enter');
    expect(await valueOf(page)).toBe('7');
  });

  it('loses nothing while the server is away', async () => {
    const page = await open(pageWith(key));
    await journey.server.stop();
    await draw(page, inkOf('5', 0));
    await page.getByText('Can’t reach the server. Your drawing is kept.').waitFor();
    await page.getByLabel('Something else').fill('6');
    await page.getByRole('button', { name: 'Set', exact: true }).click();
    await page.getByText('Labelled 6. Will be sent when the server is back.').waitFor();
    expect(await barriers(page)).toEqual([]);
    // A new sheet does not take it back.
    await page.getByRole('button', { name: 'Clear' }).click();
    await journey.server.start();
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.waitForFunction(() =>
      (window as unknown as { told: Told[] }).told.some(([type]) => type === 'inkling-correction'),
    );
    expect(await page.getByText('Can’t reach the server').count()).toBe(0);
    const owner = await journey.arriveAs(ADMIN, '/history');
    await owner.getByRole('button', { name: /6/ }).first().waitFor();
  }, 180_000);

  it('is told why a key for another page does not work', async () => {
    const owner = await journey.arriveAs(ADMIN, '/account');
    const make = async (origins: readonly string[]) => {
      const answer = await owner.request.post(`${journey.server.url}/api/keys`, {
        data: { name: 'elsewhere', origins },
        headers: { origin: journey.server.url },
      });
      return (await answer.json()) as { id: string; key: string };
    };
    const { key: other } = await make(['https://other.example']);
    // This page may ask, by the key of before: the server itself says why not by this one.
    const page = await open(pageWith(other));
    await draw(page, inkOf('7', 1));
    await page
      .getByText(`This API key doesn't work from pages of ${school.origin}.`, { exact: false })
      .waitFor();
    expect((await toldTo(page)).at(-1)).toMatchObject([
      'inkling-problem',
      { code: 'origin_not_allowed' },
    ]);
    expect(await barriers(page)).toEqual([]);

    // No key names this one: the browser keeps the answer from it, and the pad finds out.
    const stranger = await pageElsewhere();
    try {
      stranger.show(pageWith(key));
      const visitor = await visit(browser, stranger.origin);
      const { page: strange } = visitor;
      await canvasOf(strange).waitFor();
      await draw(strange, inkOf('7', 1));
      await strange.getByText(`does not name ${stranger.origin}`).waitFor();
      await visitor.leave();
    } finally {
      await stranger.close();
    }
  });

  it('is loaded as one small file, and fits a phone in either scheme', async () => {
    const options = { viewport: { width: 390, height: 844 }, hasTouch: true } as const;
    for (const colorScheme of ['light', 'dark'] as const) {
      const page = await open(pageWith(key), { ...options, colorScheme });
      // axe takes a page without a background for a white one, also where browsers paint it dark.
      await page.evaluate(() => {
        document.body.style.background = 'Canvas';
      });
      const sizes = await page.evaluate(() =>
        performance
          .getEntriesByType('resource')
          .filter(({ name }) => name.includes('/pad/'))
          .map((entry) => (entry as PerformanceResourceTiming).encodedBodySize),
      );
      expect(sizes).toHaveLength(1);
      expect(await overflowOf(page)).toBeLessThanOrEqual(0);
      await read(page, inkOf('7', 1));
      expect(await barriers(page)).toEqual([]);
      const targets = await page.evaluate(() =>
        [...document.querySelector('inkling-pad')!.shadowRoot!.querySelectorAll('button, input')]
          .map((one) => one.getBoundingClientRect())
          .filter(({ width }) => width > 0)
          .map(({ width, height }) => Math.min(width, height)),
      );
      expect(Math.min(...targets)).toBeGreaterThanOrEqual(44);
    }
    const answer = await fetch(`${journey.server.url}/pad/inkling-pad.js`, {
      headers: { 'accept-encoding': 'gzip' },
    });
    expect(answer.headers.get('content-encoding')).toBe('gzip');
    expect(Number(answer.headers.get('content-length'))).toBeLessThanOrEqual(MOST_BYTES);
  });

  it('is shown by the example', async () => {
    const example = readFileSync(new URL('../examples/pad.html', import.meta.url), 'utf8');
    const html = example
      .replaceAll('http://127.0.0.1:3000', journey.server.url)
      .replace('ink_…', key);
    const page = await open(html);
    const answer = await read(page, inkOf('7', 1));
    await page.getByText(`Read as ${answer}.`).waitFor();
    await page.getByRole('button', { name: 'Send' }).click();
    await page.getByText(`Sent: ${answer}`).waitFor();
    expect(await barriers(page)).toEqual([]);
  });
});
