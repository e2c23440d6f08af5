import type { Task } from '../labels.js';

/** What a drawing may look like, in the order of the likeness network's logits; each for itself. */
export const LIKENESS_KINDS = ['digit', 'letter', 'several'] as const;
export type LikenessKind = (typeof LIKENESS_KINDS)[number];

/** How much a drawing looks like a digit, a letter, several characters: 0 to 1 each. */
export type Likeness = Readonly<Record<LikenessKind, number>>;

const sigmoid = (value: number): number => 1 / (1 + Math.exp(-value));

/** @param logits of one glyph */
export function likenessOf(logits: ArrayLike<number>): Likeness {
  const [digit, letter, several] = Array.from(logits, sigmoid);
  return { digit: digit!, letter: letter!, several: several! };
}

/** How much it looks like something that the task knows, 0 to 1. */
export function likenessForTask({ digit, letter }: Likeness, task: Task): number {
  if (task === 'digits') return digit;
  return task === 'letters' ? letter : Math.max(digit, letter);
}

/** From where on a drawing is called something else than a character. */
export interface LikenessLimits {
  /** Below this it looks like nothing that the task knows. */
  readonly unlikeBelow: Readonly<Record<Task, number>>;
  /** From this on it looks like several characters. */
  readonly severalFrom: number;
}
