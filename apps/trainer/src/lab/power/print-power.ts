import { parseArgs } from 'node:util';
import { labelsOfNetwork, NETWORKS, type Network } from '@inkling/recognizer';
import { readIdxLabels } from '../../data/idx.js';
import { pathsOfSet } from '../../data/load-set.js';
import { GATE_LIMITS } from '../../judge/gate/limits.js';
import { count, points } from '../../judge/gate/wording.js';
import { classLostProbability, falseAlarm } from './class-power.js';
import { lossPower } from './loss-power.js';

/** `npm run gate:power`: what the gate lets through and what it stops, with the gate sets that ship. */
const { values } = parseArgs({ options: { models: { type: 'string', default: 'models' } } });

/** Shares of the gate glyphs that only one of the two networks reads right; docs/gate.md has measured ones. */
const CHANGED: Readonly<Record<Network, readonly number[]>> = {
  digits: [0.001, 0.002, 0.003, 0.005, 0.01],
  characters: [0.01, 0.02, 0.03, 0.05],
};
const LOSSES: Readonly<Record<Network, readonly number[]>> = {
  digits: [0.001, 0.002, 0.003, 0.004, 0.005, 0.0075, 0.01],
  characters: [0.002, 0.003, 0.004, 0.005, 0.006, 0.0075, 0.01],
};
const CLASS_LOSSES = [0.02, 0.05, 0.1, 0.2, 0.5];

const percent = (share: number) => {
  const text = (share * 100).toFixed(1);
  if (share > 0 && text === '0.0') return '< 0.1 %';
  return share < 1 && text === '100.0' ? '> 99.9 %' : `${text} %`;
};
const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
const table = (head: readonly string[], rows: readonly (readonly string[])[]) =>
  [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n');

const results = NETWORKS.map((network) => {
  const labels = readIdxLabels(pathsOfSet(values.models, network, 'gate').labels);
  const supports = labelsOfNetwork(network).map(
    (_, index) => labels.filter((label) => label === index).length,
  );
  const { loss: limit, significance } = GATE_LIMITS[network];
  const power = lossPower(labels.length, limit);

  const equal = CHANGED[network].map((changed) => ({
    changed,
    passes: power.passes(changed / 2, changed / 2),
    passesClasses: 1 - falseAlarm(supports, changed, significance),
  }));
  // What is lost comes on top of what an equal network would lose and win.
  const usual = CHANGED[network][1]!;
  const worse = LOSSES[network].map((loss) => ({
    loss,
    refused: 1 - power.passes(usual / 2 + loss, usual / 2),
  }));
  const sorted = [...supports].sort((a, b) => a - b);
  const sizes = { smallest: sorted[0]!, median: sorted[Math.floor(sorted.length / 2)]! };
  const classes = CLASS_LOSSES.map((loss) => ({
    loss,
    smallest: classLostProbability(sizes.smallest, loss, 0, supports.length, significance),
    median: classLostProbability(sizes.median, loss, 0, supports.length, significance),
  }));

  console.log(`\n${network}: ${count(labels.length)} gate glyphs, limit ${points(limit)} points\n`);
  console.log(
    table(
      [
        'an equal network, share of answers that change',
        'passes the loss rule',
        'the classes rule',
      ],
      equal.map((line) => [
        percent(line.changed),
        percent(line.passes),
        percent(line.passesClasses),
      ]),
    ),
  );
  console.log(
    `\n${table(
      ['true loss (points)', 'refused by the loss rule'],
      worse.map(({ loss, refused }) => [points(loss), percent(refused)]),
    )}`,
  );
  console.log(
    `\n${table(
      [
        'true loss of one class',
        `refused: ${sizes.smallest} glyphs (smallest)`,
        `${sizes.median} glyphs (median)`,
      ],
      classes.map(({ loss, smallest, median }) => [
        percent(loss),
        percent(smallest),
        percent(median),
      ]),
    )}`,
  );
  return { network, glyphs: labels.length, limit, equal, worse, sizes, classes };
});
console.log(`\n${JSON.stringify({ gatePower: results })}`);
