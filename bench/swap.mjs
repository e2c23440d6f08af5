// `npm run bench:swap [-- --swaps 200 --clients 32 --window 500 --network digits]`: what clients notice
// of swaps, with one process and with two on one database. Two versions with really different weights
// take turns by POST /api/models/:id/promote. Wanted: no failed request; every answer wholly of the
// version that it names; p99 in windows with a swap at most 2 times that of windows without (medians);
// and no memory growth beyond 5 % over all swaps. Needs `npm run build`; brings its own Postgres.
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { runSwaps } from './lib/swap-run.mjs';
import { printTable } from './lib/table.mjs';

const { values } = parseArgs({
  options: {
    swaps: { type: 'string', default: '200' },
    clients: { type: 'string', default: '32' },
    window: { type: 'string', default: '500' },
    network: { type: 'string', default: 'digits' },
    replicas: { type: 'string', multiple: true, default: ['1', '2'] },
  },
});

const [swaps, clients, windowMs] = [values.swaps, values.clients, values.window].map(Number);
if (![swaps, clients, windowMs].every((value) => value >= 1)) {
  throw new Error('--swaps, --clients and --window: expected numbers from 1 on');
}

const TARGETS = { p99Ratio: 2, growth: 0.05 };

const missed = (run) => [
  ...(run.failed > 0 ? [`${run.failed} failed requests: ${run.failures.join('; ')}`] : []),
  ...(run.inconsistent > 0 ? [`${run.inconsistent} answers are not of one version`] : []),
  ...(run.drawingsReadDifferently === 0 ? ['the versions do not differ'] : []),
  ...(run.p99Ratio <= TARGETS.p99Ratio ? [] : [`p99 ratio ${run.p99Ratio.toFixed(2)}`]),
  ...(run.growth <= TARGETS.growth ? [] : [`memory grows by ${(run.growth * 100).toFixed(1)} %`]),
];

const runs = [];
for (const replicas of values.replicas.map(Number)) {
  runs.push(await runSwaps({ replicas, swaps, clients, windowMs, network: values.network }));
}

const megabytes = (list) => list.map((value) => value.toFixed(0)).join(' + ');
printTable(
  [
    ['processes', (run) => String(run.replicas)],
    ['swaps', (run) => String(run.swaps)],
    ['requests', (run) => String(run.requests)],
    ['failed', (run) => String(run.failed)],
    ['mixed', (run) => String(run.inconsistent)],
    ['swap p50, max ms', (run) => `${run.swapP50Ms.toFixed(0)}, ${run.swapMaxMs.toFixed(0)}`],
    ['p99 calm, swap ms', (run) => `${run.calmP99Ms.toFixed(1)}, ${run.swapP99Ms.toFixed(1)}`],
    ['ratio', (run) => `${run.p99Ratio.toFixed(2)} x`],
    ['RSS MB', (run) => `${megabytes(run.residentFirstMb)} -> ${megabytes(run.residentLastMb)}`],
    ['growth', (run) => `${(run.growth * 100).toFixed(1)} %`],
  ],
  runs,
);
const problems = runs.flatMap((run) => missed(run).map((text) => `${run.replicas}: ${text}`));
for (const problem of problems) console.log(`missed, processes ${problem}`);
const machine = { cpu: cpus()[0].model, cores: cpus().length, node: process.version };
console.log(
  JSON.stringify({ bench: 'swap', network: values.network, targets: TARGETS, machine, runs }),
);
process.exitCode = problems.length > 0 ? 1 : 0;
