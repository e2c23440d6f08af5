import { CORRECTION_KINDS, type CorrectionKind, type ReviewPerson } from '@inkling/contract';
import { personName } from './review-words';

export interface FilterOption {
  readonly value: string;
  readonly name: string;
}

export const numbered = (name: string, number: number): string =>
  `${name} (${number.toLocaleString('en')})`;

/** What is filtered by stays in the list when nothing of it is left. */
function withChosen(
  options: readonly FilterOption[],
  chosen: string | undefined,
  nameOf: (value: string) => string,
): readonly FilterOption[] {
  if (chosen === undefined || options.some(({ value }) => value === chosen)) return options;
  return [{ value: chosen, name: nameOf(chosen) }, ...options];
}

/** A label has no blank in it, and may be any other sign. */
const BETWEEN = ' ';

/** What was answered and what it counts as, as one value of a filter. */
export const pairValue = (predicted: string, label: string): string =>
  `${predicted}${BETWEEN}${label}`;

/** The pair that a value stands for; none for an empty one. */
export function pairOf(value: string): {
  readonly predicted: string | undefined;
  readonly label: string | undefined;
} {
  const [predicted, label] = value === '' ? [] : value.split(BETWEEN);
  return { predicted, label };
}

export const pairOptions = (
  pairs:
    | readonly { readonly predicted: string; readonly label: string; readonly count: number }[]
    | undefined,
  chosen: string,
): FilterOption[] => [
  { value: '', name: 'All confusions' },
  ...withChosen(
    (pairs ?? []).map(({ predicted, label, count }) => ({
      value: pairValue(predicted, label),
      name: numbered(`${predicted} → ${label}`, count),
    })),
    chosen || undefined,
    (value) => value.replace(BETWEEN, ' → '),
  ),
];

export const labelOptions = (
  labels: readonly { readonly label: string; readonly count: number }[] | undefined,
  chosen: string | undefined,
): FilterOption[] => [
  { value: '', name: 'All labels' },
  ...withChosen(
    (labels ?? []).map(({ label, count }) => ({ value: label, name: numbered(label, count) })),
    chosen,
    (label) => label,
  ),
];

const KIND_NAMES: Readonly<Record<CorrectionKind, string>> = {
  corrected: 'Corrections only',
  confirmed: 'Confirmations only',
  imported: 'Imported only',
};

export const kindOptions = (
  counts: Readonly<Partial<Record<CorrectionKind, number>>> | undefined,
  chosen?: CorrectionKind,
): FilterOption[] => [
  { value: '', name: 'All kinds' },
  ...CORRECTION_KINDS.filter(
    (kind) => kind !== 'imported' || kind === chosen || (counts?.imported ?? 0) > 0,
  ).map((kind) => ({
    value: kind,
    name: numbered(KIND_NAMES[kind], counts?.[kind] ?? 0),
  })),
];

export const writerOptions = (
  writers: readonly { readonly writer: ReviewPerson; readonly count: number }[] | undefined,
  chosen: string | undefined,
): FilterOption[] => [
  { value: '', name: 'All writers' },
  ...withChosen(
    (writers ?? []).map(({ writer, count }) => ({
      value: writer.id,
      name: numbered(personName(writer), count),
    })),
    chosen,
    () => 'one writer',
  ),
];
