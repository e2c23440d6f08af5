// `npm run bench:finetune [-- --network digits --seeds 3]`: does it learn? Writers whom no network has
// seen correct 1, 2 and 5 characters a class; all of it is approved; one job trains; their other
// drawings are read cold, with memory alone, after the job alone, and with both. With `--network lines` half of
// the writers correct ten words each; the next twenty are read. Needs `npm run build`, the models and the data sets.
import { parseArgs } from 'node:util';
import { DEFAULT_TRAINING_PARAMETERS } from '@inkling/contract';
import { LINES_NETWORK, mcNemar, NETWORKS } from '@inkling/recognizer';
import { learnLines } from '../apps/trainer/dist/lab/lines/learn-lines.js';
import { printTable } from './lib/table.mjs';
import { learn } from '../apps/trainer/dist/lab/learning/learn.js';
import { drawPlan } from '../apps/trainer/dist/lab/learning/plan.js';
import { openSchool } from '../apps/trainer/dist/lab/learning/school.js';
import { cutOf, errorOf, overHands } from '../apps/trainer/dist/lab/learning/summary.js';

const { values } = parseArgs({
  options: {
    network: { type: 'string' },
    data: { type: 'string', default: '../shared/data' },
    models: { type: 'string', default: 'models' },
    seeds: { type: 'string', default: '3' },
    'per-class': { type: 'string', default: '1,2,5' },
    writers: { type: 'string', default: '8' },
    'whole-ink-only': { type: 'boolean', default: false },
  },
});
if (values.network === LINES_NETWORK) {
  const rows = [];
  for (let seed = 1; seed <= Number(values.seeds); seed++) {
    const parameters = { ...DEFAULT_TRAINING_PARAMETERS.lines, seed };
    rows.push(await learnLines(values.models, values.data, parameters, console.error));
  }
  printLines(rows);
  process.exit(0);
}

const networks = values.network ? [values.network] : NETWORKS;
const perClasses = values['per-class'].split(',').map(Number);
const seeds = Array.from({ length: Number(values.seeds) }, (_, at) => at + 1);

const percent = (share) => `${(share * 100).toFixed(2)} %`;
const interval = ({ value, low, high }) =>
  `${(value * 100).toFixed(0)} % (${(low * 100).toFixed(0)} to ${(high * 100).toFixed(0)})`;

/** Several seeds of one setting, put together. */
function summarise(network, perClass, lessons) {
  const writers = lessons.flatMap((lesson) => lesson.writers);
  const others = lessons.flatMap((lesson) => lesson.others);
  const points = (way) =>
    overHands(others, (parts) => errorOf(parts, way) - errorOf(parts, 'cold'));
  const tests = lessons.map(({ test }) => (test.lost - test.won) / test.count);
  const worse = lessons.map(({ test }) => mcNemar(test, 'worse'));
  return {
    network,
    perClass,
    installations: lessons.length,
    corrections: lessons.map(({ corrections }) => corrections),
    drawings: writers.reduce((total, { count }) => total + count, 0),
    cold: errorOf(writers, 'cold'),
    memory: errorOf(writers, 'memory'),
    fineTuned: errorOf(writers, 'fineTuned'),
    both: errorOf(writers, 'both'),
    cutByMemory: overHands(writers, (parts) => cutOf(parts, 'memory')),
    cutByFineTuning: overHands(writers, (parts) => cutOf(parts, 'fineTuned')),
    cutByBoth: overHands(writers, (parts) => cutOf(parts, 'both')),
    othersCold: errorOf(others, 'cold'),
    othersFineTuned: errorOf(others, 'fineTuned'),
    othersBoth: errorOf(others, 'both'),
    othersChange: points('fineTuned'),
    othersChangeWithMemory: points('both'),
    testLoss: tests.reduce((sum, loss) => sum + loss, 0) / tests.length,
    testLosses: tests,
    testWorseP: worse,
    gatePassed: lessons.filter(({ gate }) => gate.passed).length,
    interpolated: lessons.filter(({ gate }) => gate.wholeWay).length,
    refusals: lessons.flatMap(({ gate }) =>
      gate.rules.filter(({ passed }) => !passed).map(({ rule }) => rule),
    ),
    seconds: lessons.map(({ seconds }) => Math.round(seconds)),
  };
}

function printLines(lessons) {
  const share = (value) => `${(100 * value).toFixed(1)} %`;
  printTable(
    [
      ['words corrected', ({ corrections }) => String(corrections)],
      ['cold', ({ taught }) => share(taught.cold)],
      ['memory', ({ taught }) => share(taught.memory)],
      ['fine-tuned', ({ taught }) => share(taught.fineTuned)],
      ['both', ({ taught }) => share(taught.both)],
      ['cut by both', ({ taught }) => share(1 - taught.both / taught.cold)],
      [
        'other writers, fine-tuned alone',
        ({ others }) => `${share(others.cold)} → ${share(others.fineTuned)}`,
      ],
      ['gate', ({ gate }) => (gate.passed ? 'passed' : 'refused')],
      ['training', ({ seconds }) => `${seconds.toFixed(0)} s`],
    ],
    lessons,
  );
  console.log(JSON.stringify({ bench: 'finetune', network: LINES_NETWORK, lessons }));
}

const results = [];
for (const network of networks) {
  const school = await openSchool(network, {
    dataDir: values.data,
    modelsDir: values.models,
    wholeInkOnly: values['whole-ink-only'],
  });
  for (const perClass of perClasses) {
    const lessons = [];
    for (const seed of seeds) {
      const { hands, glyphs } = school.drawings;
      const plan = drawPlan(
        hands,
        glyphs.labels,
        perClass,
        Number(values.writers),
        seed,
        Math.max(...perClasses),
      );
      const lesson = await learn(school, plan, seed);
      lessons.push(lesson);
      const of = (way) => percent(errorOf(lesson.writers, way));
      console.error(
        `${network}, ${perClass} a class, seed ${seed}: ${plan.hands.length} writers, ` +
          `${lesson.corrections} corrections, ${lesson.seconds.toFixed(0)} s; error ${of('cold')} cold, ` +
          `${of('memory')} memory, ${of('fineTuned')} fine-tuned, ${of('both')} both; ` +
          `gate ${lesson.gate.passed ? 'passed' : 'refused'}${lesson.gate.wholeWay ? ', interpolated (α = 0.5)' : ''}`,
      );
    }
    results.push(summarise(network, perClass, lessons));
  }
}

console.log(
  '| network | a class | cold | memory | fine-tuned | both | cut by both (95 %) | other writers, fine-tuned alone | official test, points lost | gate |',
);
console.log('| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |');
for (const row of results) {
  const { value, low, high } = row.othersChange;
  console.log(
    `| ${row.network} | ${row.perClass} | ${percent(row.cold)} | ${percent(row.memory)} | ` +
      `${percent(row.fineTuned)} | ${percent(row.both)} | ${interval(row.cutByBoth)} | ` +
      `${percent(row.othersCold)} → ${percent(row.othersFineTuned)} ` +
      `(${(value * 100).toFixed(2)}, ${(low * 100).toFixed(2)} to ${(high * 100).toFixed(2)}) | ` +
      `${(row.testLoss * 100).toFixed(3)} | ${row.gatePassed} of ${row.installations} |`,
  );
}
console.log(JSON.stringify({ bench: 'finetune', wholeInkOnly: values['whole-ink-only'], results }));
