import { maskedLogProbabilities, softmax } from '../calibration.js';
import type { MemoryParameters, ModelCard } from '../card/card.js';
import { knownByOwn, symbolKnown } from '../certainty.js';
import { bestClass } from '../metrics.js';
import { blend, closeness, closenessInMemory } from './blend.js';
import type { MemoryNeighbour, RememberedSample } from './memory-sample.js';
import { normaliseRows } from './nearest.js';
import type { NetworkMemory } from './network-memory.js';
import { SYMBOL_PARAMETERS, symbolScores } from './symbol-scores.js';

/** How probable the label of the very same drawing is made, at least: 99 to 1 against all others. */
const SAME_GLYPH_ODDS = 99;

/** A neighbour that adds less than this share of what a perfect match adds is not worth showing. */
const LEAST_WEIGHT = 0.02;

/** Samples that are shown with an answer: nobody looks at more. */
export const MOST_NEIGHBOURS = 5;

export interface Question {
  readonly logits: Float32Array;
  readonly embedding: Float32Array;
  /**
   * How much the drawing looks like something that the task knows, 0 to 1, see `likenessForTask`; for symbols alone.
   * Absent: nothing tells.
   */
  readonly likeness?: number | undefined;
  /** One byte a pixel, 255 is ink. */
  readonly glyph: Uint8Array;
  readonly writerId: string | null;
  /**
   * By index in memory's label space, see `LabelSpace.mask`; without a memory at least one class, and else
   * at least one label. What lies behind its end may not answer.
   */
  readonly allowed: readonly boolean[];
  /** What memory found already, see `NetworkMemory.neighbours`; absent: it is searched. */
  readonly found?: readonly MemoryNeighbour[] | undefined;
}

export interface Decision {
  /** By index in the label space, as far as `allowed` goes; they add up to 1. */
  readonly probabilities: Float64Array;
  readonly best: number;
  /** What the network alone says; -1 where none of its classes may answer. */
  readonly bestOfNetwork: number;
  /** How well samples speak for the best, 0 to 1, whether they are shown or not: `knownByOwn`, and `symbolKnown` for a symbol. */
  readonly known: number;
  /** The sample that speaks most for the best, whether it is shown or not; `null` where none was found. */
  readonly deciding: RememberedSample | null;
  /** The nearest samples that had a say, most similar first. */
  readonly neighbours: readonly MemoryNeighbour[];
}

/** What is read of a card to decide. */
export type DecidingCard = Pick<ModelCard, 'temperature' | 'memory' | 'centres'>;

/**
 * Network and memory together: logits / temperature -> softmax -> mask -> blend, and a sample of the
 * writer's own with the same glyph decides outright.
 *
 * @param memory `undefined`: the network alone
 */
export function decide(
  question: Question,
  card: DecidingCard,
  memory: NetworkMemory | undefined,
): Decision {
  const { logits, glyph, writerId, allowed } = question;
  const classes = allowed.flatMap((isAllowed, index) =>
    isAllowed && index < logits.length ? [index] : [],
  );
  const ofNetwork = maskedLogProbabilities(logits, card.temperature, classes);
  const bestOfNetwork = classes.length > 0 ? bestClass(ofNetwork) : -1;
  if (!memory) {
    const probabilities = softmax(ofNetwork);
    const nothing = { known: 0, deciding: null, neighbours: [] };
    return { probabilities, best: bestOfNetwork, bestOfNetwork, ...nothing };
  }

  const found = question.found ?? search(question, card.memory.nearest, memory);
  const scores = scoresOf(ofNetwork, question, found, card);
  const same = memory.sameGlyph(writerId, glyph, allowed);
  if (same) favour(scores, same.ownClass!);
  const best = bestClass(scores);
  const neighbours = withSame(found, same);
  return {
    probabilities: softmax(scores),
    best,
    bestOfNetwork,
    known:
      best < logits.length
        ? knownByOwn(neighbours, best, card.memory.beta)
        : symbolKnown(neighbours, best),
    deciding: same?.ownClass === best ? same : nearestOf(neighbours, best),
    neighbours: worthShowing(neighbours, card.memory, same, logits.length),
  };
}

const search = (
  { embedding, writerId, allowed }: Question,
  limit: number,
  memory: NetworkMemory,
): MemoryNeighbour[] =>
  memory.nearest(writerId, normaliseRows(embedding, embedding.length), limit, allowed);

/** Of classes by `blend`; behind them, where some may answer, of symbols by `symbolScores`. */
function scoresOf(
  ofNetwork: Float64Array,
  { embedding, likeness, allowed }: Question,
  found: readonly MemoryNeighbour[],
  { memory, centres }: DecidingCard,
): Float64Array {
  const classes = ofNetwork.length;
  if (allowed.length <= classes) return blend(ofNetwork, found, memory);
  const ofClasses = found.filter(({ classIndex }) => classIndex < classes);
  const scores = new Float64Array(allowed.length);
  scores.set(blend(ofNetwork, ofClasses, memory));
  const query = normaliseRows(embedding, embedding.length);
  const asked = { logProbabilities: ofNetwork, embedding: query, likeness, allowed, found };
  scores.set(symbolScores(asked, memory.symbols ?? SYMBOL_PARAMETERS, centres), classes);
  return scores;
}

/** Raises one score until its probability is 99 %, in place; one that is higher stays. */
function favour(scores: Float64Array, index: number): void {
  let others = -Infinity;
  scores.forEach((score, at) => {
    if (at !== index) others = Math.max(others, score);
  });
  if (others === -Infinity) return;
  let sum = 0;
  scores.forEach((score, at) => {
    if (at !== index) sum += Math.exp(score - others);
  });
  scores[index] = Math.max(scores[index]!, others + Math.log(sum) + Math.log(SAME_GLYPH_ODDS));
}

/** With the one that decides: with many samples it may not be among the nearest. */
function withSame(
  found: readonly MemoryNeighbour[],
  same: RememberedSample | undefined,
): readonly MemoryNeighbour[] {
  if (!same || found.some(({ sample }) => sample.id === same.id)) return found;
  return [...found, { sample: same, classIndex: same.ownClass!, similarity: 1, own: true }];
}

function nearestOf(found: readonly MemoryNeighbour[], classIndex: number): RememberedSample | null {
  let nearest: MemoryNeighbour | undefined;
  for (const neighbour of found) {
    if (neighbour.classIndex !== classIndex) continue;
    if (!nearest || neighbour.similarity > nearest.similarity) nearest = neighbour;
  }
  return nearest?.sample ?? null;
}

/** The one that decides comes first. */
function worthShowing(
  found: readonly MemoryNeighbour[],
  parameters: MemoryParameters,
  same: RememberedSample | undefined,
  classes: number,
): MemoryNeighbour[] {
  const { beta } = parameters.symbols ?? SYMBOL_PARAMETERS;
  const weightOf = (neighbour: MemoryNeighbour): number => {
    if (neighbour.classIndex >= classes) return closeness(neighbour.similarity, beta);
    const alpha = neighbour.own ? parameters.alphaOwn : parameters.alphaShared;
    return alpha > 0 ? closenessInMemory(neighbour, parameters) : 0;
  };
  const counts = (neighbour: MemoryNeighbour): boolean =>
    neighbour.sample.id === same?.id || weightOf(neighbour) >= LEAST_WEIGHT;
  const rank = (neighbour: MemoryNeighbour): number =>
    neighbour.sample.id === same?.id ? Infinity : neighbour.similarity;
  return found
    .filter(counts)
    .sort((a, b) => rank(b) - rank(a))
    .slice(0, MOST_NEIGHBOURS);
}
