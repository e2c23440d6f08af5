import { alignText } from './align.js';
import { sequenceReading } from './log-probabilities.js';
import type { SequenceSettings } from './read-row.js';
import type { SequenceOutput } from './sequence-session.js';

/** What a writer's lines change of a network's last layer: a map from features to what is added to the logits. */
export interface WriterLayer {
  /** `[classes, size]` */
  readonly weights: Float32Array;
  /** `[classes]` */
  readonly offsets: Float32Array;
}

/** What the network says of a row whose text is known. */
export interface KnownRow extends SequenceOutput {
  readonly text: string;
}

/** Of gradient descent. Chosen on validation writers, as are all of these: more steps and longer ones read worse. */
const STEPS = 10;
const RATE = 0.03;
/** A blank is right nearly everywhere: at its full weight it would be all that is learnt. */
const BLANK_WEIGHT = 0.2;
/** Fewer steps of characters than this move the layer less far. */
const LEAST_STEPS = 100;
/** Fewer rows tell more of what they say than of who wrote them: with one, others are read worse. */
export const LEAST_KNOWN_ROWS = 3;

const EVERYTHING = { allowed: () => true, readPast: () => false };

/**
 * Moves a network's last layer a little towards a writer's hand: a few steps of gradient descent on the cross-entropy of
 * each step along their lines, with the text laid along by Viterbi (as speakers are adapted to; Liao 2013). The network itself
 * stays as it is.
 *
 * @returns `undefined` where there are too few rows, or the network tells no features
 */
export function adaptToWriter(
  rows: readonly KnownRow[],
  { characters }: Pick<SequenceSettings, 'characters'>,
): WriterLayer | undefined {
  const classes = characters.length + 1;
  const steps = rows.flatMap((row) => stepsOf(row, characters));
  const size = steps[0]?.features.length ?? 0;
  if (rows.length < LEAST_KNOWN_ROWS || size === 0) return undefined;
  const layer = { weights: new Float32Array(classes * size), offsets: new Float32Array(classes) };
  const total = Math.max(
    LEAST_STEPS,
    steps.reduce((sum, { weight }) => sum + weight, 0),
  );
  for (let turn = 0; turn < STEPS; turn++) descend(layer, steps, size, RATE / total);
  return layer;
}

/** Where the blank is so much more probable than all else, in nats, no layer changes what is read: most steps are so. */
const SURELY_BLANK = 8;

/** Logits as the writer's layer has them; where nothing is written they stay as they are. */
export function withWriter(
  { logits, steps, features }: SequenceOutput,
  { weights, offsets }: WriterLayer,
): Float32Array {
  if (!features) return logits;
  const [classes, size] = [offsets.length, features.length / steps];
  const adapted = Float32Array.from(logits);
  for (let step = 0; step < steps; step++) {
    if (blankLead(logits, step * classes, classes) > SURELY_BLANK) continue;
    const seen = features.subarray(step * size, (step + 1) * size);
    for (let at = 0; at < classes; at++) {
      adapted[step * classes + at]! += offsets[at]! + product(weights, at * size, seen);
    }
  }
  return adapted;
}

/** How far the blank, which is the last class, lies before the best of the others. */
function blankLead(logits: Float32Array, from: number, classes: number): number {
  let most = -Infinity;
  for (let at = from; at < from + classes - 1; at++) most = Math.max(most, logits[at]!);
  return logits[from + classes - 1]! - most;
}

interface KnownStep {
  readonly features: Float32Array;
  readonly logits: Float32Array;
  readonly wanted: number;
  readonly weight: number;
}

/** Each step with the class that it writes; none where the text does not fit. */
function stepsOf(
  { logits, steps, features, text }: KnownRow,
  characters: readonly string[],
): KnownStep[] {
  if (!features) return [];
  const spans = alignText(sequenceReading(logits, steps, characters, 1, EVERYTHING), text);
  if (!spans) return [];
  const blank = characters.length;
  const wanted = new Array<number>(steps).fill(blank);
  spans.forEach(({ from, to }, at) => wanted.fill(characters.indexOf(text[at]!), from, to));
  // What the network has no class for teaches it nothing.
  const [classes, size] = [blank + 1, features.length / steps];
  return wanted.flatMap((own, step) =>
    own < 0
      ? []
      : {
          features: features.subarray(step * size, (step + 1) * size),
          logits: logits.subarray(step * classes, (step + 1) * classes),
          wanted: own,
          weight: own === blank ? BLANK_WEIGHT : 1,
        },
  );
}

/** Smaller gradients than this change nothing that could be seen. */
const NEXT_TO_NOTHING = 1e-4;

function descend(
  { weights, offsets }: WriterLayer,
  steps: readonly KnownStep[],
  size: number,
  rate: number,
): void {
  const classes = offsets.length;
  const [ofWeights, ofOffsets] = [new Float64Array(weights.length), new Float64Array(classes)];
  const scores = new Float64Array(classes);
  for (const { features, logits, wanted, weight } of steps) {
    let most = -Infinity;
    for (let at = 0; at < classes; at++) {
      scores[at] = logits[at]! + offsets[at]! + product(weights, at * size, features);
      most = Math.max(most, scores[at]!);
    }
    let sum = 0;
    for (let at = 0; at < classes; at++) sum += scores[at] = Math.exp(scores[at]! - most);
    for (let at = 0; at < classes; at++) {
      const gradient = weight * (scores[at]! / sum - (at === wanted ? 1 : 0));
      if (Math.abs(gradient) < NEXT_TO_NOTHING) continue;
      ofOffsets[at]! += gradient;
      for (let feature = 0; feature < size; feature++) {
        ofWeights[at * size + feature]! += gradient * features[feature]!;
      }
    }
  }
  ofWeights.forEach((gradient, at) => (weights[at]! -= rate * gradient));
  ofOffsets.forEach((gradient, at) => (offsets[at]! -= rate * gradient));
}

/** In four sums, which a processor adds side by side. */
function product(weights: Float32Array, from: number, features: Float32Array): number {
  const whole = features.length & ~3;
  let [a, b, c, d] = [0, 0, 0, 0];
  for (let at = 0; at < whole; at += 4) {
    a += weights[from + at]! * features[at]!;
    b += weights[from + at + 1]! * features[at + 1]!;
    c += weights[from + at + 2]! * features[at + 2]!;
    d += weights[from + at + 3]! * features[at + 3]!;
  }
  for (let at = whole; at < features.length; at++) a += weights[from + at]! * features[at]!;
  return a + b + (c + d);
}
