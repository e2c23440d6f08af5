import type { OwnDataImport, OwnDataLeftOut } from '@inkling/contract';
import { counted, inWords } from '../../../shared/words';

type Part = Exclude<keyof OwnDataImport, 'leftOut'>;

const PARTS: Readonly<Record<Part, string>> = {
  drawings: 'drawing',
  lines: 'line',
  corrections: 'correction',
  alphabets: 'alphabet',
};

/** What a file brought: "8 drawings, 2 lines and 1 alphabet". Empty where it is nothing. */
export const countedParts = (result: OwnDataImport, which: 'added' | 'known'): string =>
  inWords(
    (Object.keys(PARTS) as Part[])
      .filter((part) => result[part][which] > 0)
      .map((part) => counted(result[part][which], PARTS[part])),
    'and',
  );

/** The first thing to say of it. */
export function resultWords(result: OwnDataImport): string {
  const added = countedParts(result, 'added');
  if (added !== '') return `Added ${added}.`;
  const known = countedParts(result, 'known');
  return known === ''
    ? 'The file has no drawings, lines or alphabets.'
    : 'Nothing new: you already have everything in this file.';
}

const LEFT_OUT: Readonly<Record<OwnDataLeftOut, (count: number) => string>> = {
  account: () => 'Your account',
  sessions: (count) => counted(count, 'session'),
  keys: (count) => counted(count, 'API key'),
  activity: (count) => counted(count, 'audit log entry', 'audit log entries'),
  reviews: (count) => counted(count, 'review decision'),
  pictures: (count) => counted(count, 'uploaded picture'),
  alphabets: (count) => counted(count, 'alphabet'),
  drawings: (count) => counted(count, 'drawing'),
  lines: (count) => counted(count, 'line'),
};

export const leftOutWords = ({ what, count }: OwnDataImport['leftOut'][number]): string =>
  LEFT_OUT[what](count);
