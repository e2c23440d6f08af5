import type { Stroke } from '@inkling/ink';
import { softmax } from '../calibration.js';
import type { Network } from '../labels.js';
import { bestClass } from '../metrics.js';
import type { NetworkSession } from '../session.js';

/** How the network that reads the path of the pen counts beside one that reads glyphs; chosen on validation writers. */
export interface PenWeights {
  /** Of the glyph network's log probabilities, calibrated by its own temperature. */
  readonly glyph: number;
  /** Of the pen network's logits. */
  readonly pen: number;
  /** Where the glyph network's best class is at least as probable, the pen is not asked: it would hardly change an answer. */
  readonly askedBelow: number;
}

/** The network that reads the path of the pen, opened. */
export interface PenReader {
  readonly session: NetworkSession;
  readonly weights: Readonly<Record<Network, PenWeights>>;
}

/**
 * In more strokes hardly anybody writes a character: a pen that loses contact draws pieces, and their path is nobody's way to
 * write. Of validation and gate writers' drawings the limit changes no answer.
 */
const MOST_STROKES = 4;

/** Whether the glyph network alone is less sure than `askedBelow`, whatever may answer, and the path of the pen is one to be read. */
export function asksPen(
  strokes: readonly Stroke[],
  logits: Float32Array,
  temperature: number,
  { askedBelow }: Pick<PenWeights, 'askedBelow'>,
): boolean {
  if (strokes.filter(({ length }) => length > 0).length > MOST_STROKES) return false;
  const probabilities = softmax(logits.map((value) => value / temperature));
  return probabilities[bestClass(probabilities)]! < askedBelow;
}

/**
 * What a glyph network says together with what the path of the pen says: a weighted sum of both's logits (a log-linear
 * opinion pool, Heskes 1998), which is calibrated by the glyph network's own temperature. Classes that the pen network
 * does not have, symbols that a training gave one, keep their place beside the best of the others.
 *
 * @param logits of the glyph network, whose first classes are the pen network's
 * @param pen logits of the pen network
 */
export function withPen(
  logits: Float32Array,
  pen: Float32Array,
  temperature: number,
  weights: Pick<PenWeights, 'glyph' | 'pen'>,
): Float32Array {
  const shared = pen.subarray(0, Math.min(pen.length, logits.length));
  const highest = shared.reduce((most, value) => Math.max(most, value), -Infinity);
  const weight = weights.pen * temperature;
  return logits.map((value, at) => {
    const ofPen = at < shared.length ? shared[at]! - highest : 0;
    return weights.glyph * value + weight * ofPen;
  });
}
