import { setImmediate } from 'node:timers/promises';
import { isSamePart, textSteps } from '@inkling/recognizer';
import type { Answered } from '../figures/confusions.js';

/** What was answered to a line, and what it says. */
export interface LabelledLine {
  /** Begin of its step of time. */
  readonly start: Date;
  readonly answered: string;
  readonly truth: string;
}

export interface Compared {
  readonly compared: number;
  /** Of the true texts. */
  readonly characters: number;
  readonly edits: number;
}

export interface LineComparison {
  /** By the begin of their step, as an ISO date. */
  readonly steps: ReadonlyMap<string, Compared>;
  /** How often which character stands for which, right ones too; an empty one where the other has one more. */
  readonly counts: readonly Answered[];
}

export const NOTHING_COMPARED: Compared = { compared: 0, characters: 0, edits: 0 };

/** Pairs of characters, each of one text with each of the other: about a third of a second. */
const MOST_CELLS = 50_000_000;
/** Other requests are answered in between. */
const CELLS_AT_ONCE = 1_000_000;

/**
 * Answers beside true texts. Where spaces are is for nobody to say, so they count for nothing. With very long
 * lines it ends early; what was compared is in the answer.
 */
export async function compareLines(
  lines: readonly LabelledLine[],
  mostCells = MOST_CELLS,
): Promise<LineComparison> {
  const steps = new Map<string, Compared>();
  const counts = new Map<string, Map<string, number>>();
  let [cells, pausedAt] = [0, 0];
  for (const line of lines) {
    const [answered, truth] = [withoutSpaces(line.answered), withoutSpaces(line.truth)];
    cells += answered.length * truth.length;
    if (cells > mostCells) break;
    const characters = textSteps(answered, truth);
    for (const { before, after } of characters) countPair(counts, before, after);
    const start = line.start.toISOString();
    const former = steps.get(start) ?? NOTHING_COMPARED;
    steps.set(start, {
      compared: former.compared + 1,
      characters: former.characters + characters.filter(({ after }) => after !== '').length,
      edits: former.edits + characters.filter((step) => !isSamePart(step)).length,
    });
    if (cells - pausedAt > CELLS_AT_ONCE) {
      pausedAt = cells;
      await setImmediate();
    }
  }
  return { steps, counts: [...counts].flatMap(rowsOf) };
}

function countPair(
  counts: Map<string, Map<string, number>>,
  answered: string,
  truth: string,
): void {
  const ofTruth = counts.get(truth) ?? new Map<string, number>();
  counts.set(truth, ofTruth.set(answered, (ofTruth.get(answered) ?? 0) + 1));
}

const rowsOf = ([truth, answers]: [string, Map<string, number>]): Answered[] =>
  [...answers].map(([answered, count]) => ({ answered, truth, count }));

const withoutSpaces = (text: string): string => text.replace(/\s/g, '');
