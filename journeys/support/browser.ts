import {
  chromium,
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  type Page,
} from 'playwright-core';

/** Named by `npm test`, or by Jest's global set-up where one is found. */
export function launch(): Promise<Browser> {
  const executablePath = process.env['CHROMIUM_PATH'];
  if (!executablePath) {
    throw new Error('No Chromium found: "npm test" gets one, or set CHROMIUM_PATH to one.');
  }
  return chromium.launch({ executablePath, args: ['--no-sandbox'] });
}

/** A person at a browser of their own, with what went wrong in it. */
export interface Visitor {
  readonly page: Page;
  /** Hosts that the page asked for anything. */
  readonly hosts: ReadonlySet<string>;
  /** Errors that nobody caught, and what the content security policy stopped. */
  readonly errors: readonly string[];
  leave(): Promise<void>;
}

/** What the browser's Layout Instability API tells. */
interface LayoutShift {
  readonly value: number;
  readonly hadRecentInput: boolean;
}

/** How far the present page has jumped since it was opened, as web vitals count it. */
export const layoutShiftOf = (page: Page): Promise<number> =>
  page.evaluate(() => (window as unknown as { layoutShift: number }).layoutShift);

/** @param before what is done in a new browser before its first page, which takes as long to open as all that follow it */
export async function visit(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
  before?: (context: BrowserContext) => Promise<void>,
): Promise<Visitor> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    // With one, requests go past what a test intercepts: only journeys without a network have it.
    serviceWorkers: 'block',
    ...options,
  });
  await before?.(context);
  const page = await context.newPage();
  const hosts = new Set<string>();
  const errors: string[] = [];
  page.on('request', (request) => {
    const { protocol, host } = new URL(request.url());
    // Pictures that the page holds itself are no requests.
    if (protocol !== 'data:' && protocol !== 'blob:') hosts.add(host);
  });
  page.on('websocket', (socket) => hosts.add(new URL(socket.url()).host));
  page.on('pageerror', (error) => errors.push(error.message));
  // Also what a library only tries, and catches: some browsers write it to the console.
  await page.exposeFunction('tellViolation', (violation: string) => errors.push(violation));
  await page.addInitScript(() => {
    const shift = { layoutShift: 0 };
    Object.assign(window, shift);
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEntry & LayoutShift)[]) {
        const page = window as unknown as typeof shift;
        if (!entry.hadRecentInput) page.layoutShift += entry.value;
      }
    }).observe({ type: 'layout-shift', buffered: true });
    document.addEventListener('securitypolicyviolation', (event) => {
      const { violatedDirective, blockedURI, sourceFile } = event;
      const told = [violatedDirective, blockedURI, sourceFile].join(' ');
      (window as unknown as { tellViolation(words: string): void }).tellViolation(told);
    });
  });
  await page.goto(url);
  return { page, hosts, errors, leave: () => context.close() };
}
