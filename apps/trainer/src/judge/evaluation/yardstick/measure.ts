import { GLYPH_PIXELS, glyphFromStrokes } from '@inkling/ink';
import { classOfLabel, taskOfNetwork, type Task } from '@inkling/recognizer';
import type { GlyphFile, LabelledGlyphs } from '../../../data/glyph-sets.js';
import { samplesOfTask, type UnipenSample } from '../../../data/unipen.js';
import { allowedClasses, pickAnswers, readInParts, type Answers } from '../../../onnx/reading.js';
import { answersWithPen } from '../pen/read-paths.js';
import { assess, writerSpread } from './figures.js';
import type { Acquaintance } from './honesty.js';
import type { Measurable } from './model.js';
import type { Row } from './row.js';

/** UNIPEN samples that a network has read: a row of answers for each. */
export interface ReadInk {
  readonly samples: readonly UnipenSample[];
  readonly answers: Answers;
}

/** Reads the samples that a network has classes for. */
export async function readInk(
  { card, session, pen }: Measurable,
  samples: readonly UnipenSample[],
): Promise<ReadInk> {
  const { network } = card;
  const chosen = samplesOfTask(samples, taskOfNetwork(network), network);
  const glyphs = (from: number, to: number) => {
    const part = new Float32Array((to - from) * GLYPH_PIXELS);
    chosen.slice(from, to).forEach(({ sample }, at) => {
      part.set(glyphFromStrokes(sample.strokes).glyph, at * GLYPH_PIXELS);
    });
    return part;
  };
  const labels = Uint8Array.from(chosen, ({ classIndex }) => classIndex);
  const drawings = chosen.map(({ sample }) => sample.strokes);
  const answers = await readInParts(session, labels, glyphs);
  return {
    samples: chosen.map(({ sample }) => sample),
    answers: await answersWithPen(answers, drawings, card, pen),
  };
}

/** Reads rows of a data set that the network has classes for. */
export function readFile(
  { session }: Measurable,
  { labels, glyphsAt }: GlyphFile,
  rows: readonly number[],
): Promise<Answers> {
  const chosen = Uint8Array.from(rows, (row) => labels[row]!);
  return readInParts(session, chosen, (from, to) => glyphsAt(rows.slice(from, to)));
}

/** @param set with the classes of the network */
export const readPictures = (
  { session }: Measurable,
  { labels, glyphs }: LabelledGlyphs,
): Promise<Answers> =>
  readInParts(session, labels, (from, to) =>
    glyphs.subarray(from * GLYPH_PIXELS, to * GLYPH_PIXELS),
  );

export interface View {
  readonly suite: string;
  readonly task: Task;
  readonly known: Acquaintance;
  /** Which of the rows count, of those whose right label may answer the task. @defaultValue all */
  readonly keep?: (row: number) => boolean;
  /** Who wrote each row. */
  readonly writers?: readonly string[];
  /** Drawings that gave no glyph. */
  readonly refused?: number;
  /** Without figures of each class. */
  readonly short?: boolean;
}

/** A line of the table; none where a view has no glyphs. */
export function rowOf(model: Measurable, answers: Answers, view: View): Row[] {
  const { suite, task, known, keep = () => true, writers } = view;
  const allowed = new Set(allowedClasses(model.card.network, task));
  const rows = Array.from({ length: answers.count }, (_, row) => row).filter(
    (row) => allowed.has(answers.labels[row]!) && keep(row),
  );
  const assessed = assess(model.card, task, pickAnswers(answers, rows), view.refused);
  if (!assessed) return [];
  const { perClass, ...short } = assessed.figures;
  const spread =
    writers &&
    writerSpread(
      rows.map((row) => writers[row]!),
      assessed.right,
    );
  return [
    {
      model: model.name,
      suite,
      task,
      known,
      figures: view.short ? short : { ...short, perClass: perClass! },
      ...(spread && { writers: spread }),
    },
  ];
}

/** Whether a task has a class for what a sample shows. */
export const isOfTask = ({ label }: UnipenSample, task: Task): boolean =>
  classOfLabel(task, label) !== undefined;
