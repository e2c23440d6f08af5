import { CORRECTION_KINDS, type CorrectionKind, type ReviewPerson } from '@inkling/contract';
import { personName } from './review-words';

export interface FilterOption {
  readonly value: string;
  readonly name: string;
}

export const numbered = (name: string, number: number): string =>
  `${name} (${number.toLocaleString('en')})`;

/** What is filtered by stays in the list when nothing of it is left. */
export function withChosen(
  options: readonly FilterOption[],
  chosen: string | undefined,
  nameOf: (value: string) => string,
): readonly FilterOption[] {
  if (chosen === undefined || options.some(({ value }) => value === chosen)) return options;
  return [{ value: chosen, name: nameOf(chosen) }, ...options];
}

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
