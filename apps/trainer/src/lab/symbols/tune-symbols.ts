import { SYMBOL_PARAMETERS } from '@inkling/recognizer';
import type { ClassCentres, SymbolParameters } from '@inkling/recognizer/card';
import {
  evidenceOfCharacters,
  lotsBy,
  marginLimits,
  type CharacterEvidence,
} from './character-limits.js';
import { evidenceOf, marginOf, type Evidence } from './evidence.js';
import { figuresOf } from './symbol-figures.js';
import type { AskedCharacters, AskedSign } from './symbol-questions.js';

/** Signs of one kind, and how much they count in what is chosen. */
export interface SignSet {
  readonly name: string;
  readonly weight: number;
  readonly asked: readonly AskedSign[];
}

/** What is tuned on. */
export interface TuningData {
  readonly centres: ClassCentres | undefined;
  readonly signs: readonly SignSet[];
  readonly limit: Limit;
  /** With several numbers of symbols, that of the limit among them, and of samples of each. */
  readonly characters: readonly AskedCharacters[];
}

/** How much closeness counts against the rest: what is compared is all relative to it. */
export type Ratios = Pick<SymbolParameters, 'classWeight' | 'likenessWeight'>;

export interface RatedRatios extends Ratios {
  /** Share of signs that are answered right where characters lose as much as they may. */
  readonly right: number;
}

const CLASS_WEIGHTS = [4, 5, 6, 7, 8, 9, 10, 12];
/** With more, some symbol would be answered to whatever looks like no character, however unlike its samples. */
const LIKENESS_WEIGHTS = [0, 0.5, 1, 1.5];
const WEIGHTS = [1, 1.25, 1.5, 1.75, 2, 2.25, 2.5, 3, 4, 5, 6];

/** What real characters may lose. */
export interface Limit {
  /** So many are taught. */
  readonly symbolsOfLimit: number;
  /** The share of all characters, 0 to 1. */
  readonly mostLost: number;
}

/** The share at which numbers of symbols are compared. */
const COMPARED_AT = 0.001;

/**
 * Ratios are compared at these losses, since at a single one a few drawings decide: of a thousand characters it is
 * the one that is most like a sign.
 */
const LOSSES = [0.0005, 0.001, 0.002, 0.004];

/** Scores are linear in the weights, so the ratios, the sharpness and the bias are found one after the other. */
export function tuneSymbols(
  data: TuningData,
  likenessWeights: readonly number[] = LIKENESS_WEIGHTS,
): {
  readonly parameters: SymbolParameters;
  readonly rated: readonly RatedRatios[];
} {
  const characters = data.characters.map((lot) => evidenceOfCharacters(lot, data.centres));
  const signs = data.signs.map(({ weight, asked }) => ({
    weight,
    asked: asked.map(({ question, symbol }) => ({
      evidence: evidenceOf(question, data.centres),
      symbol,
    })),
  }));
  const rated = CLASS_WEIGHTS.flatMap((classWeight) =>
    likenessWeights.map((likenessWeight) => {
      const ratios = { classWeight, likenessWeight };
      return { ...ratios, right: rightAtLosses(signs, characters, ratios) };
    }),
  );
  const best = rated.reduce((most, one) => (one.right > most.right ? one : most));
  const plain = unweighed(best);
  const share = shareOf(characters, plain);
  const bias = biasOf(data.limit, characters, plain, share);
  const settings = WEIGHTS.map((weight) => sharpened({ ...plain, share, bias }, weight));
  const beside = leastOf(settings, (one) => meanErrors(data, one).beside);
  const alone = leastOf(settings, (one) => meanErrors(data, one).alone);
  const parameters = { ...beside, weightAlone: alone.weightAlone };
  return { parameters, rated };
}

/** With closeness counted once, before anything is known of share and bias. */
const unweighed = ({ classWeight, likenessWeight }: Ratios): SymbolParameters => ({
  ...{ bias: 0, share: 0, weight: 1, weightAlone: 1, beta: SYMBOL_PARAMETERS.beta },
  ...{ classWeight, likenessWeight },
});

