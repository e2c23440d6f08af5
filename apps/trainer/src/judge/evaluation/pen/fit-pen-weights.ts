import { softmax } from '@inkling/recognizer';

/** Drawings that both networks have read. */
export interface ReadByBoth {
  /** Log probabilities of the glyph network, or its logits divided by its temperature: `[count, classes]`. */
  readonly glyph: Float32Array;
  /** Logits of the pen network: `[count, classes]`, the same classes. */
  readonly pen: Float32Array;
  readonly classes: number;
  /** The right class of each. */
  readonly labels: ArrayLike<number>;
}

const STEPS = 50;
const PRECISE = 1e-6;
/** No weight falls below; a network that counts for nothing is left out by hand. */
const LEAST = 0.01;

/**
 * The weights under which the right labels are most likely. The mean negative log likelihood of a weighted sum of logits is
 * convex in the weights, so Newton's method finds the one minimum.
 *
 * @throws RangeError when there are no drawings
 */
export function fitPenWeights(data: ReadByBoth): { glyph: number; pen: number } {
  if (data.labels.length === 0) throw new RangeError('There are no drawings.');
  let [glyph, pen] = [1, 0.5];
  for (let step = 0; step < STEPS; step++) {
    const { slope, curve } = derivatives(data, glyph, pen);
    const determinant = curve[0] * curve[2] - curve[1] * curve[1];
    const changeOfGlyph = (curve[2] * slope[0] - curve[1] * slope[1]) / determinant;
    const changeOfPen = (curve[0] * slope[1] - curve[1] * slope[0]) / determinant;
    // Half a step where a whole one would leave the range.
    glyph = Math.max(glyph / 2, LEAST, glyph - changeOfGlyph);
    pen = Math.max(pen / 2, LEAST, pen - changeOfPen);
    if (Math.hypot(changeOfGlyph, changeOfPen) < PRECISE) break;
  }
  return { glyph, pen };
}

/** First and second derivatives of the mean negative log likelihood by both weights. */
function derivatives(
  { glyph, pen, classes, labels }: ReadByBoth,
  ofGlyph: number,
  ofPen: number,
): { slope: [number, number]; curve: [number, number, number] } {
  const slope: [number, number] = [0, 0];
  // A little on the diagonal: both networks may say the same.
  const curve: [number, number, number] = [1e-9, 0, 1e-9];
  for (let row = 0; row < labels.length; row++) {
    const from = row * classes;
    const scores = new Float64Array(classes);
    for (let at = 0; at < classes; at++) {
      scores[at] = ofGlyph * glyph[from + at]! + ofPen * pen[from + at]!;
    }
    const probabilities = softmax(scores);
    let [meanGlyph, meanPen, squareGlyph, both, squarePen] = [0, 0, 0, 0, 0];
    for (let at = 0; at < classes; at++) {
      const [share, g, p] = [probabilities[at]!, glyph[from + at]!, pen[from + at]!];
      meanGlyph += share * g;
      meanPen += share * p;
      squareGlyph += share * g * g;
      both += share * g * p;
      squarePen += share * p * p;
    }
    const right = from + labels[row]!;
    slope[0] += (meanGlyph - glyph[right]!) / labels.length;
    slope[1] += (meanPen - pen[right]!) / labels.length;
    curve[0] += (squareGlyph - meanGlyph * meanGlyph) / labels.length;
    curve[1] += (both - meanGlyph * meanPen) / labels.length;
    curve[2] += (squarePen - meanPen * meanPen) / labels.length;
  }
  return { slope, curve };
}
