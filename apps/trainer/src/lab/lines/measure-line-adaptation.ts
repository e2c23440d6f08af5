import type { TrainingParameters } from '@inkling/contract';
import { linesFolderOf, readLinesFolder } from '../../judge/lines/lines-folder.js';
import { readingFigures } from '../../judge/lines/read-lines.js';
import type { Lesson } from './line-adaptation.js';
import {
  ASKED,
  joined,
  loadLessons,
  openAfterJob,
  openReaders,
  readLessons,
  TAUGHT,
  trainOn,
} from './line-lessons.js';

const MOST_LESSONS = 3;
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
  // A job would learn what another lesson of the same writer asks for.
  const lessons = loadLessons(dataDir, part, job ? 1 : MOST_LESSONS);
  const before = await readLessons(lessons, readers, WEIGHTS);
  console.log(
    `${lessons.length} lessons of writers (${part}), ${TAUGHT} words corrected, ` +
      `${(before.samples / lessons.length).toFixed(1)} characters learnt of each; next ${ASKED} words:`,
  );
  const { cer } = tell('without memory', before.alone, lessons);
  tell("the writer's slant", before.straightened, lessons, cer);
  tell('and their layer', before.adapted, lessons, cer);
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
    const after = await openAfterJob(onnx, own, readers);
    read.push(await readLessons(own, after, WEIGHTS));
    await after.lines.session.release();
  }
  const after = joined(read);
  tell('after a job, without memory', after.alone, lessons, cer);
  tell("after a job, the writer's slant", after.straightened, lessons, cer);
  tell('after a job, and their layer', after.adapted, lessons, cer);
  tell('after a job, and their words', after.withWords, lessons, cer);
  WEIGHTS.forEach((weight, at) => {
    tell(`after a job, and memory, weight ${weight}`, after.withMemory[at]!, lessons, cer);
  });
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

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