/** Answers stay what they are, and become surer. */
function sharpened(parameters: SymbolParameters, by: number): SymbolParameters {
  const scaled = (value: number) => Math.round(100 * by * value) / 100;
  return {
    bias: scaled(parameters.bias),
    share: scaled(parameters.share),
    weight: scaled(parameters.weight),
    weightAlone: scaled(parameters.weightAlone),
    beta: parameters.beta,
    classWeight: scaled(parameters.classWeight),
    likenessWeight: scaled(parameters.likenessWeight),
  };
}

/** Signs as far as they are weighed. */
interface SignEvidence {
  readonly weight: number;
  readonly asked: readonly { readonly evidence: Evidence; readonly symbol: number }[];
}

/** Signs are held to what characters lose with about as many symbols: many taught ones take more. */
function rightAtLosses(
  signs: readonly SignEvidence[],
  characters: readonly CharacterEvidence[],
  ratios: Ratios,
): number {
  const parameters = unweighed(ratios);
  const byCount = lotsBy(characters, ({ symbols }) => symbols);
  const limits = new Map(
    [...byCount].map(([count, lots]) => [count, marginLimits(lots, parameters, LOSSES)]),
  );
  const counts = [...limits.keys()];
  let [sum, weights] = [0, 0];
  for (const { asked, weight } of signs) {
    let right = 0;
    for (const { evidence, symbol } of asked) {
      if (evidence.symbol !== symbol) continue;
      const margin = marginOf(evidence, parameters);
      const above = limits.get(nearestCount(counts, evidence.symbols))!;
      right += above.filter((limit) => margin > limit).length / LOSSES.length;
    }
    sum += (weight * right) / asked.length;
    weights += weight;
  }
  return sum / weights;
}

const nearestCount = (counts: readonly number[], symbols: number): number =>
  counts.reduce((near, count) =>
    Math.abs(Math.log(count / symbols)) < Math.abs(Math.log(near / symbols)) ? count : near,
  );

/** How the limit grows with the logarithm of their number (least squares). */
function shareOf(characters: readonly CharacterEvidence[], parameters: SymbolParameters): number {
  const points = [...lotsBy(characters, ({ symbols }) => symbols)].map(([symbols, lots]) => ({
    x: Math.log(symbols),
    y: marginLimits(lots, parameters, [COMPARED_AT])[0]!,
  }));
  const mean = (of: (point: { x: number; y: number }) => number) =>
    points.reduce((sum, point) => sum + of(point), 0) / points.length;
  const [x, y] = [mean((point) => point.x), mean((point) => point.y)];
  const slope =
    mean((point) => (point.x - x) * (point.y - y)) / mean((point) => (point.x - x) ** 2);
  return Math.max(0, slope);
}

/** The highest with which characters lose no more than they may, however many samples the symbols have. */
function biasOf(
  { symbolsOfLimit, mostLost }: Limit,
  characters: readonly CharacterEvidence[],
  parameters: SymbolParameters,
  share: number,
): number {
  const ofLimit = characters.filter(({ symbols }) => symbols === symbolsOfLimit);
  const limits = [...lotsBy(ofLimit, ({ samples }) => samples).values()].map(
    (lots) => marginLimits(lots, parameters, [mostLost])[0]!,
  );
  return share * Math.log(symbolsOfLimit) - Math.max(...limits);
}

const leastOf = <T>(all: readonly T[], of: (one: T) => number): T =>
  all
    .map((one) => ({ one, value: of(one) }))
    .reduce((least, other) => (other.value < least.value ? other : least)).one;

/** Calibration errors, means of all signs. */
function meanErrors(
  { centres, signs }: TuningData,
  parameters: SymbolParameters,
): { readonly alone: number; readonly beside: number } {
  let [alone, beside] = [0, 0];
  for (const { asked, weight } of signs) {
    const { errorAlone, errorBeside } = figuresOf(asked, parameters, centres);
    alone += weight * errorAlone;
    beside += weight * errorBeside;
  }
  const weights = signs.reduce((sum, { weight }) => sum + weight, 0);
  return { alone: alone / weights, beside: beside / weights };
}
