import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  classThresholds,
  EmbeddingTable,
  labelsOfTask,
  maskedReading,
  normaliseRows,
} from '@inkling/recognizer';
import { parseModelCard } from '@inkling/recognizer/card';

const trainer = (file) => import(`../../apps/trainer/dist/${file}.js`);
const { glyphsOfUnipen, loadUnipen, samplesOfTask } = await trainer('data/unipen');
const { openOrtSession } = await trainer('onnx/ort-session');
const { createRandom, shuffle } = await trainer('random');

/** The share of the labels that wait which is planted wrong. */
const PLANTED = 0.05;

/** Labels that even people mistake for each other, by task. */
export const LOOK_ALIKES = {
  digits: [
    ['1', '7'],
    ['4', '9'],
    ['3', '8'],
    ['5', '6'],
  ],
  letters: [
    ['I', 'L'],
    ['U', 'V'],
    ['V', 'Y'],
    ['O', 'Q'],
    ['g', 'q'],
    ['h', 'n'],
  ],
  characters: [
    ['0', 'O'],
    ['1', 'I', 'L'],
    ['5', 'S'],
    ['2', 'Z'],
  ],
};

/**
 * Drawings of a part of UNIPEN's writers as an installation would have them: read by the shipped network,
 * and who drew each. Hand after hand in a random order, at most so many drawings of each and of all.
 *
 * @param {{ data: string, models: string, network: string, task: string, isIn: (sample: any) => boolean, perHand?: number, most?: number }} options
 */
export async function readDrawings(options) {
  const { data, models, network, task, isIn, perHand = Infinity, most = Infinity } = options;
  const ofTask = samplesOfTask(loadUnipen(data).filter(isIn), task, network);
  const chosen = someHands(
    ofTask.map(({ sample }) => sample),
    perHand,
    most,
  );
  const samples = samplesOfTask(chosen, task, network);
  const { glyphs, labels, count } = glyphsOfUnipen(chosen, task, network);
  const folder = join(models, network);
  const card = parseModelCard(readFileSync(join(folder, 'card.json'), 'utf8'));
  const session = await openOrtSession(readFileSync(join(folder, 'model.onnx')));
  const { logits, embeddings } = await session.run(glyphs, count);
  await session.release();
  const vectors = normaliseRows(embeddings, card.embeddingSize);
  const classes = card.labels.length;
  return {
    card,
    task,
    drawings: samples.map(({ sample }, row) => ({
      id: String(row),
      hand: sample.hand,
      truth: labels[row],
      logProbabilities: maskedReading(
        card,
        task,
        logits.subarray(row * classes, (row + 1) * classes),
      ),
      embedding: vectors.slice(row * card.embeddingSize, (row + 1) * card.embeddingSize),
    })),
  };
}

/**
 * Each hand corrects up to so many of its drawings. A share was reviewed before and is right; of the
 * labels that wait a share is wrong: another one of the task, whichever, or, as often as `alike` says, the
 * other one of a pair that looks alike.
 *
 * @param {{ seed: number, perHand: number, approved: number, alike: number, pairs: readonly (readonly string[])[] }} options
 */
export function plant({ card, task, drawings }, { seed, perHand, approved, alike, pairs }) {
  const random = createRandom(seed);
  const samples = someOfEach(drawings, perHand, random).map((drawing) => ({
    ...drawing,
    label: drawing.truth,
    isApproved: random.next() < approved,
    isPlanted: false,
  }));
  const waiting = samples.filter(({ isApproved }) => !isApproved);
  const partners = partnersOf(pairs, card.labels);
  const classes = labelsOfTask(task).map((label) => card.labels.indexOf(label));
  const wanted = Math.round(waiting.length * PLANTED);
  const wantedAlike = Math.round(wanted * alike);
  const mislabel = (sample, labels) => {
    sample.label = labels[random.integer(labels.length)];
    sample.isPlanted = true;
  };
  waiting
    .filter(({ truth }) => partners.has(truth))
    .slice(0, wantedAlike)
    .forEach((sample) => mislabel(sample, partners.get(sample.truth)));
  waiting
    .filter(({ isPlanted }) => !isPlanted)
    .slice(0, wanted - wantedAlike)
    .forEach((sample) =>
      mislabel(
        sample,
        classes.filter((index) => index !== sample.truth),
      ),
    );
  return { samples, waiting };
}

function someHands(samples, perHand, most) {
  const random = createRandom(0);
  const hands = [...new Set(samples.map(({ hand }) => hand))].sort();
  const order = Int32Array.from(hands.keys());
  shuffle(order, random);
  const ofEach = new Map(hands.map((hand) => [hand, []]));
  for (const sample of someOfEach(samples, perHand, random)) ofEach.get(sample.hand).push(sample);
  return [...order].flatMap((at) => ofEach.get(hands[at])).slice(0, most);
}

/** At most so many drawings of each hand, in a random order. */
function someOfEach(drawings, perHand, random) {
  const order = Int32Array.from(drawings.keys());
  shuffle(order, random);
  const counts = new Map();
  return [...order].flatMap((row) => {
    const count = counts.get(drawings[row].hand) ?? 0;
    counts.set(drawings[row].hand, count + 1);
    return count < perHand ? [drawings[row]] : [];
  });
}

/** By class index, the classes that look like it. */
function partnersOf(pairs, labels) {
  const partners = new Map();
  for (const group of pairs) {
    const members = group.map((label) => labels.indexOf(label));
    for (const one of members) {
      const others = members.filter((other) => other !== one);
      partners.set(one, [...(partners.get(one) ?? []), ...others]);
    }
  }
  return partners;
}

/**
 * What the API would know of each sample that waits: thresholds of all that is labelled, and the nearest
 * samples of anybody with the labels that they were given.
 */
export function gatherEvidence({ card }, { samples, waiting }, nearest) {
  const sums = new Map();
  for (const { label, logProbabilities } of samples) {
    const known = sums.get(label) ?? { samples: 0, sum: 0 };
    known.samples++;
    known.sum += Math.exp(logProbabilities[label]);
    sums.set(label, known);
  }
  const thresholds = classThresholds(
    card.labels.length,
    [...sums].map(([classIndex, { samples: count, sum }]) => ({
      classIndex,
      samples: count,
      mean: sum / count,
    })),
  );
  const table = new EmbeddingTable(card.embeddingSize);
  for (const sample of samples) table.set(sample, sample.embedding, sample.label);
  return waiting.map((sample) => ({
    sample,
    evidence: {
      label: sample.label,
      logProbabilities: sample.logProbabilities,
      thresholds,
      learnt: false,
      record: { decided: 0, wrong: 0 },
      witnesses: table
        .nearest(sample.embedding, nearest, undefined, ({ id }) => id !== sample.id)
        .map(({ item, classIndex, similarity }) => ({
          classIndex,
          similarity,
          approved: item.isApproved,
        })),
    },
  }));
}

/** Shares of the planted that are among the first so many of a ranking, and what else tells of it. */
export function judgeRanking(ranked) {
  const planted = ranked.filter(({ isPlanted }) => isPlanted).length;
  const caught = (share) =>
    ranked.slice(0, Math.ceil(ranked.length * share)).filter(({ isPlanted }) => isPlanted).length /
    planted;
  return {
    waiting: ranked.length,
    planted,
    first5: caught(0.05),
    first10: caught(0.1),
    first20: caught(0.2),
  };
}
