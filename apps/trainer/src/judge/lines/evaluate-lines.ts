import type { Strip } from '@inkling/ink';
import {
  readRowTwice,
  type LineEvaluation,
  type LineQuestion,
  type RowText,
  type SaidOfRow,
  type SequenceSettings,
  type SequenceSession,
} from '@inkling/recognizer';
import type { LineSet } from './line-set.js';
import { readingFigures } from './read-lines.js';

/** What was read of a line: nothing where a picture gave no row. */
export interface ReadOfLine {
  readonly text: string;
  readonly texts: readonly RowText[];
}

/** A set with what the network says along each strip, to be decoded in more than one way. */
export interface SpokenSet extends LineSet {
  readonly outputs: readonly (SaidOfRow | undefined)[];
}

/** @param session has to stay open until the set is read: of numbers it may be asked once more */
export async function speak(session: SequenceSession, set: LineSet): Promise<SpokenSet> {
  // Of text nobody asks: a line would take twice as long.
  const again = set.task === 'digits' ? (strip: Strip) => session.run(strip) : undefined;
  const outputs: SpokenSet['outputs'][number][] = [];
  for (const { strip } of set.lines) {
    outputs.push(strip && { ...(await session.run(strip)), again });
  }
  return { ...set, outputs };
}

/** @param words that alone may be answered */
export async function readSet(
  { lines, outputs, task }: SpokenSet,
  settings: SequenceSettings,
  words?: readonly string[],
): Promise<ReadOfLine[]> {
  const question: LineQuestion = { task, words };
  const read: ReadOfLine[] = [];
  for (const [at, output] of outputs.entries()) {
    const { strip } = lines[at]!;
    const texts =
      output && strip ? (await readRowTwice(strip, output, settings, question, 1)).texts : [];
    read.push({ text: texts[0]?.text ?? '', texts });
  }
  return read;
}

/** The same of several sets, each freely. */
export async function readSets(
  sets: readonly SpokenSet[],
  settings: SequenceSettings,
): Promise<ReadOfLine[][]> {
  const read: ReadOfLine[][] = [];
  for (const set of sets) read.push(await readSet(set, settings));
  return read;
}

export function evaluationOf(
  { dataset, task, input, lines }: LineSet,
  read: readonly ReadOfLine[],
  sureFrom?: number,
): LineEvaluation {
  const texts = read.map(({ text }) => text);
  const { whole, cer } = readingFigures(texts, lines);
  return {
    ...{ dataset, task, input },
    lines: lines.length,
    whole,
    characterErrorRate: cer,
    ...(sureFrom !== undefined && { certain: certainOf(lines, read, sureFrom) }),
  };
}

/** Spaces aside. */
export const isRight = (read: string, wanted: string): boolean =>
  read.replaceAll(' ', '') === wanted.replaceAll(' ', '');

function certainOf(
  lines: readonly { readonly text: string }[],
  read: readonly ReadOfLine[],
  sureFrom: number,
) {
  const sure = read.flatMap(({ text, texts }, at) =>
    (texts[0]?.probability ?? 0) >= sureFrom ? [isRight(text, lines[at]!.text)] : [],
  );
  return {
    share: sure.length / Math.max(1, lines.length),
    right: sure.filter(Boolean).length / Math.max(1, sure.length),
  };
}

/** Probability of each answer, and whether it is right. */
export const outcomesOf = ({ lines }: LineSet, read: readonly ReadOfLine[]) =>
  read.map(({ text, texts }, at) => ({
    probability: texts[0]?.probability ?? 0,
    right: isRight(text, lines[at]!.text),
  }));
