import {
  bestClass,
  expectedCalibrationError,
  type ModelCard,
  type Network,
  type PenReader,
  type PenWeights,
} from '@inkling/recognizer';
import type { PenCard } from '@inkling/recognizer/card';
import type { UnipenSample } from '../../data/unipen.js';
import { fitPenWeights } from '../../judge/evaluation/pen/fit-pen-weights.js';
import { answersWithPen, askingRows, readPaths } from '../../judge/evaluation/pen/read-paths.js';
import { readInk } from '../../judge/evaluation/yardstick/measure.js';
import { tasksOf, type Measurable } from '../../judge/evaluation/yardstick/model.js';
import {
  allowedClasses,
  logProbabilitiesOf,
  pickAnswers,
  type Answers,
} from '../../onnx/reading.js';

/**
 * From there on the pen hardly changes an answer: on validation writers accuracy is within 0.1 points of always asking, and half
 * of the letters and nine of ten digits need no second pass.
 */
const ASKED_BELOW: Readonly<Record<Network, number>> = { digits: 0.98, characters: 0.95 };

/** Ink as the networks have read it. */
interface InkRead {
  readonly drawings: readonly UnipenSample['strokes'][];
  readonly glyph: Answers;
  /** Of the pen network, with the classes that the glyph network has. */
  readonly pen: Answers;
}

/** Reads what a glyph network has classes for by it and by the pen network. */
export async function readByBoth(
  model: Measurable,
  pen: PenReader['session'],
  samples: readonly UnipenSample[],
): Promise<InkRead> {
  const { samples: read, answers: glyph } = await readInk(model, samples);
  const drawings = read.map(({ strokes }) => strokes);
  const ofPen = await readPaths(pen, drawings);
  const { classes, count } = glyph;
  const size = ofPen.length / count;
  const logits = new Float32Array(count * classes);
  for (let row = 0; row < count; row++) {
    logits.set(ofPen.subarray(row * size, row * size + classes), row * classes);
  }
  return { drawings, glyph, pen: { ...glyph, logits } };
}

/** How both count together, chosen on those of the drawings of which the pen is asked. */
export function weightsBy(
  { drawings, glyph, pen }: InkRead,
  { network, temperature }: Pick<ModelCard, 'network' | 'temperature'>,
): PenWeights {
  const askedBelow = ASKED_BELOW[network];
  const rows = askingRows(glyph, drawings, temperature, { askedBelow });
  const [alone, ofPen] = [pickAnswers(glyph, rows), pickAnswers(pen, rows)];
  const { classes, labels } = alone;
  const calibrated = alone.logits.map((value) => value / temperature);
  const fitted = fitPenWeights({ glyph: calibrated, pen: ofPen.logits, classes, labels });
  return { glyph: rounded(fitted.glyph, 1e3), pen: rounded(fitted.pen, 1e3), askedBelow };
}

/** What each network reads of a set alone, and what both read as drawings are answered, task by task. */
export async function figuresOf(
  set: string,
  { card }: Measurable,
  { drawings, glyph, pen }: InkRead,
  reader: PenReader,
): Promise<PenCard['figures']> {
  const { network, temperature } = card;
  const both = await answersWithPen(glyph, drawings, card, reader);
  const asked = new Set(askingRows(glyph, drawings, temperature, reader.weights[network]));
  return tasksOf({ card }).flatMap((task) => {
    const allowed = allowedClasses(network, task);
    const rows = [...glyph.labels.keys()].filter((row) => allowed.includes(glyph.labels[row]!));
    if (rows.length === 0) return [];
    const answered = (answers: Answers, by: number) => {
      const ofTask = pickAnswers(answers, rows);
      return logProbabilitiesOf(ofTask, by, allowed).map((values, at) => {
        const best = bestClass(values);
        return { right: best === ofTask.labels[at], probability: Math.exp(values[best]!) };
      });
    };
    const together = answered(both, temperature);
    const calibrationError = expectedCalibrationError(
      together.map(({ probability }) => probability),
      together.map(({ right }) => right),
    );
    const shareOf = (those: readonly unknown[]) => rounded(those.length / rows.length, 1e5);
    const rightBy = (answers: Answers, by: number) =>
      shareOf(answered(answers, by).filter(({ right }) => right));
    return [
      {
        ...{ set, network, task, samples: rows.length },
        glyph: rightBy(glyph, temperature),
        pen: rightBy(pen, 1),
        both: shareOf(together.filter(({ right }) => right)),
        asked: shareOf(rows.filter((row) => asked.has(row))),
        calibrationError: rounded(calibrationError, 1e5),
      },
    ];
  });
}

const rounded = (value: number, steps: number): number => Math.round(value * steps) / steps;
