import type { ComparisonTable } from '@inkling/contract';
import type { LineEvaluation } from '@inkling/recognizer';
import { counted, percent } from '../../shared/words';
import { directionOf, hundredths, points } from './differences';

/** Lines are few: more digits would say nothing. */
const share = (value: number): string => `${(value * 100).toFixed(1)}%`;

/** A card's metrics of one set of lines, as they are shown. */
export interface LineRow {
  readonly dataset: string;
  /** "200 lines, as ink" */
  readonly read: string;
  readonly whole: string;
  readonly wrong: string;
  /** The share that is certain, and of those the share that is right; a dash where there is none. */
  readonly certain: string;
  readonly certainRight: string;
}

export const lineRows = (evaluations: readonly LineEvaluation[]): LineRow[] =>
  evaluations.map(({ dataset, input, lines, whole, characterErrorRate, certain }) => ({
    dataset,
    read: `${counted(lines, 'line')}, as ${input === 'ink' ? 'ink' : 'pictures'}`,
    whole: share(whole),
    wrong: share(characterErrorRate),
    certain: certain ? percent(certain.share) : '–',
    // Of none that is certain nothing can be right or wrong.
    certainRight: certain && certain.share > 0 ? share(certain.right) : '–',
  }));

type Change = 'better' | 'worse' | 'same';

/** What two versions make of the same lines, and which way that goes. */
export interface ComparedLines {
  readonly dataset: string;
  readonly lines: number;
  readonly whole: {
    readonly a: string;
    readonly b: string;
    readonly change: string;
    readonly tone: Change;
  };
  readonly wrong: {
    readonly a: string;
    readonly b: string;
    readonly change: string;
    readonly tone: Change;
  };
}

export const comparedLines = (tables: readonly ComparisonTable[]): ComparedLines[] =>
  tables.map(({ dataset, samples, a, b }) => {
    const [wrongA, wrongB] = [a.characterErrorRate ?? 0, b.characterErrorRate ?? 0];
    return {
      dataset,
      lines: samples,
      whole: { ...both(a.top1, b.top1), tone: directionOf(b.top1 - a.top1) },
      // Fewer wrong ones are better.
      wrong: { ...both(wrongA, wrongB), tone: directionOf(wrongA - wrongB) },
    };
  });

const both = (a: number, b: number) => ({
  a: hundredths(a),
  b: hundredths(b),
  change: points(b - a),
});
