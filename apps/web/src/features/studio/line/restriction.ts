import type { LineTask } from '@inkling/contract';
import { MOST_LINE_CHARACTERS, MOST_WORDS } from '../../../shared/line-limits';

/** What the text of a line may be. */
export const RESTRICTIONS = ['none', 'pattern', 'words'] as const;
export type Restriction = (typeof RESTRICTIONS)[number];

export interface Preset {
  readonly name: string;
  readonly pattern: string;
  readonly task: LineTask;
}

export const PRESETS: readonly Preset[] = [
  { name: 'Date', pattern: 'dd/dd/dddd', task: 'digits' },
  { name: 'Phone', pattern: 'ddd ddd dddd', task: 'digits' },
  { name: 'Amount', pattern: 'ddd.dd', task: 'digits' },
  { name: 'Plate', pattern: 'AAdd AAA', task: 'text' },
];

const PRINTABLE = /^[\x20-\x7e]+$/;

/** Why a pattern can't be used; empty where it can. */
export function patternProblem(pattern: string, task: LineTask): string {
  if (pattern === '') return '';
  if (!PRINTABLE.test(pattern)) return 'Use only letters, digits and signs of a plain keyboard.';
  if (pattern.length > MOST_LINE_CHARACTERS)
    return `Use at most ${MOST_LINE_CHARACTERS} characters.`;
  return task === 'digits' && /[aA]/.test(pattern) ? 'Letters need “Text” above.' : '';
}

export interface WordList {
  readonly words: readonly string[];
  /** How many rows were skipped, and why. */
  readonly skipped: { readonly unreadable: number; readonly beyond: number };
}

/** One word a row; each once. */
export function wordList(text: string): WordList {
  const rows = text
    .split(/\r?\n/)
    .map((row) => row.trim())
    .filter((row) => row !== '');
  const each = [...new Set(rows)];
  const usable = each.filter((row) => PRINTABLE.test(row) && row.length <= MOST_LINE_CHARACTERS);
  return {
    words: usable.slice(0, MOST_WORDS),
    skipped: {
      unreadable: each.length - usable.length,
      beyond: Math.max(0, usable.length - MOST_WORDS),
    },
  };
}

/** How many words there are, and what of the list can't be used. */
export function wordListWords({ words, skipped: { unreadable, beyond } }: WordList): string {
  const count = words.length.toLocaleString('en');
  if (words.length + unreadable === 0) return 'Type or paste the texts that may be answered.';
  const parts = [
    `Only ${words.length === 1 ? 'this 1 entry' : `these ${count} entries`} may be answered.`,
    unreadable > 0 ? `Skipped: ${unreadable} with characters it can’t read.` : '',
    beyond > 0 ? `Skipped: ${beyond.toLocaleString('en')} beyond the limit.` : '',
  ];
  return parts.filter((part) => part !== '').join(' ');
}
