import {
  sequenceReading,
  textLogProbability,
  type LineEvaluation,
  type LinesCard,
  type SequenceSettings,
  type SequenceSession,
} from '@inkling/recognizer';
import { setImmediate } from 'node:timers/promises';
import type { LabelledLine } from '../../data/labelled-lines.js';
import { groupBy } from '../../data/group-by.js';
import { alignedWith } from './aligned-with.js';
import {
  evaluationOf,
  readSets,
  speak,
  type ReadOfLine,
  type SpokenSet,
} from './evaluate-lines.js';
import type { LineSet } from './line-set.js';

/** What a network answers to one line. Spaces count for nothing: of most lines nobody knows where they are. */
export interface LineAnswer {
  readonly text: string;
  /** That the answer is right. */
  readonly probability: number;
  readonly right: boolean;
  /** Characters to put in, take out or change. */
  readonly wrong: number;
  /** For each character that is wanted, what stands for it in the answer; nothing where it is missing. */
  readonly characters: readonly { readonly wanted: string; readonly read: string | undefined }[];
}

/** Lines as the gate takes them, with what a network said along each. */
export interface SpokenLines {
  readonly lines: readonly LabelledLine[];
  /** By group and task, in the order of `lines` within each. */
  readonly sets: readonly (SpokenSet & { readonly rows: readonly number[] })[];
}

/**
 * @param session has to stay open until the lines are read, see `speak`
 * @throws Error when the network answers with what is no number
 */
export async function speakLines(
  session: SequenceSession,
  lines: readonly LabelledLine[],
): Promise<SpokenLines> {
  const rows = lines.map((line, row) => ({ ...line, row }));
  const groups = [...groupBy(rows, ({ group, task }) => `${group}, ${task}`)];
  const sets: SpokenLines['sets'][number][] = [];
  for (const [dataset, all] of groups) {
    const set: LineSet = { dataset, task: all[0]!.task, input: 'ink', lines: all };
    const spoken = await speak(session, set);
    if (!spoken.outputs.every((output) => output!.logits.every(Number.isFinite))) {
      throw new Error('The network answers with values that are not finite numbers.');
    }
    sets.push({ ...spoken, rows: all.map(({ row }) => row) });
    // A request to stop comes through between groups.
    await setImmediate();
  }
  return { lines, sets };
}

/** Answers by the decoder that serves, in the order of the lines. */
export const answersToLines = async (
  spoken: SpokenLines,
  settings: SequenceSettings,
): Promise<LineAnswer[]> => answersOf(spoken, await readSets(spoken.sets, settings));

/** @param read of each set */
export function answersOf(
  { lines, sets }: SpokenLines,
  read: readonly (readonly ReadOfLine[])[],
): LineAnswer[] {
  const answers: LineAnswer[] = [];
  sets.forEach(({ rows }, set) => {
    read[set]!.forEach(({ text, texts }, at) => {
      const row = rows[at]!;
      const { wrong, characters } = alignedWith(withoutSpaces(lines[row]!.text), text);
      answers[row] = {
        ...{ text, wrong, characters },
        right: wrong === 0,
        probability: texts[0]?.probability ?? 0,
      };
    });
  });
  return answers;
}

/** Mean negative log probability of a right character, in nats; a text that doesn't fit counts as `WORST`. */
export function lossPerCharacter(
  { sets }: SpokenLines,
  { characters, temperature }: Pick<LinesCard, 'characters' | 'temperature'>,
): number {
  let [loss, count] = [0, 0];
  const everything = { allowed: () => true, readPast: () => false };
  for (const { lines, outputs } of sets) {
    outputs.forEach((output, at) => {
      const { text } = lines[at]!;
      const { logits, steps } = output!;
      const reading = sequenceReading(logits, steps, characters, temperature, everything);
      const own = -textLogProbability(reading, text);
      loss += Math.min(own, WORST * text.length);
      count += text.length;
    });
  }
  return loss / Math.max(1, count);
}

/** Of a character, in nats: one line that nobody can read must not decide alone. */
const WORST = 10;

/** What a card tells of the sets. */
export const evaluationsOf = (
  { sets }: SpokenLines,
  read: readonly (readonly ReadOfLine[])[],
  certainty: LinesCard['certainty'],
  name: string,
): LineEvaluation[] =>
  sets.map((set, at) => ({
    ...evaluationOf(set, read[at]!, certainty[set.task]),
    dataset: `${name}: ${set.dataset}`,
  }));

const withoutSpaces = (text: string): string => text.replaceAll(' ', '');
