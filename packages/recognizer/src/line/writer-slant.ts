import type { Point, Stroke } from '@inkling/ink';
import type { KnownRow } from './adapt-to-writer.js';
import { sequenceReading } from './log-probabilities.js';
import type { SequenceSettings } from './read-row.js';
import { textLogProbability } from './text-log-probability.js';

/**
 * How a writer's ink is straightened before it is read: x becomes `wide · (x - lean · y)`. Handwriting's counterpart of
 * vocal tract length normalisation (Lee and Rose 1996): one of a few warps, the one under which what they corrected is most probable.
 */
export interface Slant {
  /** To the right for each unit downwards. */
  readonly lean: number;
  /** Above 1 it is stretched. */
  readonly wide: number;
}

const LEANS = [0, -0.3, -0.15, 0.15, 0.3];
const WIDTHS = [1, 0.82, 1.2];

/** Those that are tried; the first leaves ink as it is. */
export const SLANTS: readonly Slant[] = LEANS.flatMap((lean) =>
  WIDTHS.map((wide) => ({ lean, wide })),
);

/** The newest of a writer's rows tell enough; each is read once for each slant. */
export const MOST_SLANT_ROWS = 12;

/** As from which the writer's layer is learnt. */
const LEAST_SLANT_ROWS = 3;

/** It has to make what was corrected so much more probable: the nearest of fifteen warps is nearer by chance alone. */
const CLEARLY = 0.9;

/** Which choice holds for so many rows: another number, another choice. At first with each row, then with each twelve. 0: none yet. */
export function slantStage(rows: number): number {
  if (rows < LEAST_SLANT_ROWS) return 0;
  return rows < MOST_SLANT_ROWS ? rows : rows - (rows % MOST_SLANT_ROWS);
}

/**
 * Whether a choice is to be made anew: with each of the first rows, when none of the newest had a say in the last one, and
 * when the newest of those that had is gone.
 *
 * @param rows what tells a row from others, newest first; older ones may be left out
 * @param chosenFrom of the last choice, the same; none: there was no choice
 */
export function isSlantDue(rows: readonly string[], chosenFrom: readonly string[]): boolean {
  const newest = rows.slice(0, MOST_SLANT_ROWS);
  const stage = slantStage(newest.length);
  if (stage !== slantStage(Math.min(chosenFrom.length, MOST_SLANT_ROWS))) return true;
  return stage > 0 && !newest.includes(chosenFrom[0]!);
}

export const isUpright = ({ lean, wide }: Slant): boolean => lean === 0 && wide === 1;

export const slanted = (strokes: readonly Stroke[], { lean, wide }: Slant): Stroke[] =>
  strokes.map((stroke) => stroke.map(([x, y]): Point => [wide * (x - lean * y), y]));

/** Where slanted ink was before. */
export const unslanted = (strokes: readonly Stroke[], { lean, wide }: Slant): Stroke[] =>
  strokes.map((stroke) => stroke.map(([x, y]): Point => [x / wide + lean * y, y]));

/** Of a character, in nats: one row that does not fit must not decide. */
const WORST = 10;

/** How improbable the texts of some rows are, in nats a character. */
export function lossOfRows(
  rows: readonly KnownRow[],
  { characters, temperature }: Pick<SequenceSettings, 'characters' | 'temperature'>,
): number {
  const everything = { allowed: () => true, readPast: () => false };
  let [loss, count] = [0, 0];
  for (const { logits, steps, text } of rows) {
    const reading = sequenceReading(logits, steps, characters, temperature, everything);
    loss += Math.min(WORST * text.length, -textLogProbability(reading, text));
    count += text.length;
  }
  return loss / Math.max(1, count);
}

/** @param losses of what was corrected, under each of `SLANTS` */
export function chooseSlant(losses: readonly number[]): Slant {
  const least = losses.indexOf(Math.min(...losses));
  return losses[least]! < CLEARLY * losses[0]! ? SLANTS[least]! : SLANTS[0]!;
}
