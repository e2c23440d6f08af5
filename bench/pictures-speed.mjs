// `npm run bench:pictures-speed [-- --seconds 4]`: what a glyph of a decoded picture costs, by the picture's size, beside the
// bare call of ONNX Runtime with the same glyphs in the same run. One thread; needs the models and no build. "Undisturbed" is the
// median over the pictures of the least time that each took: what p50 comes to on a machine that does nothing else.
process.env.ORT_DISABLE_TELEMETRY = '1';

import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { fileURLToPath } from 'node:url';
import { importSource } from './lib/import-source.mjs';
import { printTable } from './lib/table.mjs';

const { InferenceSession, Tensor } = await import('onnxruntime-node');

const { values } = parseArgs({ options: { seconds: { type: 'string', default: '4' } } });
const seconds = Number(values.seconds);
if (!(seconds > 0)) throw new Error('--seconds: expected a number above 0');

const PICTURES = 20;
const WARM_UP = 60;

const { glyphFromColour, glyphFromPicture, pictureOfInk, resampleByArea } = await importSource(
  `export { glyphFromColour, glyphFromPicture } from './packages/ink/src/index.ts';
   export { pictureOfInk } from './packages/ink/src/testing/scenes/index.ts';
   export { resampleByArea } from './packages/ink/src/picture/resample.ts';`,
);

const inks = JSON.parse(readFileSync(new URL('../fixtures/unipen.json', import.meta.url), 'utf8'))
  .filter(({ label }) => /\d/.test(label))
  .slice(0, PICTURES);

/** Pictures of a kind, made as large as that; each is a picture of its own. */
const picturesOf = (kind, side, count = PICTURES) =>
  inks.slice(0, count).map(({ strokes }, at) => {
    const { width, height, pixels } = pictureOfInk(strokes, kind, at + 1);
    const sent = { width, height, values: Float32Array.from(pixels) };
    const sized = resampleByArea(sent, side, side);
    return { width: side, height: side, pixels: Uint8Array.from(sized.values, Math.round) };
  });

const inColour = ({ width, height, pixels }) => ({
  width,
  height,
  pixels: Uint8Array.from({ length: 4 * pixels.length }, (_, at) =>
    at % 4 === 3 ? 255 : pixels[at >> 2],
  ),
});

const KINDS = [
  ['drawing, 280 x 280', glyphFromPicture, () => picturesOf('drawn on screen', 280)],
  ['the same in colour', glyphFromColour, () => picturesOf('drawn on screen', 280).map(inColour)],
  ['photo, 480 x 480', glyphFromPicture, () => picturesOf('photo, shadow', 480)],
  ['drawing, 1024 x 1024', glyphFromPicture, () => picturesOf('drawn on screen', 1024)],
  ['photo, 1024 x 1024', glyphFromPicture, () => picturesOf('photo, shadow', 1024)],
  ['photo, 12 megapixels', glyphFromPicture, () => picturesOf('photo, shadow', 3464, 4)],
];

/** Each of them in turn, for as long as that: all times, and the least of each, which other work on the machine hardly disturbs. */
async function timesOf(calls) {
  for (let at = 0; at < WARM_UP; at++) await calls[at % calls.length]();
  const times = [];
  const least = calls.map(() => Infinity);
  const end = performance.now() + seconds * 1000;
  for (let at = 0; performance.now() < end; at++) {
    const before = performance.now();
    await calls[at % calls.length]();
    const time = performance.now() - before;
    times.push(time);
    least[at % calls.length] = Math.min(least[at % calls.length], time);
  }
  const rising = (values) => values.sort((a, b) => a - b);
  return { times: rising(times), least: rising(least) };
}

const session = await InferenceSession.create(
  fileURLToPath(new URL('../models/digits/model.onnx', import.meta.url)),
  { intraOpNumThreads: 1, interOpNumThreads: 1 },
);

const rows = [];
const measure = async (name, calls) => {
  const { times, least } = await timesOf(calls);
  const at = (share) => times[Math.floor(share * times.length)];
  const undisturbedMs = least[least.length >> 1];
  rows.push({ name, undisturbedMs, p50Ms: at(0.5), p95Ms: at(0.95) });
};

const glyphs = picturesOf('drawn on screen', 280).map((each) => glyphFromPicture(each).glyph);
await measure(
  'bare ONNX Runtime',
  glyphs.map((glyph) => {
    const feeds = { glyph: new Tensor('float32', glyph, [1, 1, 28, 28]) };
    return () => session.run(feeds);
  }),
);
for (const [name, read, pictures] of KINDS) {
  await measure(
    name,
    pictures().map((picture) => () => read(picture)),
  );
}

const [bare] = rows;
printTable(
  [
    ['picture', ({ name }) => name],
    ['undisturbed ms', ({ undisturbedMs }) => undisturbedMs.toFixed(2)],
    ['p50 ms', ({ p50Ms }) => p50Ms.toFixed(2)],
    ['p95 ms', ({ p95Ms }) => p95Ms.toFixed(2)],
    ['p50 / bare', ({ p50Ms }) => `${(p50Ms / bare.p50Ms).toFixed(1)} x`],
    [
      'undisturbed / bare',
      ({ undisturbedMs }) => `${(undisturbedMs / bare.undisturbedMs).toFixed(1)} x`,
    ],
  ],
  rows,
);
const machine = { cpu: cpus()[0].model, cores: cpus().length, node: process.version };
console.log(JSON.stringify({ bench: 'pictures-speed', seconds, machine, rows }));
