import type { ComparisonTable } from '@inkling/contract';

export type ClassFigures = ComparisonTable['a']['perClass'][number];

export interface ClassDifference {
  readonly label: string;
  /** Glyphs of this class. */
  readonly support: number;
  readonly a: ClassFigures;
  readonly b: ClassFigures;
  /** F1 of b less that of a. */
  readonly gain: number;
}

/** Classes that the two read in another way, the largest difference first, and those that they read alike. */
export function classDifferences({ labels, a, b }: Pick<ComparisonTable, 'labels' | 'a' | 'b'>): {
  readonly different: readonly ClassDifference[];
  readonly same: readonly ClassDifference[];
} {
  const all = labels.map((label, at): ClassDifference => {
    const [ofA, ofB] = [a.perClass[at]!, b.perClass[at]!];
    return {
      label,
      support: Math.max(ofA.support, ofB.support),
      a: ofA,
      b: ofB,
      gain: ofB.f1 - ofA.f1,
    };
  });
  const differs = ({ a: one, b: other }: ClassDifference) =>
    one.precision !== other.precision || one.recall !== other.recall;
  const size = ({ gain }: ClassDifference) => Math.abs(gain);
  return {
    different: all.filter(differs).sort((one, other) => size(other) - size(one)),
    same: all.filter((row) => !differs(row)),
  };
}

/** Glyphs of one class that are read as another: how many by each version. */
export interface ConfusedPair {
  readonly right: string;
  readonly read: string;
  readonly a: number;
  readonly b: number;
}

/** Confusions that happen to one version more often than to the other, the largest change first. */
export function changedConfusions({
  labels,
  a,
  b,
}: Pick<ComparisonTable, 'labels' | 'a' | 'b'>): ConfusedPair[] {
  const pairs: ConfusedPair[] = [];
  labels.forEach((right, row) => {
    labels.forEach((read, column) => {
      const [ofA, ofB] = [a.confusion[row]![column]!, b.confusion[row]![column]!];
      if (row !== column && ofA !== ofB) pairs.push({ right, read, a: ofA, b: ofB });
    });
  });
  const size = (pair: ConfusedPair) => Math.abs(pair.b - pair.a);
  return pairs.sort((one, other) => size(other) - size(one));
}

/** What a confusion table shows: one version's counts, or how many more the other has. */
export type MatrixView = 'a' | 'b' | 'difference';

export interface MatrixCell {
  readonly row: number;
  readonly column: number;
  readonly value: number;
  /** 0..1, how strongly it is to be drawn. */
  readonly strength: number;
}

/**
 * The cells that hold something. Right answers are many and confusions few, so each kind is measured
 * against its own largest; a root makes single ones visible.
 */
export function matrixCells(
  { labels, a, b }: Pick<ComparisonTable, 'labels' | 'a' | 'b'>,
  view: MatrixView,
): MatrixCell[] {
  const valueAt = (row: number, column: number): number => {
    const [ofA, ofB] = [a.confusion[row]![column]!, b.confusion[row]![column]!];
    return view === 'a' ? ofA : view === 'b' ? ofB : ofB - ofA;
  };
  const cells = labels.flatMap((_, row) =>
    labels.map((__, column) => ({ row, column, value: valueAt(row, column) })),
  );
  const largest = (isDiagonal: boolean): number =>
    Math.max(
      1,
      ...cells
        .filter(({ row, column }) => (row === column) === isDiagonal)
        .map(({ value }) => Math.abs(value)),
    );
  const [onDiagonal, beside] = [largest(true), largest(false)];
  return cells
    .filter(({ value }) => value !== 0)
    .map((cell) => ({
      ...cell,
      strength: Math.sqrt(Math.abs(cell.value) / (cell.row === cell.column ? onDiagonal : beside)),
    }));
}

/** Shares and their differences have as many wherever versions are compared. */
const DECIMALS = 2;

/** A share in hundredths: "99.43". */
export const hundredths = (share: number): string => (share * 100).toFixed(DECIMALS);

/** "+0.40", "−1.20": percentage points with a sign, or "0". */
export function points(difference: number): string {
  const text = hundredths(Math.abs(difference));
  if (Number(text) === 0) return '0';
  return difference > 0 ? `+${text}` : `−${text}`;
}

/** Whether a difference is for the better, as far as its figure shows one. */
export function directionOf(difference: number): 'better' | 'worse' | 'same' {
  if (points(difference) === '0') return 'same';
  return difference > 0 ? 'better' : 'worse';
}
