import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TrainingParameters } from '@inkling/contract';
import { stripFromStrokes } from '@inkling/ink';
import { parseLikenessCard } from '@inkling/recognizer/card';
import { loadLineSet } from '../../data/labelled-lines.js';
import { loadWrittenLines } from '../../data/unipen-lines.js';
import { readModelFolder } from '../../judge/evaluation/model-folder.js';
import { openOrtSequence, openOrtSession } from '../../onnx/ort-session.js';
import { lessonsOf, runLesson, type Lesson, type Readers } from './line-adaptation.js';
import {
  linesFolderOf,
  readLinesFolder,
  type LinesFolder,
} from '../../judge/lines/lines-folder.js';
import { openHelpers, settingsOf } from '../../judge/lines/line-helpers.js';
import { readingFigures } from '../../judge/lines/read-lines.js';

const TAUGHT = 10;
const ASKED = 20;
/** Writers of a group, at most: none shall be all of it. */
const MOST_WRITERS = 8;
const WEIGHTS = [0.25, 0.5, 0.75, 1, 1.5];

/** A training job on what was corrected. */
export interface AdaptationJob {
  readonly parameters: TrainingParameters;
  /** One on the words of all writers, as in a school, or one for each alone, as at home. */
  readonly of: 'all' | 'each';
}

/**
 * How much fewer characters of a writer's next words are wrong after some were corrected: by memory at once, and
 * where a job is asked for by a network that was fine-tuned on them, too.
 */
export async function measureLineAdaptation(
  models: string,
  dataDir: string,
  part: 'unseen' | 'validation',
  job?: AdaptationJob,
): Promise<void> {
  const readers = await openReaders(models);
  const lessons = loadLessons(dataDir, part);
  const before = await readLessons(lessons, readers);
  console.log(
    `${lessons.length} writers (${part}), ${TAUGHT} words corrected, ` +
      `${(before.samples / lessons.length).toFixed(1)} characters learnt of each; next ${ASKED} words:`,
  );
  const { cer } = tell('without memory', before.alone, lessons);
  tell("the writer's layer", before.adapted, lessons, cer);
  tell('and their words', before.withWords, lessons, cer);
  WEIGHTS.forEach((weight, at) => {
    tell(`and memory, weight ${weight}`, before.withMemory[at]!, lessons, cer);
  });
  if (!job) return;
  const start = readLinesFolder(linesFolderOf(models));
  const classes = job.of === 'all' ? [lessons] : lessons.map((lesson) => [lesson]);
  const read = [];
  for (const own of classes) {
    const onnx = await trainOn(own, start, models, job.parameters);
    const session = await openOrtSequence(onnx);
    read.push(await readLessons(own, { ...readers, lines: { ...readers.lines, session } }));
    await session.release();
  }
  const after = joined(read);
  tell('after a job, without memory', after.alone, lessons, cer);
  tell("after a job, the writer's layer", after.adapted, lessons, cer);
  tell('after a job, and their words', after.withWords, lessons, cer);
  WEIGHTS.forEach((weight, at) => {
    tell(`after a job, and memory, weight ${weight}`, after.withMemory[at]!, lessons, cer);
  });
}

function loadLessons(dataDir: string, part: 'unseen' | 'validation'): Lesson[] {
  const words = loadWrittenLines(dataDir).filter(
    (line) => line.part === part && !line.text.includes(' '),
  );
  const groups = [...new Set(words.map(({ group }) => group))];
  return groups.flatMap((group) =>
    lessonsOf(
      words.filter((word) => word.group === group),
      TAUGHT,
      ASKED,
    ).slice(0, MOST_WRITERS),
  );
}

type Readings = Awaited<ReturnType<typeof readLessons>>;

const joined = (read: readonly Readings[]): Omit<Readings, 'samples'> => ({
  alone: read.flatMap(({ alone }) => alone),
  adapted: read.flatMap(({ adapted }) => adapted),
  withWords: read.flatMap(({ withWords }) => withWords),
  withMemory: WEIGHTS.map((_, at) => read.flatMap(({ withMemory }) => withMemory[at]!)),
});

async function readLessons(lessons: readonly Lesson[], readers: Readers) {
  const texts = {
    alone: [] as string[],
    adapted: [] as string[],
    withWords: [] as string[],
    withMemory: WEIGHTS.map((): string[] => []),
  };
  let samples = 0;
  for (const lesson of lessons) {
    const read = await runLesson(lesson, readers, WEIGHTS);
    texts.alone.push(...read.alone);
    texts.adapted.push(...read.adapted);
    texts.withWords.push(...read.withWords);
    read.withMemory.forEach((own, at) => texts.withMemory[at]!.push(...own));
    samples += read.samples;
  }
  return { ...texts, samples };
}

/** @param before the error rate that it is compared with */
function tell(what: string, texts: readonly string[], lessons: readonly Lesson[], before?: number) {
  const figures = readingFigures(
    texts,
    lessons.flatMap((lesson) => lesson.asked),
  );
  const { cer, whole } = figures;
  const change = before === undefined ? '' : ` (${percent(cer / before - 1)})`;
  console.log(`${what}: CER ${percent(cer)}${change}, whole ${percent(whole)}`);
  return figures;
}

/** A job as the trainer runs it. */
async function trainOn(
  lessons: readonly Lesson[],
  start: LinesFolder,
  models: string,
  parameters: TrainingParameters,
): Promise<Uint8Array> {
  const corrections = lessons.flatMap(({ taught }, group) =>
    taught.map(({ text, strokes }) => ({
      ...{ text, task: 'text' as const, group: String(group) },
      strip: stripFromStrokes(strokes),
    })),
  );
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

async function openReaders(models: string): Promise<Readers> {
  const lines = readLinesFolder(linesFolderOf(models));
  const characters = readModelFolder(join(models, 'characters'));
  const likeness = join(models, 'likeness');
  return {
    lines: {
      session: await openOrtSequence(lines.onnx),
      settings: settingsOf(lines.card, await openHelpers(models)),
    },
    characters: { session: await openOrtSession(characters.onnx), card: characters.card },
    likeness: {
      session: await openOrtSession(readFileSync(join(likeness, 'model.onnx'))),
      card: parseLikenessCard(readFileSync(join(likeness, 'card.json'), 'utf8')),
    },
  };
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
