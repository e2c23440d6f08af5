// `npm run bench:lines [-- --lines 60 --beside FOLDER]`: what reading a line takes over real HTTP, beside the bare call of ONNX
// Runtime with the same strips in the same run: 8 digits and 30 characters of ink, and a picture of two rows; for a writer
// without samples, and for one whose memory has a say at each character. Needs `npm run build` and the models. Two versions
// are compared by `--beside`, the folder of another checkout that is built: by turns, on the same database.
process.env.ORT_DISABLE_TELEMETRY = '1';

import { readFileSync } from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { fileURLToPath } from 'node:url';
import { stripFromStrokes } from '@inkling/ink';
import { openSequenceSession } from '@inkling/recognizer';
import sharp from 'sharp';
import { send, signIn } from './lib/load.mjs';
import { startServers } from './lib/server.mjs';
import { summary } from './lib/statistics.mjs';
import { printTable } from './lib/table.mjs';

const { values } = parseArgs({
  options: { lines: { type: 'string', default: '60' }, beside: { type: 'string' } },
});
const count = Number(values.lines);
if (!(count > 0)) throw new Error('--lines: expected a number above 0');

/** Lines before those that count: until then V8 compiles, and what was corrected is learnt. */
const WARM_UP = 100;

const fixture = (name) =>
  JSON.parse(readFileSync(new URL(`../fixtures/${name}`, import.meta.url), 'utf8'));
const drawings = fixture('unipen.json');

/** Characters that were drawn one by one, side by side; turn by turn another drawing of each. */
function lineOf(labels, turn) {
  let pen = 0;
  return labels.flatMap((label, at) => {
    const all = drawings.filter((drawing) => drawing.label === label);
    const { strokes } = all[(turn + at) % all.length];
    const [xs, ys] = [strokes.flat().map(([x]) => x), strokes.flat().map(([, y]) => y)];
    const [left, top] = [Math.min(...xs), Math.min(...ys)];
    const scale = 60 / Math.max(1, Math.max(...ys) - top);
    const from = pen;
    pen += (Math.max(...xs) - left) * scale + 18;
    return strokes.map((stroke) =>
      stroke.map(([x, y]) => [from + (x - left) * scale, (y - top) * scale]),
    );
  });
}

const DIGITS = [...'29074815'];
const LETTERS = [...'TheQnickBtaanFaxEdgarBhdAeRtqH'];

async function pictureOf(lines) {
  const paths = lines.flatMap((strokes, row) =>
    strokes.map((stroke) => {
      const points = stroke.map(([x, y]) => `${40 + x},${40 + 120 * row + y}`).join(' ');
      return `<polyline points="${points}" fill="none" stroke="#222" stroke-width="5"/>`;
    }),
  );
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="900" height="300"><rect width="900" height="300" fill="#f4f2ee"/>${paths.join('')}</svg>`;
  return (await sharp(Buffer.from(svg)).png().toBuffer()).toString('base64');
}

const KINDS = [
  ['8 digits, ink', (turn) => ({ task: 'digits', ink: { strokes: lineOf(DIGITS, turn) } })],
  ['30 characters, ink', (turn) => ({ task: 'text', ink: { strokes: lineOf(LETTERS, turn) } })],
  [
    'two rows of 8 digits, picture',
    async (turn) => ({
      task: 'digits',
      image: await pictureOf([lineOf(DIGITS, turn), lineOf(DIGITS, turn + 1)]),
    }),
  ],
];

/** Each of some works, by turns: whatever else the machine does falls on all of them. */
async function timed(...works) {
  const latencies = works.map(() => []);
  const start = performance.now();
  for (let turn = -WARM_UP; turn < count; turn++) {
    for (const [at, work] of works.entries()) {
      const before = performance.now();
      await work(turn + WARM_UP);
      if (turn >= 0) latencies[at].push(performance.now() - before);
    }
  }
  const seconds = (performance.now() - start) / 1000;
  return latencies.map((each) => summary(each, seconds));
}

/** The network alone, strip by strip. */
async function bare(bodies) {
  const file = fileURLToPath(new URL('../models/lines/model.onnx', import.meta.url));
  const session = await openSequenceSession(await import('onnxruntime-node'), readFileSync(file));
  const strips = bodies.map(({ ink }) => stripFromStrokes(ink.strokes));
  const [result] = await timed((turn) => session.run(strips[turn % strips.length]));
  await session.release();
  return result;
}

const stand = await startServers();
const agent = new http.Agent({ keepAlive: true });
try {
  const [{ address }] = stand.servers;
  const other = values.beside && (await stand.startReplica(path.resolve(values.beside))).address;
  // As `bench:predict` asks: what the client does for itself is no part of what the server takes.
  const call = async (cookie, path, body, to = address) => {
    const headers = { 'content-type': 'application/json', cookie, origin: to };
    const { status, text } = await send(agent, `${to}${path}`, { headers, body });
    if (status !== 201) throw new Error(`${status}: ${text}`);
    return text;
  };
  const [stranger, writer] = [await signIn(address), await signIn(address)];
  for (let turn = 0; turn < 5; turn++) {
    for (const [task, labels] of [
      ['digits', DIGITS],
      ['text', LETTERS],
    ]) {
      const asked = JSON.stringify({ task, ink: { strokes: lineOf(labels, turn) } });
      const { id } = JSON.parse(await call(writer, '/api/lines', asked));
      const said = JSON.stringify({ lineId: id, text: labels.join('') });
      await call(writer, '/api/corrections', said);
    }
  }
  const rows = [];
  for (const [name, bodyOf] of KINDS) {
    const bodies = await Promise.all(Array.from({ length: 5 }, (_, turn) => bodyOf(turn)));
    const alone = bodies[0].ink ? await bare(bodies) : undefined;
    const sent = bodies.map((body) => JSON.stringify(body));
    for (const [who, cookie] of [
      ['no samples', stranger],
      ['with memory', writer],
    ]) {
      const ask = (to) => (turn) => call(cookie, '/api/lines', sent[turn % 5], to);
      const [{ p50Ms, p99Ms }, beside] = await timed(...[address, other].filter(Boolean).map(ask));
      rows.push({ name, who, p50Ms, p99Ms, beside: beside?.p50Ms, alone: alone?.p50Ms });
    }
  }
  printTable(
    [
      ['line', ({ name }) => name],
      ['writer', ({ who }) => who],
      ['p50 ms', ({ p50Ms }) => p50Ms.toFixed(1)],
      ['p99 ms', ({ p99Ms }) => p99Ms.toFixed(1)],
      ...(other ? [['the other, p50 ms', ({ beside }) => beside.toFixed(1)]] : []),
      ['network alone, p50 ms', ({ alone }) => alone?.toFixed(1) ?? ''],
      ['ratio', ({ alone, p50Ms }) => (alone ? (p50Ms / alone).toFixed(1) : '')],
    ],
    rows,
  );
} finally {
  agent.destroy();
  await stand.stop();
}
