// `npm run bench:review [-- --items 1000 --step 60]`: whether a wall of waiting corrections scrolls
// without a stutter. A guest corrects real ink until so many wait; a reviewer's browser then scrolls the
// wall from its start to its end and back, so many pixels a frame, while further pages are fetched.
// Counted are frames that took more than 50 ms and the browser's own long tasks; the same is counted on
// the page at rest, which tells what the machine itself is to blame for. The time of the processor that
// the page's main thread takes for a frame does not depend on what else runs. Wanted: no frame over 50 ms
// more than at rest. Needs `npm run build` and Chromium (CHROMIUM_PATH); brings its own Postgres.
import { readFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { createPrismaClient } from '@inkling/store';
import { launchBrowser } from './lib/browser.mjs';
import { adminAt, guestAt } from './lib/people.mjs';
import { startServers } from './lib/server.mjs';
import { percentile } from './lib/statistics.mjs';
import { printTable } from './lib/table.mjs';

const { values } = parseArgs({
  options: {
    items: { type: 'string', default: '1000' },
    step: { type: 'string', default: '60' },
  },
});
const [items, stepPx] = [values.items, values.step].map(Number);
if (![items, stepPx].every((value) => value >= 1)) {
  throw new Error('--items and --step: expected numbers from 1 on');
}

/** A frame this long is seen as a stutter; browsers call a task that long a long one. */
const LONG_MS = 50;
const SCREENS = [
  { name: 'desk', viewport: { width: 1280, height: 800 } },
  { name: 'phone', viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true },
];

const inks = ['unipen', 'writer'].flatMap((name) =>
  JSON.parse(readFileSync(new URL(`../fixtures/${name}.json`, import.meta.url), 'utf8')),
);

/** The same ink turned and stretched a little, as the same hand might write it again. */
function again(strokes, round) {
  const angle = ((round % 7) - 3) * 0.05;
  const stretch = 1 + ((round % 5) - 2) * 0.05;
  return strokes.map((stroke) =>
    stroke.map(([x, y]) => [
      (x * Math.cos(angle) - y * Math.sin(angle)) * stretch,
      x * Math.sin(angle) + y * Math.cos(angle),
    ]),
  );
}

async function fill(writer) {
  for (let at = 0; at < items; at++) {
    const { label, strokes } = inks[at % inks.length];
    const ink = { strokes: again(strokes, Math.floor(at / inks.length)) };
    const task = /\d/.test(label) ? 'digits' : 'letters';
    const { id } = await writer.post('/api/predictions', { task, ink }, 201);
    await writer.post('/api/corrections', { predictionId: id, label }, 201);
  }
}

/* global requestAnimationFrame, scrollBy, scrollY */
/** Runs in the page: lengths of frames and of long tasks, while scrolling there and back, or at rest. */
async function watchFrames({ scrollPx, restMs }) {
  const tasks = [];
  const observer = new PerformanceObserver((list) =>
    tasks.push(...list.getEntries().map(({ duration }) => duration)),
  );
  observer.observe({ type: 'longtask' });
  const nextFrame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  const frames = [];
  let former = await nextFrame();
  const frame = async () => {
    const now = await nextFrame();
    frames.push(now - former);
    former = now;
  };
  if (restMs) {
    const until = former + restMs;
    while (former < until) await frame();
  } else {
    // Until it stands: pages that come while it scrolls make the wall longer.
    for (const way of [scrollPx, -scrollPx]) {
      let at;
      do {
        at = scrollY;
        scrollBy(0, way);
        await frame();
      } while (scrollY !== at);
    }
  }
  observer.disconnect();
  return { frames, tasks };
}

const rowOf = (screen, what, { frames, tasks }, more = {}) => ({
  ...{ screen, what, frames: frames.length },
  p50Ms: percentile(frames, 0.5),
  p99Ms: percentile(frames, 0.99),
  maxMs: Math.max(...frames),
  longFrames: frames.filter((ms) => ms > LONG_MS).length,
  longTasks: tasks.length,
  ...more,
});

/** Seconds that the main thread of a page has worked, on the processor's clock. */
async function workClock(page) {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  return async () => {
    const { metrics } = await session.send('Performance.getMetrics');
    return metrics.find(({ name }) => name === 'TaskDuration').value;
  };
}

const { servers, databaseUrl, stop } = await startServers();
const prisma = createPrismaClient(databaseUrl, { connections: 2 });
const browser = await launchBrowser();
const rows = [];
try {
  const [{ address }] = servers;
  await fill(await guestAt(address));
  const { cookie } = await adminAt(address, prisma);
  // What is suspicious is worked out behind; it is not what is measured here.
  while ((await prisma.reviewItem.count({ where: { stale: { gt: 0 } } })) > 0) {
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  for (const { name, ...screen } of SCREENS) {
    const context = await browser.newContext(screen);
    const cookies = cookie.split('; ').map((pair) => {
      const at = pair.indexOf('=');
      return { name: pair.slice(0, at), value: pair.slice(at + 1), url: address };
    });
    await context.addCookies(cookies);
    const page = await context.newPage();
    await page.goto(`${address}/admin/review`);
    await page.getByRole('gridcell').first().waitFor();
    await page.waitForTimeout(1000);
    rows.push(rowOf(name, 'at rest', await page.evaluate(watchFrames, { restMs: 3000 })));
    const worked = await workClock(page);
    const before = await worked();
    const moved = await page.evaluate(watchFrames, { scrollPx: stepPx });
    const workMs = (((await worked()) - before) * 1000) / moved.frames.length;
    const columns = Number(await page.getByRole('grid').getAttribute('aria-colcount'));
    const gridRows = Number(await page.getByRole('grid').getAttribute('aria-rowcount'));
    if (gridRows !== Math.ceil(items / columns))
      throw new Error(`only ${gridRows} rows were there`);
    const tiles = await page.getByRole('gridcell').count();
    rows.push(rowOf(name, 'scrolling', moved, { tiles, workMs }));
    await context.close();
  }
} finally {
  await browser.close();
  await prisma.$disconnect();
  await stop();
}

const fixed = (value) => value.toFixed(0);
printTable(
  [
    ['screen', (row) => row.screen],
    ['', (row) => row.what],
    ['frames', (row) => String(row.frames)],
    ['p50, p99, max ms', (row) => [row.p50Ms, row.p99Ms, row.maxMs].map(fixed).join(', ')],
    [`over ${LONG_MS} ms`, (row) => String(row.longFrames)],
    ['long tasks', (row) => String(row.longTasks)],
    ['work a frame, ms', ({ workMs }) => (workMs === undefined ? '' : workMs.toFixed(1))],
    ['tiles in the page', (row) => (row.tiles === undefined ? '' : String(row.tiles))],
  ],
  rows,
);
const machine = { cpu: cpus()[0].model, cores: cpus().length, load: loadavg()[0] };
console.log(JSON.stringify({ bench: 'review-wall', items, stepPx, rows, machine }));
const stutters = rows.filter(({ what, longFrames, screen }) => {
  const rest = rows.find((row) => row.screen === screen && row.what === 'at rest');
  return what === 'scrolling' && longFrames > rest.longFrames;
});
if (stutters.length > 0) process.exitCode = 1;
