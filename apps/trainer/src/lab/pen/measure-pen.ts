import {
  asksPen,
  bestClass,
  expectedCalibrationError,
  withPen,
  type ModelCard,
  type Network,
  type PenWeights,
} from '@inkling/recognizer';
import type { PenCard } from '@inkling/recognizer/card';
import type { UnipenSample } from '../../data/unipen.js';
import { fitPenWeights } from '../../judge/evaluation/pen/fit-pen-weights.js';
import { readPaths } from '../../judge/evaluation/pen/read-paths.js';
import { readInk } from '../../judge/evaluation/yardstick/measure.js';
import { tasksOf, type Measurable } from '../../judge/evaluation/yardstick/model.js';
import {
  allowedClasses,
  logProbabilitiesOf,
  pickAnswers,
  type Answers,
} from '../../onnx/reading.js';
import type { NetworkSession } from '@inkling/recognizer';

/** Where a glyph network is surer than that, its pen network would change hardly an answer. */
const ASKED_BELOW: Readonly<Record<Network, number>> = { digits: 0.999, characters: 0.999 };

/** A set of ink as a glyph network and the pen network have read it. */
interface PenReading {
  readonly glyph: Answers;
  /** Logits of the pen network, a row of all its classes for each. */
  readonly pen: Float32Array;
}

/** Reads what a glyph network has classes for by both. */
export async function readByBoth(
  model: Measurable,
  pen: NetworkSession,
  samples: readonly UnipenSample[],
): Promise<PenReading> {
  const { samples: read, answers } = await readInk(model, samples);
  const drawings = read.map(({ strokes }) => strokes);
  return { glyph: answers, pen: await readPaths(pen, drawings) };
}

/** How both count together on the drawings. */
export function weightsBy({ glyph, pen }: PenReading, card: ModelCard): PenWeights {
  const { classes, count, logits, labels } = glyph;
  const size = pen.length / count;
  const shared = new Float32Array(count * classes);
  for (let row = 0; row < count; row++) {
    shared.set(pen.subarray(row * size, row * size + classes), row * classes);
  }
  const calibrated = logits.map((value) => value / card.temperature);
  const fitted = fitPenWeights({ glyph: calibrated, pen: shared, classes, labels });
  const rounded = (value: number) => Math.round(value * 1e3) / 1e3;
  return {
    glyph: rounded(fitted.glyph),
    pen: rounded(fitted.pen),
    askedBelow: ASKED_BELOW[card.network],
  };
}

/** What each network reads of a set alone, and what both read as drawings are answered. */
export function figuresOf(
  set: string,
  model: Measurable,
  { glyph, pen }: PenReading,
  weights: PenWeights,
): PenCard['figures'] {
  const { network, temperature } = model.card;
  const size = pen.length / Math.max(1, glyph.count);
  const rowOfPen = (row: number) => pen.subarray(row * size, row * size + glyph.classes);
  return tasksOf(model).flatMap((task) => {
    const allowed = allowedClasses(network, task);
    const may = new Set(allowed);
    const rows = Array.from({ length: glyph.count }, (_, row) => row).filter((row) =>
      may.has(glyph.labels[row]!),
    );
    if (rows.length === 0) return [];
    const alone = pickAnswers(glyph, rows);
    const { classes, labels } = alone;
    const rowOf = (at: number) => alone.logits.subarray(at * classes, (at + 1) * classes);
    const asked = rows.map((_, at) => asksPen(rowOf(at), temperature, weights));
    const both = alone.logits.slice();
    const ofPen = new Float32Array(both.length);
    rows.forEach((row, at) => {
      ofPen.set(rowOfPen(row), at * classes);
      if (!asked[at]) return;
      both.set(withPen(rowOf(at), rowOfPen(row), temperature, weights), at * classes);
    });
    const rightBy = (logits: Float32Array, by: number) =>
      logProbabilitiesOf({ ...alone, logits }, by, allowed).map((values, at) => {
        const best = bestClass(values);
        return { right: best === labels[at], probability: Math.exp(values[best]!) };
      });
    const shareOf = (answers: readonly { readonly right: boolean }[]) =>
      rounded(answers.filter(({ right }) => right).length / rows.length);
    const together = rightBy(both, temperature);
    return [
      {
        ...{ set, network, task, samples: rows.length },
        glyph: shareOf(rightBy(alone.logits, temperature)),
        pen: shareOf(rightBy(ofPen, 1)),
        both: shareOf(together),
        asked: rounded(asked.filter(Boolean).length / rows.length),
        calibrationError: rounded(
          expectedCalibrationError(
            together.map(({ probability }) => probability),
            together.map(({ right }) => right),
          ),
        ),
      },
    ];
  });
}

const rounded = (share: number): number => Math.round(share * 1e5) / 1e5;

