// `npm run bench:line-networks -- FOLDER FOLDER … [--runs 200]`: what networks for lines take by themselves, turn by turn in one run:
// strips as wide as 8 digits and as 30 characters. Needs `npm run build`; each folder has a model.onnx.
process.env.ORT_DISABLE_TELEMETRY = '1';

import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { openSequenceSession } from '@inkling/recognizer';
import { median } from './lib/statistics.mjs';
import { printTable } from './lib/table.mjs';

const { values, positionals: folders } = parseArgs({
  allowPositionals: true,
  options: { runs: { type: 'string', default: '200' } },
});
if (folders.length === 0) throw new Error('Name the folders of the networks.');

const STRIP_HEIGHT = 32;
const WIDTHS = { '8 digits': 190, '30 characters': 680 };
const WARM_UP = 20;

/** About as much ink as writing has. */
const stripOf = (width) => ({
  width,
  values: Float32Array.from({ length: STRIP_HEIGHT * width }, (_, at) => (at % 7 === 0 ? 1 : 0)),
});

const engine = await import('onnxruntime-node');
const networks = [];
for (const folder of folders) {
  const file = join(folder, 'model.onnx');
  const session = await openSequenceSession(engine, readFileSync(file));
  networks.push({ folder, session, megabytes: statSync(file).size / 1e6 });
}
const rows = networks.map(({ folder, megabytes }) => ({ folder, megabytes, medians: {} }));
for (const [name, width] of Object.entries(WIDTHS)) {
  const strip = stripOf(width);
  const latencies = networks.map(() => []);
  for (let turn = -WARM_UP; turn < Number(values.runs); turn++) {
    for (const [at, { session }] of networks.entries()) {
      const before = performance.now();
      await session.run(strip);
      if (turn >= 0) latencies[at].push(performance.now() - before);
    }
  }
  latencies.forEach((own, at) => (rows[at].medians[name] = median(own)));
}
printTable(
  [
    ['network', ({ folder }) => folder],
    ['file', ({ megabytes }) => `${megabytes.toFixed(1)} MB`],
    ...Object.keys(WIDTHS).map((name) => [
      `${name}, p50 (ratio)`,
      ({ medians }) =>
        `${medians[name].toFixed(1)} ms (${(medians[name] / rows[0].medians[name]).toFixed(2)})`,
    ]),
  ],
  rows,
);
