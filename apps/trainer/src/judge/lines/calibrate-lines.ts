import type { LineEvaluation, LinesCard } from '@inkling/recognizer';
import { outcomesOf, readSets, type ReadOfLine, type SpokenSet } from './evaluate-lines.js';
import { settingsOf, type LineHelpers } from './line-helpers.js';

interface Outcome {
  readonly probability: number;
  readonly right: boolean;
}

const TEMPERATURES = [0.8, 1, 1.25, 1.5, 1.8, 2.2];

/** Times that those half the way to both neighbours of the best are tried, too: in steps of a quarter chance alone would move it by one. */
const FINER = 2;

/**
 * Certain answers are right at least so often on validation groups, so that 98 of 100 are on others: numbers that are put
 * together of UNIPEN's digits are harder than those that people write, ...
 */
const WANTED_RIGHT: Readonly<Record<LineEvaluation['task'], number>> = {
  digits: 0.99,
  text: 0.995,
};

/** ... of at least so many. */
const LEAST_SURE = 40;

/** Where nothing is certain enough. */
const NEVER = 1;
/** Even then what is as sure as this is certain. */
const HIGHEST_LIMIT = 0.999;

type Limits = Pick<LinesCard['certainty'], LineEvaluation['task']>;

/** How a network was calibrated on far more lines than are shipped with it. */
export interface ShippedCalibration {
  /** Its temperature for each one that the shipped lines alone would give it. */
  readonly temperatureScale: number;
  /** Its limits, and those that the shipped lines alone would give it under its own temperature. */
  readonly certainty: { readonly own: Limits; readonly fitted: Limits };
}

/**
 * `fitTemperature`, and with it from which probability on a line of each task is certain.
 *
 * @param sets of validation
 * @param shipped what is known of these sets from the network that they are shipped with, if anything
 * @returns what the card is to say, and what is read of the sets then
 */
export async function calibrateLines(
  sets: readonly SpokenSet[],
  card: LinesCard,
  helpers: LineHelpers = {},
  shipped?: ShippedCalibration,
): Promise<{
  readonly fitted: Pick<LinesCard, 'temperature' | 'certainty'>;
  readonly read: readonly (readonly ReadOfLine[])[];
}> {
  const temperature = rounded(
    (shipped?.temperatureScale ?? 1) * (await fitTemperature(sets, card, helpers)),
  );
  const { read, limits } = await readLimits(sets, { ...card, temperature }, helpers);
  const limit = (task: LineEvaluation['task']): number => {
    if (!shipped) return limits[task];
    const { own, fitted } = shipped.certainty;
    return limitFrom(own[task], fitted[task], limits[task]);
  };
  const certainty = { ...card.certainty, digits: limit('digits'), text: limit('text') };
  return { fitted: { temperature, certainty }, read };
}

/** What these sets alone would make of a network, beside what its card says. */
export async function shippedCalibration(
  sets: readonly SpokenSet[],
  card: LinesCard,
  helpers: LineHelpers = {},
): Promise<ShippedCalibration> {
  const { temperature, certainty: own } = card;
  const temperatureScale = temperature / (await fitTemperature(sets, card, helpers));
  const { limits } = await readLimits(sets, card, helpers);
  return { temperatureScale, certainty: { own, fitted: limits } };
}

/** From which probability on a line of each task is certain, with the card's own temperature, by these sets alone. */
async function readLimits(sets: readonly SpokenSet[], card: LinesCard, helpers: LineHelpers) {
  const outcomes: Record<LineEvaluation['task'], Outcome[]> = { digits: [], text: [] };
  const read = await readSets(sets, settingsOf(card, helpers));
  sets.forEach((set, at) => outcomes[set.task].push(...outcomesOf(set, read[at]!)));
  const limit = (task: LineEvaluation['task']) => sureFrom(outcomes[task], WANTED_RIGHT[task]);
  return { read, limits: { digits: limit('digits'), text: limit('text') } satisfies Limits };
}

/**
 * The temperature under which the probabilities of whole lines fit best to whether they are right (temperature
 * scaling, Guo et al. 2017): of the network for lines itself, before others look again.
 *
 * @param sets of validation
 */
export async function fitTemperature(
  sets: readonly SpokenSet[],
  card: LinesCard,
  { language }: LineHelpers,
): Promise<number> {
  const fitOf = async (temperature: number) => {
    const settings = settingsOf({ ...card, temperature }, { language });
    const read = await readSets(sets, settings);
    return { temperature, loss: lossOf(sets.flatMap((set, at) => outcomesOf(set, read[at]!))) };
  };
  let tried: Awaited<ReturnType<typeof fitOf>>[] = [];
  for (const temperature of TEMPERATURES) tried.push(await fitOf(temperature));
  for (let round = 0; round < FINER; round++) {
    const best = tried.indexOf(bestOf(tried));
    const near = tried.slice(Math.max(0, best - 1), best + 2);
    tried = near.slice(0, 1);
    for (const [at, next] of near.slice(1).entries()) {
      tried.push(await fitOf(Math.sqrt(near[at]!.temperature * next.temperature)), next);
    }
  }
  return rounded(bestOf(tried).temperature);
}

const rounded = (value: number): number => Number(value.toFixed(3));

const bestOf = <F extends { readonly loss: number }>(fits: readonly F[]): F =>
  fits.reduce((best, fit) => (fit.loss < best.loss ? fit : best));

/** Mean negative log likelihood of being right or wrong. */
function lossOf(outcomes: readonly Outcome[]): number {
  const losses = outcomes.map(({ probability, right }) => {
    const kept = Math.min(0.999, Math.max(0.001, probability));
    return -Math.log(right ? kept : 1 - kept);
  });
  return losses.reduce((sum, loss) => sum + loss, 0) / Math.max(1, outcomes.length);
}

/** A limit that moves, in log odds, as far as the one that is fitted does, but never down: so few lines can't show that. */
function limitFrom(own: number, before: number, after: number): number {
  const moved = logOdds(own) + Math.max(0, logOdds(after) - logOdds(before));
  return Math.min(HIGHEST_LIMIT, rounded(1 / (1 + Math.exp(-moved))));
}

const logOdds = (share: number): number => Math.log(share / (1 - share));

/** The lowest limit above which enough answers are right. */
function sureFrom(outcomes: readonly Outcome[], wanted: number): number {
  const sorted = [...outcomes].sort((a, b) => b.probability - a.probability);
  let [right, limit] = [0, NEVER];
  sorted.forEach((outcome, at) => {
    if (outcome.right) right++;
    // Those that are as probable are certain, too.
    if (sorted[at + 1]?.probability === outcome.probability) return;
    if (at + 1 >= LEAST_SURE && right / (at + 1) >= wanted) limit = outcome.probability;
  });
  return Math.min(HIGHEST_LIMIT, Math.ceil(limit * 1000) / 1000);
}
