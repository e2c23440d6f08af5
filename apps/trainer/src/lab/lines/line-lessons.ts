import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TrainingParameters } from '@inkling/contract';
import { stripFromStrokes } from '@inkling/ink';
import { sharedWords, withSharedWords, type SharedWords } from '@inkling/recognizer';
import { groupBy } from '../../data/group-by.js';
import { loadLineSet, type LabelledLine } from '../../data/labelled-lines.js';
import { loadWrittenLines } from '../../data/unipen-lines.js';
import { readModelFolder } from '../../judge/evaluation/model-folder.js';
import { openLikeness } from '../../judge/evaluation/open-likeness.js';
import { openHelpers, settingsOf } from '../../judge/lines/line-helpers.js';
import {
  linesFolderOf,
  readLinesFolder,
  type LinesFolder,
} from '../../judge/lines/lines-folder.js';
import { openOrtSequence, openOrtSession } from '../../onnx/ort-session.js';
import { lessonsOf, runLesson, type Lesson, type Readers } from './line-adaptation.js';

/** Words that each writer corrects, and next ones that are read. */
export const TAUGHT = 10;
export const ASKED = 20;
/** Writers of a group, at most: none shall be all of it. */
const MOST_WRITERS = 8;

/** @param most lessons of one writer */
export function loadLessons(
  dataDir: string,
  part: 'unseen' | 'validation',
  most: number,
): Lesson[] {
  const words = loadWrittenLines(dataDir).filter(
    (line) => line.part === part && !line.text.includes(' '),
  );
  return [...groupBy(words, ({ group }) => group).values()].flatMap((ofGroup) =>
    lessonsOf(ofGroup, TAUGHT, ASKED, most).slice(0, MOST_WRITERS).flat(),
  );
}

export type Readings = Awaited<ReturnType<typeof readLessons>>;

/** Lessons of several classes, one after the other. */
export const joined = (read: readonly Readings[]): Omit<Readings, 'samples'> => ({
  alone: read.flatMap(({ alone }) => alone),
  straightened: read.flatMap(({ straightened }) => straightened),
  adapted: read.flatMap(({ adapted }) => adapted),
  withWords: read.flatMap(({ withWords }) => withWords),
  withMemory: read[0]!.withMemory.map((_, at) => read.flatMap(({ withMemory }) => withMemory[at]!)),
});

/** @param weights of memory of single characters */
export async function readLessons(
  lessons: readonly Lesson[],
  readers: Readers,
  weights: readonly number[],
) {
  const texts = {
    alone: [] as string[],
    straightened: [] as string[],
    adapted: [] as string[],
    withWords: [] as string[],
    withMemory: weights.map((): string[] => []),
  };
  let samples = 0;
  for (const lesson of lessons) {
    const read = await runLesson(lesson, readers, weights);
    texts.alone.push(...read.alone);
    texts.straightened.push(...read.straightened);
    texts.adapted.push(...read.adapted);
    texts.withWords.push(...read.withWords);
    read.withMemory.forEach((own, at) => texts.withMemory[at]!.push(...own));
    samples += read.samples;
  }
  return { ...texts, samples };
}

/** What writers corrected, as lines to learn from. */
export const correctionsOf = (lessons: readonly Lesson[]): LabelledLine[] =>
  lessons.flatMap(({ taught }, group) =>
    taught.map(({ text, strokes }) => ({
      ...{ text, task: 'text' as const, group: String(group) },
      strip: stripFromStrokes(strokes),
    })),
  );

/** What a job on these lessons lets the network expect. */
export const wordsOf = (lessons: readonly Lesson[]): SharedWords =>
  sharedWords(
    lessons.flatMap(({ taught }) => taught.map(({ writer, text }) => ({ writerId: writer, text }))),
  );

/** A job as the trainer runs it. */
export async function trainOn(
  lessons: readonly Lesson[],
  start: LinesFolder,
  models: string,
  parameters: TrainingParameters,
): Promise<Uint8Array> {
  const corrections = correctionsOf(lessons);
  const folder = mkdtempSync(join(tmpdir(), 'inkling-job-'));
  // Loaded only when it is needed: all else works without libtensorflow.
  const { fineTuneLines } = await import('../../learn/line-tuning/fine-tune-lines.js');
  const { onnx } = await fineTuneLines(
    {
      ...{ start, corrections, parameters, checkpointFolder: folder },
      groups: Int32Array.from(corrections, (_, at) => at),
      replay: loadLineSet(models, 'replay'),
    },
    {
      onProgress: () => undefined,
      onEpoch: ({ epoch, loss, keptError, replayError, seconds }) =>
        console.log(
          `epoch ${epoch}: loss ${loss.toFixed(2)}, kept ${keptError?.toFixed(3) ?? '-'}, ` +
            `replay ${replayError.toFixed(3)}, ${seconds.toFixed(0)} s`,
        ),
      log: console.log,
    },
  );
  rmSync(folder, { recursive: true });
  return onnx;
}

/** @param onnx what a job on the lessons made */
export async function openAfterJob(
  onnx: Uint8Array,
  lessons: readonly Lesson[],
  { lines, ...others }: Readers,
): Promise<Readers> {
  const { language, ...settings } = lines.settings;
  const withWords = language && {
    ...language,
    model: withSharedWords(language.model, wordsOf(lessons)),
  };
  return {
    ...others,
    lines: {
      session: await openOrtSequence(onnx),
      settings: { ...settings, language: withWords },
    },
  };
}

export async function openReaders(models: string): Promise<Readers> {
  const lines = readLinesFolder(linesFolderOf(models));
  const characters = readModelFolder(join(models, 'characters'));
  return {
    lines: {
      session: await openOrtSequence(lines.onnx),
      settings: settingsOf(lines.card, await openHelpers(models)),
    },
    characters: { session: await openOrtSession(characters.onnx), card: characters.card },
    likeness: (await openLikeness(models))!,
  };
}
