// `npm run bench:suspicion [-- --seeds 5 --drawings 4000]`: writers whom no network has seen correct their
// drawings, and 5 % of the labels that wait for review are wrong. The recogniser's own functions rank them by
// suspicion: how many of the wrong ones are among the first 10 %? Labels are wrong at random, or only
// where two look alike (l for I, V for U, O for 0, ...). `reviewed` is the share of all samples that a
// person approved before, with the right label. For comparison, what the network alone would rank by: its
// probability of the label. Needs `npm run build`, the models and the data sets. Ends with 1 where less
// than 90 % of the wrong digits are found.
import { parseArgs } from 'node:util';
import { SUSPICION_WEIGHTS, suspicionOf, VOTE } from '@inkling/recognizer';
import {
  gatherEvidence,
  judgeRanking,
  LOOK_ALIKES,
  plant,
  readDrawings,
} from './lib/suspicion-trial.mjs';
import { printTable } from './lib/table.mjs';

const { values } = parseArgs({
  options: {
    data: { type: 'string', default: '../shared/data' },
    models: { type: 'string', default: 'models' },
    seeds: { type: 'string', default: '5' },
    drawings: { type: 'string', default: '4000' },
  },
});

const PER_HAND = 40;
const SHARES_REVIEWED = [0, 0.3];
const WANTED_OF_DIGITS = 0.9;
/** Network, task, and which labels are wrong. */
const CASES = [
  ['digits', 'digits', ['at random', 'look-alikes']],
  ['characters', 'letters', ['at random', 'look-alikes']],
  ['characters', 'characters', ['look-alikes']],
];

const isUnseen = ({ part, cutInk }) => part.startsWith('unseen') && !cutInk;

/** One ranking by suspicion and one by the network alone. */
function rank(read, network, options) {
  const { samples, waiting } = plant(read, options);
  const facts = gatherEvidence(read, { samples, waiting }, VOTE.nearest);
  const ranked = facts
    .map(({ sample, evidence }) => ({
      ...sample,
      value: suspicionOf(evidence, SUSPICION_WEIGHTS[network]).value,
    }))
    .sort((a, b) => b.value - a.value);
  const alone = [...waiting].sort(
    (a, b) => a.logProbabilities[a.label] - b.logProbabilities[b.label],
  );
  const meanOf = (isPlanted) => {
    const some = ranked.filter((sample) => sample.isPlanted === isPlanted);
    return some.reduce((sum, { value }) => sum + value, 0) / some.length;
  };
  return {
    ...judgeRanking(ranked),
    alone10: judgeRanking(alone).first10,
    meanOfWrong: meanOf(true),
    meanOfRight: meanOf(false),
  };
}

const mean = (list) => list.reduce((sum, value) => sum + value, 0) / list.length;

const results = [];
for (const [network, task, kinds] of CASES) {
  const read = await readDrawings({
    ...values,
    network,
    task,
    isIn: isUnseen,
    perHand: PER_HAND,
    most: Number(values.drawings),
  });
  for (const kind of kinds) {
    for (const approved of SHARES_REVIEWED) {
      const pairs = LOOK_ALIKES[task];
      const options = { approved, perHand: PER_HAND, alike: kind === 'look-alikes' ? 1 : 0, pairs };
      const runs = Array.from({ length: Number(values.seeds) }, (_, seed) =>
        rank(read, network, { ...options, seed: seed + 1 }),
      );
      const of = (name) => mean(runs.map((run) => run[name]));
      results.push({
        task,
        wrong: kind,
        reviewed: approved,
        hands: new Set(read.drawings.map(({ hand }) => hand)).size,
        waiting: Math.round(of('waiting')),
        planted: Math.round(of('planted')),
        first5: of('first5'),
        first10: of('first10'),
        worst10: Math.min(...runs.map(({ first10 }) => first10)),
        first20: of('first20'),
        alone10: of('alone10'),
        meanOfWrong: of('meanOfWrong'),
        meanOfRight: of('meanOfRight'),
      });
    }
  }
}

const percent = (name) => (row) => `${(row[name] * 100).toFixed(1)} %`;
printTable(
  [
    ['task', (row) => row.task],
    ['wrong labels', (row) => row.wrong],
    ['reviewed', percent('reviewed')],
    ['waiting (wrong)', (row) => `${row.waiting} (${row.planted})`],
    ['in the first 5 %', percent('first5')],
    ['10 %', percent('first10')],
    ['worst seed', percent('worst10')],
    ['20 %', percent('first20')],
    ['network alone, 10 %', percent('alone10')],
    ['mean of wrong', percent('meanOfWrong')],
    ['of right', percent('meanOfRight')],
  ],
  results,
);
console.log(JSON.stringify({ bench: 'suspicion', seeds: Number(values.seeds), results }));

const digits = results.filter(({ task, wrong }) => task === 'digits' && wrong === 'at random');
const tooFew = digits.filter(({ first10 }) => first10 < WANTED_OF_DIGITS);
for (const { reviewed, first10 } of tooFew)
  console.error(`Only ${first10} of the wrong digits are found with ${reviewed} reviewed.`);
process.exitCode = tooFew.length > 0 ? 1 : 0;
