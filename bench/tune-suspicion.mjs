// `npm run tune:suspicion`: the weights of suspicion (apps/api/src/suspicion/weights.ts), by logistic
// regression on the validation and gate writers of UNIPEN, whom no network is trained on and
// `npm run bench:suspicion` does not use. 5 % of the labels are wrong, half of those look alike. Needs
// `npm run build`, the models and the data sets.
import { parseArgs } from 'node:util';
import { printTable } from './lib/table.mjs';
import {
  gatherEvidence,
  judgeRanking,
  LOOK_ALIKES,
  plant,
  readDrawings,
} from './lib/suspicion-trial.mjs';
import { fitLogistic } from './lib/logistic.mjs';

const { confidentMargin, voteOf } = await import('../apps/api/dist/suspicion/score.js');

const { values } = parseArgs({
  options: {
    data: { type: 'string', default: '../shared/data' },
    models: { type: 'string', default: 'models' },
    seeds: { type: 'string', default: '3' },
  },
});

const GRID = {
  nearest: [8, 16],
  beta: [5, 10, 20],
  unreviewed: [0.5, 0.7, 1],
  doubt: [0.05, 0.1, 0.3],
};
const TASKS = [
  ['digits', 'digits'],
  ['characters', 'letters'],
];
const SHARES_APPROVED = [0, 0.3];
const PER_HAND = 60;

const trials = [];
for (const [network, task] of TASKS) {
  const isIn = ({ part, cutInk }) => (part === 'validation' || part === 'gate') && !cutInk;
  const read = await readDrawings({ ...values, network, task, isIn });
  for (let seed = 1; seed <= Number(values.seeds); seed++) {
    for (const approved of SHARES_APPROVED) {
      const options = { seed, approved, perHand: PER_HAND, alike: 0.5, pairs: LOOK_ALIKES[task] };
      const evidence = gatherEvidence(read, plant(read, options), Math.max(...GRID.nearest));
      trials.push({ task, approved, evidence });
    }
  }
}

/** One regression a network, because they err differently often; how neighbours vote is the same for both. */
function rate(parameters) {
  const fits = TASKS.map(([network, task]) => {
    const ofTask = trials.filter((trial) => trial.task === task);
    const rows = ofTask.map(({ evidence }) => evidence.map((each) => rowOf(each, parameters)));
    const { base, weights, loss } = fitLogistic(rows.flat());
    const shares = rows.map((trial) => {
      const value = ({ inputs }) => base + weights[0] * inputs[0] + weights[1] * inputs[1];
      const ranked = [...trial].sort((a, b) => value(b) - value(a));
      return judgeRanking(ranked.map(({ isTrue }) => ({ isPlanted: isTrue }))).first10;
    });
    const first10 = shares.reduce((sum, share) => sum + share, 0) / shares.length;
    return [network, { base, network: -weights[0], neighbours: -weights[1], loss, first10 }];
  });
  const loss = fits.reduce((sum, [, fit]) => sum + fit.loss, 0);
  return { ...parameters, loss, ...Object.fromEntries(fits) };
}

const rowOf = ({ sample, evidence }, parameters) => ({
  inputs: [
    confidentMargin(evidence).value,
    voteOf(evidence.label, evidence.witnesses, parameters).value,
  ],
  isTrue: sample.isPlanted,
  weight: 1,
});

const rated = [];
for (const nearest of GRID.nearest)
  for (const beta of GRID.beta)
    for (const unreviewed of GRID.unreviewed)
      for (const doubt of GRID.doubt) rated.push(rate({ nearest, beta, unreviewed, doubt }));
rated.sort((a, b) => a.loss - b.loss);

printTable(
  [
    ...Object.keys(GRID).map((name) => [name, (row) => String(row[name])]),
    ['log loss', (row) => row.loss.toFixed(4)],
    ...TASKS.flatMap(([network]) => [
      [
        `${network}: base, network, neighbours`,
        (row) =>
          ['base', 'network', 'neighbours'].map((name) => row[network][name].toFixed(2)).join(', '),
      ],
      ['in the first 10 %', (row) => `${(row[network].first10 * 100).toFixed(1)} %`],
    ]),
  ],
  rated.slice(0, 12),
);
console.log(JSON.stringify({ tune: 'suspicion', best: rated[0] }));
