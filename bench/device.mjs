// `npm run bench:device`: reading in the page (docs/device.md). What is downloaded for it, how long the first
// reading after opening the page takes and then each one, and whether this device answers 1,000 drawings as the
// server does. Needs `npm run build` and Chromium (CHROMIUM_PATH); brings its own Postgres.
import { launchBrowser } from './lib/browser.mjs';
import { deformed } from './lib/deformed.mjs';
import { startServer } from './lib/server.mjs';
import { percentile } from './lib/statistics.mjs';
import { printTable } from './lib/table.mjs';

const DRAWINGS = 1000;
const TASKS = ['digits', 'letters'];
const TIMED = 200;
/** The drawing's number on its page: each is one of its own. */
const FIRST_DRAWING = 1_000_000;

const megabytes = (bytes) => `${(bytes / 1e6).toFixed(2)} MB`;
const ms = (value) => `${value.toFixed(1)} ms`;

/** The page's own store of the reader, once a drawing was read. Runs in the page. */
function readAll({ drawings, first }) {
  const { $pinia } = globalThis.document.querySelector('#app').__vue_app__.config.globalProperties;
  const device = $pinia._s.get('device');
  const one = async ({ task, strokes }, at) => {
    const start = performance.now();
    const answer = await device.read(strokes, { task, top: 10 }, first + at, false);
    const { label, probability, certainty, timings } = answer;
    return {
      label,
      probability,
      certainty,
      ownMs: timings.total,
      wallMs: performance.now() - start,
    };
  };
  return drawings.reduce(async (before, drawing, at) => {
    const answers = await before;
    answers.push(await one(drawing, at));
    return answers;
  }, Promise.resolve([]));
}

/** Bytes on the wire of what is downloaded to read here. */
function downloadsOf(context) {
  const found = [];
  context.on('requestfinished', async (request) => {
    const { pathname } = new URL(request.url());
    if (!/\.wasm$|\/onnx$|worker|device-store/.test(pathname)) return;
    const { responseBodySize } = await request.sizes();
    // From the browser's own cache.
    if (responseBodySize <= 0) return;
    found.push({ name: pathname, bytes: responseBodySize });
  });
  return found;
}

async function drawSomething(page) {
  const box = await page.locator('canvas').boundingBox();
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 4];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x, y + box.height / 2, { steps: 5 });
  await page.mouse.up();
  const start = performance.now();
  await page.locator('[data-phase=answered]').waitFor();
  return performance.now() - start;
}

async function answersOfServer(address, drawings) {
  const answers = [];
  for (const { task, strokes } of drawings) {
    const response = await fetch(`${address}/api/predictions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ task, ink: { strokes }, top: 10 }),
    });
    answers.push(await response.json());
  }
  return answers;
}

const server = await startServer();
const browser = await launchBrowser();
try {
  const context = await browser.newContext();
  await context.addInitScript(() => localStorage.setItem('inkling-device-reading', 'always'));
  const page = await context.newPage();
  const files = downloadsOf(context);
  await page.goto(server.address);
  await page.locator('canvas').waitFor();
  const firstEverMs = await drawSomething(page);

  const drawings = TASKS.flatMap((task) => deformed(task, DRAWINGS / TASKS.length));
  const here = await page.evaluate(readAll, { drawings, first: FIRST_DRAWING });
  const there = await answersOfServer(server.address, drawings);
  const differing = here.filter(({ label }, at) => label !== there[at].label).length;
  const differingCertainty = here.filter(
    ({ certainty }, at) => certainty !== there[at].certainty,
  ).length;
  const most = Math.max(
    ...here.map(({ probability }, at) => Math.abs(probability - there[at].probability)),
  );

  const timed = [];
  for (const task of ['digits', 'characters']) {
    const some = deformed(task, TIMED);
    const answers = await page.evaluate(readAll, { drawings: some, first: FIRST_DRAWING });
    const times = answers.map(({ wallMs }) => wallMs);
    const own = answers.map(({ ownMs }) => ownMs);
    timed.push({
      ...{ task, p50: percentile(times, 0.5), p95: percentile(times, 0.95) },
      ownP50: percentile(own, 0.5),
    });
  }

  const opened = [];
  for (let run = 0; run < 5; run++) {
    const again = await context.newPage();
    await again.goto(server.address);
    await again.locator('canvas').waitFor();
    opened.push(await drawSomething(again));
    await again.close();
  }

  printTable(
    [
      ['file', ({ name }) => name],
      ['sent', ({ bytes }) => megabytes(bytes)],
    ],
    files,
  );
  console.log('');
  printTable(
    [
      ['task', ({ task }) => task],
      ['p50', ({ p50 }) => ms(p50)],
      ['p95', ({ p95 }) => ms(p95)],
      ['p50 in the worker', ({ ownP50 }) => ms(ownP50)],
    ],
    timed,
  );
  console.log(`
first reading ever, downloads included: ${ms(firstEverMs)}
first reading after opening the page, median of ${opened.length}: ${ms(percentile(opened, 0.5))} (most ${ms(Math.max(...opened))})
${DRAWINGS} drawings: ${differing} other labels, ${differingCertainty} other certainties, probabilities differ by ${most.toExponential(1)} at most`);
} finally {
  await browser.close();
  await server.stop();
}
