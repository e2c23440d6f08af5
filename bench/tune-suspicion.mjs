// `npm run tune:suspicion`: the weights of suspicion (packages/recognizer/src/suspicion/weights.ts), by logistic
// regression on the validation and gate writers of UNIPEN, whom no network is trained on and
// `npm run bench:suspicion` does not use. 5 % of the labels are wrong, half of those look alike. Needs
// `npm run build`, the models and the data sets.
import { parseArgs } from 'node:util';
import { Clusters, confidentMargin, voteOf } from '@inkling/recognizer';
import { printTable } from './lib/table.mjs';
import {
  gatherEvidence,
  judgeRanking,
  LOOK_ALIKES,
  plant,
  readDrawings,
} from './lib/suspicion-trial.mjs';
import { fitLogistic } from './lib/logistic.mjs';

const { values } = parseArgs({
  options: {
    data: { type: 'string', default: '../shared/data' },
    models: { type: 'string', default: 'models' },
    seeds: { type: 'string', default: '10' },
  },
});

const GRID = {
  nearest: [8, 16],
  beta: [3, 5, 10, 20],
  unreviewed: [0.5, 0.7, 1],
  doubt: [0.05, 0.1, 0.3],
};
const TASKS = [
  ['digits', 'digits'],
  ['characters', 'letters'],
];
/** Of the similarity from which samples of one label are a cluster, and how many are worth a look at once. */
const LOOK_ALIKE = [0.4, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9];
const WORTH_A_LOOK = 4;
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
      trials.push({ task, approved, evidence, card: read.card });
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

/** How many stand in clusters that are worth a look, and how many wrong ones do so among right ones. */
function clustered(network, task, lookAlike) {
  let [all, inLarge, wrong, hidden] = [0, 0, 0, 0];
  for (const { evidence, card } of trials.filter((trial) => trial.task === task)) {
    const clusters = new Clusters(card.embeddingSize, card.labels.length, lookAlike);
    const members = new Map();
    for (const { sample } of evidence) {
      const id = clusters.place(sample.label, sample.embedding, String(members.size));
      members.set(id, [...(members.get(id) ?? []), sample]);
    }
    for (const samples of members.values()) {
      const planted = samples.filter(({ isPlanted }) => isPlanted).length;
      all += samples.length;
      wrong += planted;
      if (samples.length < WORTH_A_LOOK) continue;
      inLarge += samples.length;
      if (planted < samples.length / 2) hidden += planted;
    }
  }
  return { network, lookAlike, inLarge: inLarge / all, hidden: hidden / wrong };
}

const clusterings = TASKS.flatMap(([network, task]) =>
  LOOK_ALIKE.map((similarity) => clustered(network, task, similarity)),
);
console.log('');
printTable(
  [
    ['network', ({ network }) => network],
    ['similarity', ({ lookAlike }) => String(lookAlike)],
    [`in clusters of ${WORTH_A_LOOK} and more`, ({ inLarge }) => `${(inLarge * 100).toFixed(0)} %`],
    ['of the wrong, among right ones', ({ hidden }) => `${(hidden * 100).toFixed(0)} %`],
  ],
  clusterings,
);
console.log(JSON.stringify({ tune: 'suspicion', best: rated[0], clusterings }));
