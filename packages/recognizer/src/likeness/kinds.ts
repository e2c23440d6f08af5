import type { Task } from '../labels.js';

/** What a drawing may look like, in the order of the likeness network's logits; each for itself. */
export const LIKENESS_KINDS = ['digit', 'letter', 'several'] as const;
export type LikenessKind = (typeof LIKENESS_KINDS)[number];

/** How much a drawing looks like a digit, a letter, several characters: 0 to 1 each, from `ALIKE_FROM` on it does. */
export type Likeness = Readonly<Record<LikenessKind, number>>;

/** The logit from which on a drawing counts as of a kind; chosen on validation writers. */
export type LikenessLimits = Readonly<Record<LikenessKind, number>>;

export const ALIKE_FROM = 0.5;

/**
 * No answer is sure below this: halves the doodles that would be, for three in a hundred of the sure answers to
 * validation writers (docs/models.md).
 */
export const CLEARLY_ALIKE_FROM = 0.8;

/** The network is far surer than it is right: logits are spread over so many units a step of likeness. */
const SPREAD = 2;

const sigmoid = (value: number): number => 1 / (1 + Math.exp(-value));

/** @param logits of one glyph */
export function likenessOf(logits: ArrayLike<number>, limits: LikenessLimits): Likeness {
  const [digit, letter, several] = LIKENESS_KINDS.map((kind, at) =>
    sigmoid((logits[at]! - limits[kind]) / SPREAD),
  );
  return { digit: digit!, letter: letter!, several: several! };
}

/** How much it looks like something that the task knows, 0 to 1. */
export function likenessForTask({ digit, letter }: Likeness, task: Task): number {
  if (task === 'digits') return digit;
  return task === 'letters' ? letter : Math.max(digit, letter);
}
