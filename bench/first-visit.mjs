// `npm run bench:first-visit`: how many bytes a browser receives until it shows the studio for the first
// time, by kind of file, once as browsers ask and once without any compression (what was sent before the
// build compressed its files). Then how many at the second visit, and how long it takes until one can draw, also with
// a slow network and processor: a stroke is drawn in that very moment and must be read. Needs `npm run build` and Chromium (CHROMIUM_PATH); brings its own Postgres.
import { launchBrowser } from './lib/browser.mjs';
import { startServer } from './lib/server.mjs';
import { printTable } from './lib/table.mjs';

const KINDS = ['Document', 'Script', 'Stylesheet', 'Font', 'Image', 'Fetch'];
/** A phone at the edge of town: 1.6 Mbit/s, 150 ms, a quarter of this processor. */
const SLOW = { bytesPerSecond: 200_000, latencyMs: 150, cpu: 4 };

const kilobytes = (bytes) => `${(bytes / 1000).toFixed(1)} kB`;

/* global document, MutationObserver, requestAnimationFrame, window */

async function slowDown(session) {
  const { bytesPerSecond, latencyMs, cpu } = SLOW;
  await session.send('Network.enable');
  await session.send('Network.emulateNetworkConditions', {
    ...{ offline: false, latency: latencyMs },
    ...{ downloadThroughput: bytesPerSecond, uploadThroughput: bytesPerSecond },
  });
  await session.send('Emulation.setCPUThrottlingRate', { rate: cpu });
}

/** Bytes on the wire by kind, headers included, until the page is quiet, and ms until the canvas is there. */
async function visit(page, url, isSlow = false) {
  const session = await page.context().newCDPSession(page);
  const kindOf = new Map();
  const bytes = Object.fromEntries(KINDS.map((kind) => [kind, 0]));
  session.on('Network.responseReceived', ({ requestId, type }) => kindOf.set(requestId, type));
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const kind = kindOf.get(requestId);
    bytes[KINDS.includes(kind) ? kind : 'Fetch'] += encodedDataLength;
  });
  await session.send('Network.enable');
  if (isSlow) await slowDown(session);
  await page.addInitScript(() => {
    new MutationObserver((_, observer) => {
      if (!document.querySelector('canvas')) return;
      observer.disconnect();
      requestAnimationFrame(() => Object.assign(window, { readyMs: performance.now() }));
    }).observe(document, { childList: true, subtree: true });
  });
  await page.goto(url, { waitUntil: 'commit' });
  await page.waitForFunction(() => 'readyMs' in window);
  const readyMs = await page.evaluate(() => window.readyMs);
  await page.waitForLoadState('networkidle');
  await session.detach();
  return { bytes, readyMs };
}

/** Draws as soon as one can. @returns ms until the app has read it, for those the stroke was not lost */
async function drawAtOnce(page, url) {
  const session = await page.context().newCDPSession(page);
  await slowDown(session);
  const start = performance.now();
  await page.goto(url, { waitUntil: 'commit' });
  const canvas = page.locator('canvas');
  await canvas.waitFor();
  const { x, y, width, height } = await canvas.boundingBox();
  await page.mouse.move(x + width / 2, y + height / 4);
  await page.mouse.down();
  await page.mouse.move(x + width / 2, y + (height * 3) / 4, { steps: 5 });
  await page.mouse.up();
  const drawnMs = performance.now() - start;
  await page.waitForFunction(() => document.querySelector('[data-phase=answered]'), undefined, {
    timeout: 60_000,
  });
  return { drawnMs, readMs: performance.now() - start };
}

const server = await startServer();
const browser = await launchBrowser();
try {
  const visits = [];
  const plain = await browser.newContext({ extraHTTPHeaders: { 'accept-encoding': 'identity' } });
  visits.push({
    name: 'first, uncompressed',
    ...(await visit(await plain.newPage(), server.address)),
  });
  const usual = await browser.newContext();
  for (const name of ['first', 'second']) {
    visits.push({ name, ...(await visit(await usual.newPage(), server.address)) });
  }
  const slow = await browser.newContext();
  for (const name of ['first, slow', 'second, slow']) {
    visits.push({ name, ...(await visit(await slow.newPage(), server.address, true)) });
  }
  const drawn = await drawAtOnce(await (await browser.newContext()).newPage(), server.address);
  printTable(
    [
      ['visit', ({ name }) => name],
      ...KINDS.map((kind) => [kind.toLowerCase(), ({ bytes }) => kilobytes(bytes[kind])]),
      ['total', ({ bytes }) => kilobytes(KINDS.reduce((sum, kind) => sum + bytes[kind], 0))],
      ['canvas', ({ readyMs }) => `${(readyMs / 1000).toFixed(2)} s`],
    ],
    visits,
  );
  const seconds = (ms) => `${(ms / 1000).toFixed(2)} s`;
  console.log(
    `\nfirst, slow: a stroke was drawn on the sheet after ${seconds(drawn.drawnMs)}, and read after ${seconds(drawn.readMs)}`,
  );
} finally {
  await browser.close();
  await server.stop();
}
