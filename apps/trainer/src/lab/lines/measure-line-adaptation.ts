import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseLikenessCard } from '@inkling/recognizer/card';
import { loadWrittenLines } from '../../data/unipen-lines.js';
import { readModelFolder } from '../../judge/evaluation/model-folder.js';
import { openOrtSequence, openOrtSession } from '../../onnx/ort-session.js';
import { lessonsOf, runLesson, type Readers } from './line-adaptation.js';
import { linesFolderOf, readLinesFolder } from '../../judge/lines/lines-folder.js';
import { readingFigures } from '../../judge/lines/read-lines.js';

const TAUGHT = 10;
const ASKED = 20;
/** Writers of a group, at most: none shall be all of it. */
const MOST_WRITERS = 8;
const WEIGHTS = [0.25, 0.5, 0.75, 1, 1.5];

/** How much fewer characters of a writer's next words are wrong after some were corrected, memory alone. */
export async function measureLineAdaptation(
  models: string,
  dataDir: string,
  part: 'unseen' | 'validation',
): Promise<void> {
  const readers = await openReaders(models);
  const words = loadWrittenLines(dataDir).filter(
    (line) => line.part === part && !line.text.includes(' '),
  );
  const groups = [...new Set(words.map(({ group }) => group))];
  const lessons = groups.flatMap((group) =>
    lessonsOf(
      words.filter((word) => word.group === group),
      TAUGHT,
      ASKED,
    ).slice(0, MOST_WRITERS),
  );
  const texts = { alone: [] as string[], withMemory: WEIGHTS.map((): string[] => []) };
  let samples = 0;
  for (const lesson of lessons) {
    const read = await runLesson(lesson, readers, WEIGHTS);
    texts.alone.push(...read.alone);
    read.withMemory.forEach((own, at) => texts.withMemory[at]!.push(...own));
    samples += read.samples;
  }
  const asked = lessons.flatMap((lesson) => lesson.asked);
  const alone = readingFigures(texts.alone, asked);
  console.log(
    `${lessons.length} writers (${part}), ${TAUGHT} words corrected, ${(samples / lessons.length).toFixed(1)} characters learnt of each; next ${ASKED} words:`,
  );
  console.log(`without memory: CER ${percent(alone.cer)}, whole ${percent(alone.whole)}`);
  WEIGHTS.forEach((weight, at) => {
    const { cer, whole } = readingFigures(texts.withMemory[at]!, asked);
    const change = percent(cer / alone.cer - 1);
    console.log(
      `memory, weight ${weight}: CER ${percent(cer)} (${change}), whole ${percent(whole)}`,
    );
  });
}

async function openReaders(models: string): Promise<Readers> {
  const lines = readLinesFolder(linesFolderOf(models));
  const characters = readModelFolder(join(models, 'characters'));
  const likeness = join(models, 'likeness');
  return {
    lines: { session: await openOrtSequence(lines.onnx), card: lines.card },
    characters: { session: await openOrtSession(characters.onnx), card: characters.card },
    likeness: {
      session: await openOrtSession(readFileSync(join(likeness, 'model.onnx'))),
      card: parseLikenessCard(readFileSync(join(likeness, 'card.json'), 'utf8')),
    },
  };
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
