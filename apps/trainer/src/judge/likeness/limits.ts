import {
  likenessForTask,
  likenessOf,
  TASKS,
  LIKENESS_KINDS,
  type Likeness,
  type LikenessLimits,
  type Task,
} from '@inkling/recognizer';
import type { LikenessSet } from './likeness-sets.js';

/** A set with what the likeness network says of each glyph. */
export interface JudgedSet extends Pick<LikenessSet, 'name' | 'is'> {
  readonly likenesses: readonly Likeness[];
}

/** @param logits `[count, kinds]` */
export const judged = ({ name, is, count }: LikenessSet, logits: Float32Array): JudgedSet => {
  const kinds = LIKENESS_KINDS.length;
  return {
    name,
    is,
    likenesses: Array.from({ length: count }, (_, row) =>
      likenessOf(logits.subarray(row * kinds, (row + 1) * kinds)),
    ),
  };
};

/** The most real characters that a limit may cost, on validation writers: with some room below a hundredth. */
const MOST_LOST = 0.006;

const KINDS_OF_TASK: Readonly<Record<Task, readonly string[]>> = {
  digits: ['digit'],
  letters: ['letter'],
  characters: ['digit', 'letter'],
};

/** Limits that cost no more than `MOST_LOST` of the real characters of any kind. */
export function chooseLimits(sets: readonly JudgedSet[]): LikenessLimits {
  const real = sets.filter(({ is }) => is === 'digit' || is === 'letter');
  const lowest = (task: Task): number =>
    Math.min(
      ...real
        .filter(({ is }) => KINDS_OF_TASK[task].includes(is))
        .map(({ likenesses }) =>
          quantile(
            likenesses.map((likeness) => likenessForTask(likeness, task)),
            MOST_LOST,
          ),
        ),
    );
  return {
    unlikeBelow: Object.fromEntries(
      TASKS.map((task) => [task, rounded(lowest(task))]),
    ) as LikenessLimits['unlikeBelow'],
    severalFrom: rounded(
      Math.max(
        ...real.map(({ likenesses }) =>
          quantile(
            likenesses.map(({ several }) => several),
            1 - MOST_LOST,
          ),
        ),
      ),
    ),
  };
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

/** What the limits do with each set, task by task. */
export function measureLimits(
  sets: readonly JudgedSet[],
  { unlikeBelow, severalFrom }: LikenessLimits,
): LikenessFigure[] {
  return sets.flatMap(({ name, is, likenesses }) =>
    TASKS.filter(
      (task) => is === 'none' || is === 'several' || KINDS_OF_TASK[task].includes(is),
    ).map((task) => {
      const share = (holds: (likeness: Likeness) => boolean) =>
        likenesses.filter(holds).length / Math.max(1, likenesses.length);
      const isSeveral = (likeness: Likeness) => likeness.several >= severalFrom;
      return {
        set: name,
        task,
        samples: likenesses.length,
        unlike: share(
          (likeness) => !isSeveral(likeness) && likenessForTask(likeness, task) < unlikeBelow[task],
        ),
        several: share(isSeveral),
      };
    }),
  );
}

function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!;
}

const rounded = (value: number): number => Number(value.toFixed(4));
