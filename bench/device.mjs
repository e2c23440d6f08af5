// `npm run bench:device`: reading in the page (docs/device.md). What is downloaded for it, how long the first
// reading after opening the page takes and then each one, and whether this device answers 1,000 drawings and 200 lines
// as the server does, lines also for somebody who taught both. Needs `npm run build` and Chromium (CHROMIUM_PATH); brings its own Postgres.
import { launchBrowser } from './lib/browser.mjs';
import { deformed } from './lib/deformed.mjs';
import { startServer } from './lib/server.mjs';
import { percentile } from './lib/statistics.mjs';
import { printTable } from './lib/table.mjs';
import { writtenLines } from './lib/written-lines.mjs';

const DRAWINGS = 1000;
const TASKS = ['digits', 'letters'];
const TIMED = 200;
const LINES = 200;
const LINE_TASKS = ['digits', 'text'];
/** Lines that a writer corrects before they are read to once more. */
const TAUGHT_LINES = 8;
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

/** The same of lines, by this device and by the server for who is at the page. Runs in the page. */
async function readLines(lines) {
  const { $pinia } = globalThis.document.querySelector('#app').__vue_app__.config.globalProperties;
  const device = $pinia._s.get('device');
  const pairs = [];
  for (const { task, strokes } of lines) {
    const start = performance.now();
    const here = await device.readLine(strokes, { task, top: 4 }, false);
    const wallMs = performance.now() - start;
    const response = await fetch('/api/lines', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ task, ink: { strokes }, top: 4 }),
    });
    const there = await response.json();
    pairs.push({ here, there, wallMs });
  }
  return pairs.map(({ here, there, wallMs }) => ({
    id: there.id,
    isSame: here.text === there.text && here.certain === there.certain,
    difference: Math.abs(here.probability - there.probability),
    decidedByMemory: here.characters.filter(({ decidedBy }) => decidedBy === 'memory').length,
    wallMs,
  }));
}

/** Corrects lines on the server, and lets the device hear of it. Runs in the page. */
async function teachLines(corrections) {
  for (const { lineId, text } of corrections) {
    const response = await fetch('/api/corrections', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ lineId, text }),
    });
    if (!response.ok) throw new Error(await response.text());
  }
  const { $pinia } = globalThis.document.querySelector('#app').__vue_app__.config.globalProperties;
  $pinia._s.get('device').refreshSoon(() => []);
  await new Promise((resolve) => setTimeout(resolve, 8000));
}

/** Bytes on the wire of what is downloaded to read here. */
function downloadsOf(context) {
  const found = [];
  context.on('requestfinished', async (request) => {
    const { pathname } = new URL(request.url());
    if (!/\.wasm$|\/onnx$|language\/file$|worker|device-store/.test(pathname)) return;
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
  // Looked for with each frame; a locator would look every half a second.
  await page.waitForFunction(() => globalThis.document.querySelector('[data-phase=answered]'));
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

  const lines = LINE_TASKS.flatMap((task) => writtenLines(task, LINES / LINE_TASKS.length));
  await page.evaluate(readLines, lines.slice(0, 1));
  // Somebody from here on, whom the server remembers.
  await page.evaluate(() =>
    fetch('/api/auth/sign-in/anonymous', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    }),
  );
  const untaught = await page.evaluate(readLines, lines);
  // They write their ones as others write sevens, and an a where an e stands.
  const corrections = [0, LINES / 2].flatMap((from) =>
    untaught.slice(from, from + TAUGHT_LINES / 2).map(({ id }, at) => ({
      lineId: id,
      text: lines[from + at].text.replaceAll('7', '1').replaceAll('e', 'a'),
    })),
  );
  await page.evaluate(teachLines, corrections);
  const taught = await page.evaluate(readLines, lines);

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
  for (const [name, read] of [
    ['before anything was taught', untaught],
    [`after ${TAUGHT_LINES} were corrected`, taught],
  ]) {
    const other = read.filter(({ isSame }) => !isSame).length;
    const apart = Math.max(...read.map(({ difference }) => difference));
    const ofMemory = read.reduce((sum, { decidedByMemory }) => sum + decidedByMemory, 0);
    console.log(
      `${LINES} lines ${name}: ${other} other texts or certainties, probabilities differ by ${apart.toExponential(1)} at most, ${ofMemory} characters by memory`,
    );
    for (const [at, task] of LINE_TASKS.entries()) {
      const half = LINES / LINE_TASKS.length;
      const times = read.slice(at * half, (at + 1) * half).map(({ wallMs }) => wallMs);
      console.log(
        `  ${task}: p50 ${ms(percentile(times, 0.5))}, p95 ${ms(percentile(times, 0.95))}`,
      );
    }
  }
} finally {
  await browser.close();
  await server.stop();
}
