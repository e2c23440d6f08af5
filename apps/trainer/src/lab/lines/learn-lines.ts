import type { GateReport, TrainingParameters } from '@inkling/contract';
import { loadLineSet } from '../../data/labelled-lines.js';
import { openHelpers } from '../../judge/lines/line-helpers.js';
import { linesFolderOf, readLinesFolder } from '../../judge/lines/lines-folder.js';
import { judgeLines } from '../../judge/lines/lines-gate.js';
import { readingFigures } from '../../judge/lines/read-lines.js';
import { createRandom, shuffle } from '../../random.js';
import type { Lesson } from './line-adaptation.js';
import {
  correctionsOf,
  loadLessons,
  openAfterJob,
  openReaders,
  readLessons,
  trainOn,
  wordsOf,
} from './line-lessons.js';

/** Shares of characters wrong in the next words of some writers. */
export interface LinesLearned {
  readonly writers: number;
  readonly cold: number;
  /** With all that memory knows of each. */
  readonly memory: number;
  readonly fineTuned: number;
  readonly both: number;
}

export interface LinesLesson {
  readonly corrections: number;
  /** Who corrected words. */
  readonly taught: LinesLearned;
  /** Others, who say nothing before the job. */
  readonly others: Pick<LinesLearned, 'writers' | 'cold' | 'fineTuned'>;
  readonly gate: GateReport;
  /** Of training. */
  readonly seconds: number;
}

/** Of ten corrected words of each writer the gate keeps two back, as it does of approved lines. */
const HELD_OUT = 2;

/**
 * One job on what half of the unseen writers, drawn by lot, corrected: how well it reads their next words and those of the
 * other half, with what the gate says.
 */
export async function learnLines(
  models: string,
  dataDir: string,
  parameters: TrainingParameters,
  log: (line: string) => void,
): Promise<LinesLesson> {
  const readers = await openReaders(models);
  const start = readLinesFolder(linesFolderOf(models));
  const weights = [start.card.memoryWeight];
  const { taught, others } = halves(loadLessons(dataDir, 'unseen', 1), parameters.seed);
  const started = Date.now();
  const trained = taught.map((lesson) => ({ ...lesson, taught: lesson.taught.slice(HELD_OUT) }));
  const onnx = await trainOn(trained, start, models, parameters);
  const seconds = (Date.now() - started) / 1000;
  const tuned = await openAfterJob(onnx, trained, readers);
  const figuresOf = async (lessons: readonly Lesson[]): Promise<LinesLearned> => {
    const before = await readLessons(lessons, readers, weights);
    const after = await readLessons(lessons, tuned, weights);
    const asked = lessons.flatMap((lesson) => lesson.asked);
    const wrong = (texts: readonly string[]) => readingFigures(texts, asked).cer;
    return {
      writers: lessons.length,
      cold: wrong(before.alone),
      memory: wrong(before.withMemory[0]!),
      fineTuned: wrong(after.alone),
      both: wrong(after.withMemory[0]!),
    };
  };
  const helpers = await openHelpers(models);
  const { report } = await judgeLines(
    {
      ...{ champion: start, base: start, start, helpers },
      challenger: { onnx, card: { ...start.card, sharedWords: wordsOf(trained) } },
      gateSet: loadLineSet(models, 'gate'),
      validation: loadLineSet(models, 'validation'),
      holdout: correctionsOf(
        taught.map((lesson) => ({ ...lesson, taught: lesson.taught.slice(0, HELD_OUT) })),
      ),
    },
    log,
  );
  return {
    corrections: taught.reduce((sum, lesson) => sum + lesson.taught.length, 0),
    ...{ taught: await figuresOf(taught), others: await figuresOf(others), gate: report, seconds },
  };
}

function halves(lessons: readonly Lesson[], seed: number) {
  const order = Int32Array.from(lessons, (_, at) => at);
  shuffle(order, createRandom(seed));
  const drawn = Array.from(order, (at) => lessons[at]!);
  const half = Math.ceil(drawn.length / 2);
  return { taught: drawn.slice(0, half), others: drawn.slice(half) };
}
