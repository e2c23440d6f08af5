import {
  ALIKE_FROM,
  likenessForTask,
  LIKENESS_KINDS,
  likenessOf,
  TASKS,
  type Likeness,
  type LikenessKind,
  type LikenessLimits,
  type Task,
} from '@inkling/recognizer';
import type { LikenessSet } from './likeness-sets.js';

/** A set with what the likeness network says of it. */
export interface ReadSet extends Pick<LikenessSet, 'name' | 'is' | 'count'> {
  /** `[count, kinds]` */
  readonly logits: Float32Array;
}

/**
 * The share of real characters that a limit may cost on validation writers: with some room below a hundredth. Rows of characters lie
 * far from single ones, so theirs may cost half as much: fewer doodles are then taken for rows.
 */
const MOST_LOST = { alike: 0.006, several: 0.003 };

/** Limits that cost `MOST_LOST` of the real characters that they are about, each set counting as much. */
export function chooseLimits(sets: readonly ReadSet[]): LikenessLimits {
  const of = (...kinds: readonly LikenessSet['is'][]) =>
    sets.filter(({ is }) => kinds.includes(is));
  return {
    digit: quantile(of('digit'), 'digit', MOST_LOST.alike),
    letter: quantile(of('letter'), 'letter', MOST_LOST.alike),
    several: quantile(of('digit', 'letter'), 'several', 1 - MOST_LOST.several),
  };
}

/** The logit below which that share of the sets lies, of each set's in the mean. */
function quantile(sets: readonly ReadSet[], kind: LikenessKind, share: number): number {
  const at = LIKENESS_KINDS.indexOf(kind);
  const weighed = sets
    .flatMap(({ logits, count }) =>
      Array.from({ length: count }, (_, row) => ({
        logit: logits[row * LIKENESS_KINDS.length + at]!,
        weight: 1 / (sets.length * count),
      })),
    )
    .sort((a, b) => a.logit - b.logit);
  let below = 0;
  for (const { logit, weight } of weighed) {
    below += weight;
    if (below > share) return Number(logit.toFixed(4));
  }
  throw new Error('There is nothing to choose limits on.');
}

export interface LikenessFigure {
  readonly set: string;
  readonly task: Task;
  readonly samples: number;
  /** Share that is called unlike anything the task knows. */
  readonly unlike: number;
  /** Share that is called several characters. */
  readonly several: number;
}

const KINDS_OF_TASK: Readonly<Record<Task, readonly LikenessSet['is'][]>> = {
  digits: ['digit', 'several', 'none'],
  letters: ['letter', 'several', 'none'],
  characters: ['digit', 'letter', 'several', 'none'],
};

/** What the limits do with each set, task by task. */
export function measureLimits(sets: readonly ReadSet[], limits: LikenessLimits): LikenessFigure[] {
  return sets
    .filter(({ count }) => count > 0)
    .flatMap(({ name, is, count, logits }) => {
      const kinds = LIKENESS_KINDS.length;
      const likenesses = Array.from({ length: count }, (_, row) =>
        likenessOf(logits.subarray(row * kinds, (row + 1) * kinds), limits),
      );
      const share = (holds: (likeness: Likeness) => boolean) =>
        likenesses.filter(holds).length / count;
      const isSeveral = ({ several }: Likeness) => several >= ALIKE_FROM;
      return TASKS.filter((task) => KINDS_OF_TASK[task].includes(is)).map((task) => ({
        set: name,
        task,
        samples: count,
        unlike: share(
          (likeness) => !isSeveral(likeness) && likenessForTask(likeness, task) < ALIKE_FROM,
        ),
        several: share(isSeveral),
      }));
    });
}
