import type { LineTask, PredictionResponse } from '@inkling/contract';
import { CLEARLY_ALIKE_FROM, type Task } from '@inkling/recognizer';

type Certainty = PredictionResponse['certainty'];

export const TASK_NAMES: Record<Task, string> = {
  digits: 'Digits',
  letters: 'Letters',
  characters: 'Both',
};

export const LINE_TASK_NAMES: Record<LineTask, string> = { digits: 'Digits', text: 'Text' };

export const TASK_HINTS: Record<Task, string> = {
  digits: 'Draw a digit',
  letters: 'Draw a letter',
  characters: 'Draw a digit or a letter',
};

export const CERTAINTY_WORDS: Record<Certainty, string> = {
  sure: 'sure',
  unsure: 'not sure',
  unlike: 'That doesn’t look like a character',
};

type Judged = Pick<PredictionResponse, 'certainty' | 'several' | 'ambiguous' | 'likeness'>;

/** How sure the answer is, and why not where that is known. */
export function certaintyWords({ certainty, several, ambiguous, likeness = 1 }: Judged): string {
  if (several) return 'That looks like several characters';
  if (ambiguous) return `${inWords(ambiguous, 'or')}? The shape alone can’t tell`;
  if (certainty === 'unsure' && likeness < CLEARLY_ALIKE_FROM) return 'not sure: an unusual shape';
  return CERTAINTY_WORDS[certainty];
}

/** "0 or O", "1, I or L". */
export const inWords = (parts: readonly string[], between: 'and' | 'or'): string =>
  parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} ${between} ${parts.at(-1)}`;

/** Without decimals, except above 99 and below 1, where they tell something. */
export function percent(share: number): string {
  return `${percentNumber(share)}%`;
}

/** The same without its sign, where there is hardly room. */
export function percentNumber(share: number): string {
  const value = share * 100;
  if (value >= 100 || value <= 0) return String(Math.round(value));
  if (value > 99) return Math.min(value, 99.9).toFixed(1);
  if (value < 1) return value < 0.1 ? '< 0.1' : value.toFixed(1);
  return String(Math.round(value));
}

/** What a correction or a confirmation does, said when it is done. */
export function learnedWords(label: string, confirms: boolean): string {
  return confirms
    ? `Confirmed. This way of writing ${label} is remembered.`
    : `Learned. Your next ${label} like this will be read as ${label}.`;
}

/** What a screen reader says when an answer comes. */
export function spokenAnswer(answer: PredictionResponse): string {
  const { label, probability, certainty, several, ambiguous, likeness } = answer;
  if (certainty === 'unlike') {
    return `${certaintyWords({ certainty, several })}. Nearest: ${spokenLabel(label)}.`;
  }
  const spoken = ambiguous?.map(spokenLabel);
  return `${spokenLabel(label)}, ${percentNumber(probability)} percent, ${certaintyWords({ certainty, ambiguous: spoken, likeness })}.`;
}

/** Screen readers say "a" and "A" alike. */
export function spokenLabel(label: string): string {
  if (/^[A-Z]$/.test(label)) return `capital ${label}`;
  return /^[a-z]$/.test(label) ? `small ${label}` : label;
}

/** "just now", "5 minutes ago", "yesterday", in the language of the page. */
export function timeAgo(iso: string, nowMs: number): string {
  const seconds = Math.min(0, (Date.parse(iso) - nowMs) / 1000);
  const format = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
  if (seconds > -45) return 'just now';
  if (seconds > -3600) return format.format(Math.round(seconds / 60), 'minute');
  if (seconds > -86_400) return format.format(Math.round(seconds / 3600), 'hour');
  return format.format(Math.round(seconds / 86_400), 'day');
}

const SHORT_UNITS = [
  [365 * 86_400, 'y'],
  [86_400, 'd'],
  [3600, 'h'],
  [60, 'min'],
] as const;

/** An age where there is hardly room: "now", "5 min", "3 h", "12 d", "2 y". */
export function shortAge(iso: string, nowMs: number): string {
  const seconds = (nowMs - Date.parse(iso)) / 1000;
  const unit = SHORT_UNITS.find(([size]) => seconds >= size);
  return unit ? `${Math.floor(seconds / unit[0])} ${unit[1]}` : 'now';
}

/** "26 November 2026, 14:05". */
export function dateTime(iso: string): string {
  const date = new Date(iso);
  const day = date.toLocaleDateString('en-GB', { dateStyle: 'long' });
  return `${day}, ${date.toLocaleTimeString('en-GB', { timeStyle: 'short' })}`;
}

/** "3 May 2026, 14:05", by the reader's clock. */
export const moment = (iso: string): string =>
  new Date(iso).toLocaleString('en-GB', {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
  });

export const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** A text of several rows in one. */
export const inOneRow = (text: string): string => text.replaceAll('\n', ' ⏎ ');

/** "3 May 2026", by the reader's clock. */
export const day = (at: string | number): string =>
  new Date(at).toLocaleDateString('en-GB', { dateStyle: 'medium' });

/** "1 sample", "1,200 samples". */
export const counted = (number: number, one: string, many = `${one}s`): string =>
  `${number.toLocaleString('en')} ${number === 1 ? one : many}`;
