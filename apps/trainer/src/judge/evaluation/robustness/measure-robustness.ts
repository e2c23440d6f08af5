import { messageOf } from '@inkling/contract';
import {
  GLYPH_PIXELS,
  glyphFromPicture,
  glyphFromStrokes,
  glyphToBytes,
  InkError,
  type Glyph,
  type Stroke,
} from '@inkling/ink';
import { CHARACTER_LABELS, classOfLabel, labelsOfNetwork, type Task } from '@inkling/recognizer';
import { openByMergeTest, openMnist, type LabelledGlyphs } from '../../../data/glyph-sets.js';
import { allowedClasses } from '../../../onnx/reading.js';
import { createRandom } from '../../../random.js';
import { acquaintanceWithTest, type Acquaintance } from '../yardstick/honesty.js';
import { answersWithPen } from '../pen/read-paths.js';
import { isOfTask, readPictures, rowOf } from '../yardstick/measure.js';
import { tasksOf, type Measurable } from '../yardstick/model.js';
import type { Row } from '../yardstick/row.js';
import { subsetOf } from '../yardstick/subset.js';
import type { YardstickData } from '../yardstick/extent.js';
import {
  drawingsOfTrial,
  INK_TRIALS,
  PICTURE_TRIALS,
  type ReadDrawing,
  type Trial,
} from './trials.js';

const SEED = 20_261_127;
/** How far FGSM may change a pixel. */
export const EPSILON = 0.1;

interface Sample<Source> {
  readonly source: Source;
  /** Of the task's labels. */
  readonly label: string;
}

/**
 * What readable drawings and pictures lose when they come turned, blurred, jagged, in bad light, or attacked.
 *
 * @param onMissing is told what could not be measured, and why
 */
export async function measureRobustness(
  models: readonly Measurable[],
  data: YardstickData,
  onMissing: (what: string) => void,
): Promise<Row[]> {
  const rows: Row[] = [];
  for (const task of ['digits', 'letters'] as const) {
    const ofTask = models.filter((model) => tasksOf(model).includes(task));
    if (ofTask.length === 0) continue;
    const ink = inkOf(data, task);
    const pictures = picturesOf(data, task);
    const official = task === 'digits' ? 'MNIST' : 'EMNIST';
    const knownTest = (model: Measurable) => acquaintanceWithTest(model.card, official);
    rows.push(
      ...(await measureTrials(ofTask, task, INK_TRIALS, ink, () => 'unseen')),
      ...(await measureTrials(ofTask, task, PICTURE_TRIALS, pictures, knownTest)),
    );
    for (const model of ofTask) {
      const glyphs = ink.map(({ source }) => glyphFromStrokes(source).glyph);
      try {
        rows.push(...(await measureAttack(model, task, glyphs, ink)));
      } catch (error) {
        // Without TensorFlow, or with a network of another architecture, all else can be measured.
        onMissing(`${model.name}, ${task}: no FGSM: ${messageOf(error)}`);
      }
    }
  }
  return rows;
}

function inkOf({ unipen, extent }: YardstickData, task: Task): Sample<readonly Stroke[]>[] {
  const unseen = unipen.filter(
    (sample) => sample.part === 'unseen group' && isOfTask(sample, task),
  );
  return subsetOf(unseen, extent.robustness, SEED).map(({ strokes, label }) => ({
    source: strokes,
    label: classOfLabel(task, label)!,
  }));
}

function picturesOf({ dataDir, extent }: YardstickData, task: Task): Sample<Glyph>[] {
  const set = task === 'digits' ? openMnist(dataDir, 'test') : openByMergeTest(dataDir);
  const labelOf = (row: number) => CHARACTER_LABELS[set.labels[row]!]!;
  const rows = Array.from({ length: set.count }, (_, row) => row).filter(
    (row) => classOfLabel(task, labelOf(row)) !== undefined,
  );
  return subsetOf(rows, extent.robustness, SEED).map((row) => ({
    source: set.glyphsAt([row]),
    label: labelOf(row),
  }));
}

async function measureTrials<Source>(
  models: readonly Measurable[],
  task: Task,
  trials: readonly Trial<Source>[],
  samples: readonly Sample<Source>[],
  known: (model: Measurable) => Acquaintance,
): Promise<Row[]> {
  const rows: Row[] = [];
  const sources = samples.map(({ source }) => source);
  for (const trial of trials) {
    const drawings = drawingsOfTrial(trial, sources, (index) => createRandom(SEED + index));
    for (const model of models) {
      rows.push(...(await readRow(model, task, trial.name, known(model), drawings, samples)));
    }
  }
  return rows;
}

/** As they are given to the network, and as a picture that somebody sends. */
async function measureAttack(
  model: Measurable,
  task: Task,
  glyphs: readonly Glyph[],
  samples: readonly Sample<unknown>[],
): Promise<Row[]> {
  const { card, onnx } = model;
  const { adversarialGlyphs } = await import('./fgsm.js');
  const set = labelledGlyphs(model, glyphs, samples);
  const allowed = allowedClasses(card.network, task);
  const attacked = adversarialGlyphs(card.network, onnx, set, allowed, EPSILON);
  const direct = samples.map((_, at) => ({
    glyph: attacked.slice(at * GLYPH_PIXELS, (at + 1) * GLYPH_PIXELS),
  }));
  const name = `FGSM, ε ${EPSILON}`;
  return [
    ...(await readRow(model, task, `${name}, into the network`, 'unseen', direct, samples)),
    ...(await readRow(model, task, `${name}, uploaded`, 'unseen', direct.map(uploaded), samples)),
  ];
}

function uploaded({ glyph }: ReadDrawing): ReadDrawing | undefined {
  try {
    const pixels = glyphToBytes(glyph);
    return { glyph: glyphFromPicture({ width: 28, height: 28, pixels }).glyph };
  } catch (error) {
    if (error instanceof InkError) return undefined;
    throw error;
  }
}

async function readRow(
  model: Measurable,
  task: Task,
  suite: string,
  known: Acquaintance,
  drawings: readonly (ReadDrawing | undefined)[],
  samples: readonly Sample<unknown>[],
): Promise<Row[]> {
  const given = drawings.flatMap((drawing, at) =>
    drawing ? [{ ...drawing, sample: samples[at]! }] : [],
  );
  const set = labelledGlyphs(
    model,
    given.map(({ glyph }) => glyph),
    given.map(({ sample }) => sample),
  );
  const refused = drawings.length - given.length;
  const read = await readPictures(model, set);
  const paths = given.flatMap(({ strokes }) => (strokes ? [strokes] : []));
  const drawn = paths.length === given.length ? paths : undefined;
  const answers = await answersWithPen(read, drawn, model.card, model.pen);
  return rowOf(model, answers, { suite, task, known, refused, short: true });
}

function labelledGlyphs(
  { card }: Measurable,
  glyphs: readonly Glyph[],
  samples: readonly Sample<unknown>[],
): LabelledGlyphs {
  const labels = labelsOfNetwork(card.network);
  const values = new Float32Array(glyphs.length * GLYPH_PIXELS);
  glyphs.forEach((glyph, at) => values.set(glyph, at * GLYPH_PIXELS));
  return {
    count: glyphs.length,
    glyphs: values,
    labels: Uint8Array.from(samples, ({ label }) => labels.indexOf(label)),
  };
}
