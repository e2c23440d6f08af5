// `npm run tune:line-suspicion`: the weights of a line's suspicion (packages/recognizer/src/suspicion/weights.ts), by
// logistic regression on UNIPEN's validation groups and held out MNIST writers with 5 % wrong texts, and what the weights
// that stand there find among writers whom nobody trains or tunes on. Needs `npm run build`, the models and the data sets.
import { parseArgs } from 'node:util';
import {
  excessPerEdit,
  LINE_SUSPICION_WEIGHTS,
  lineSuspicionOf,
  shareOfOthers,
} from '@inkling/recognizer';
import {
  areaUnderCurve,
  caughtIn,
  gatherLineEvidence,
  KINDS,
  linesOf,
  openReaders,
} from './lib/line-suspicion-trial.mjs';
import { fitLogistic } from './lib/logistic.mjs';
import { printTable } from './lib/table.mjs';

const { values } = parseArgs({
  options: {
    data: { type: 'string', default: '../shared/data' },
    models: { type: 'string', default: 'models' },
    lines: { type: 'string', default: '200' },
  },
});

const TASKS = ['digits', 'text'];
const SEED = 5;

const readers = await openReaders(values.models);
const gather = (part) =>
  gatherLineEvidence(linesOf(values.data, part, Number(values.lines)), readers, SEED);
const ofTask = (rows, task) => rows.filter((row) => row.task === task);

const known = await gather('validation');
const fits = TASKS.map((task) => {
  const rows = ofTask(known, task).map(({ evidence, isTrue, weight }) => ({
    ...{ isTrue, weight, inputs: [excessPerEdit(evidence), shareOfOthers(evidence)] },
  }));
  const { base, weights, loss } = fitLogistic(rows);
  return { task, base, text: weights[0], characters: weights[1], loss };
});
printTable(
  [
    ['task', ({ task }) => task],
    ...['base', 'text', 'characters'].map((name) => [name, (fit) => fit[name].toFixed(2)]),
    ['log loss', ({ loss }) => loss.toFixed(4)],
    ['in use', ({ task }) => Object.values(LINE_SUSPICION_WEIGHTS[task]).join(', ')],
  ],
  fits,
);

const unseen = (await gather('unseen')).map((row) => ({
  ...row,
  value: lineSuspicionOf(row.evidence, LINE_SUSPICION_WEIGHTS[row.task]).value,
}));
const percent = (share) => `${(share * 100).toFixed(1)} %`;
const figures = [...new Set(unseen.map(({ set }) => set))].map((set) => {
  const rows = unseen.filter((row) => row.set === set);
  const right = rows.filter(({ isTrue }) => !isTrue).map(({ value }) => value);
  const wrong = rows.filter(({ isTrue }) => isTrue).map(({ value }) => value);
  return {
    ...{ set, lines: right.length, area: areaUnderCurve(right, wrong) },
    ...{ in5: caughtIn(rows, 0.05), in10: caughtIn(rows, 0.1), in20: caughtIn(rows, 0.2) },
  };
});
console.log('');
printTable(
  [
    ['unseen writers', ({ set }) => set],
    ['lines', ({ lines }) => String(lines)],
    ['area under the curve', ({ area }) => area.toFixed(3)],
    ['in the first 5 %', ({ in5 }) => percent(in5)],
    ['10 %', ({ in10 }) => percent(in10)],
    ['20 %', ({ in20 }) => percent(in20)],
  ],
  figures,
);

const kinds = TASKS.flatMap((task) =>
  KINDS.map((kind) => {
    const rows = ofTask(unseen, task);
    const right = rows.filter(({ isTrue }) => !isTrue).map(({ value }) => value);
    const wrong = rows.filter((row) => row.kind === kind).map(({ value }) => value);
    return { task, kind, area: areaUnderCurve(right, wrong) };
  }),
);
console.log('');
printTable(
  [
    ['task', ({ task }) => task],
    ['wrong by', ({ kind }) => kind],
    ['area under the curve', ({ area }) => area.toFixed(3)],
  ],
  kinds,
);
console.log(JSON.stringify({ tune: 'line-suspicion', fits, figures, kinds }));
