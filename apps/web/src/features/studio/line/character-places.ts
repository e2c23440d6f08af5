import type { LineCharacter } from '@inkling/contract';

/** Where the middle of a character stands, and how wide it may be, in CSS pixels. */
export interface Place {
  readonly middle: number;
  readonly width: number;
}

/** As wide as a thumb where there is room. */
const WIDEST = 44;
/** Closer than this two characters can't be told apart by a finger. */
const LEAST_APART = 30;

/**
 * Puts characters under the middles of their strokes, in their order and no closer than a finger can tell
 * apart; those that stand too close move aside together, each as little as may be.
 *
 * @param middles of the strokes, in CSS pixels from the left
 */
export function placesUnder(middles: readonly number[]): Place[] {
  // Pool adjacent violators: without the least distances, what is left must not decrease.
  const runs: { sum: number; count: number }[] = [];
  middles.forEach((middle, at) => {
    runs.push({ sum: middle - at * LEAST_APART, count: 1 });
    while (runs.length > 1 && meanOf(runs.at(-2)!) > meanOf(runs.at(-1)!)) {
      const { sum, count } = runs.pop()!;
      runs[runs.length - 1] = { sum: runs.at(-1)!.sum + sum, count: runs.at(-1)!.count + count };
    }
  });
  const placed = runs
    .flatMap((run) => Array.from({ length: run.count }, () => meanOf(run)))
    .map((base, at) => base + at * LEAST_APART);
  // The first must not stand beyond the edge.
  const shift = Math.max(0, LEAST_APART / 2 - (placed[0] ?? Infinity));
  return placed.map((middle, at) => {
    const before = at > 0 ? middle - placed[at - 1]! : Infinity;
    const after = at + 1 < placed.length ? placed[at + 1]! - middle : Infinity;
    return { middle: middle + shift, width: Math.min(WIDEST, before, after) };
  });
}

const meanOf = ({ sum, count }: { sum: number; count: number }): number => sum / count;

/** Those of each row, by their numbers among all of them. */
export function rowsOf(characters: readonly Pick<LineCharacter, 'row'>[]): number[][] {
  const rows: number[][] = [];
  characters.forEach(({ row }, at) => (rows[row] ??= []).push(at));
  return Array.from(rows, (row) => row ?? []);
}

/** How sure one character is: shown by a colour, and by a bar as long as its probability. */
export type Tone = 'sure' | 'unsure' | 'doubtful';

export function toneOf({
  certain,
  probability,
}: Pick<LineCharacter, 'certain' | 'probability'>): Tone {
  if (certain) return 'sure';
  return probability >= 0.5 ? 'unsure' : 'doubtful';
}
