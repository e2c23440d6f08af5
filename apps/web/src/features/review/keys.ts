import type { Keystroke } from '../../shared/ui/shortcuts';
import type { Move } from './grid';

/** What a key asks for on the review page. */
export type ReviewCommand =
  | { readonly do: 'move'; readonly move: Move; readonly extend: boolean }
  | { readonly do: 'label'; readonly label: string }
  | {
      readonly do:
        | 'approve'
        | 'reject'
        | 'relabel'
        | 'choose'
        | 'choose-row'
        | 'choose-cluster'
        | 'choose-all'
        | 'undo'
        | 'open'
        | 'back'
        | 'help';
    };

const MOVES: Readonly<Record<string, Move>> = {
  arrowleft: 'left',
  arrowright: 'right',
  arrowup: 'up',
  arrowdown: 'down',
  home: 'row-start',
  end: 'row-end',
  pageup: 'page-up',
  pagedown: 'page-down',
  j: 'next',
  k: 'previous',
};

type Commands = Readonly<Record<string, ReviewCommand>>;

const COMMON: Commands = {
  a: { do: 'approve' },
  r: { do: 'reject' },
  u: { do: 'undo' },
  escape: { do: 'back' },
  '?': { do: 'help' },
};

const OF_CHARACTERS: Commands = {
  ...COMMON,
  l: { do: 'relabel' },
  c: { do: 'choose-cluster' },
  enter: { do: 'open' },
};

const OF_LINES: Commands = {
  ...COMMON,
  e: { do: 'relabel' },
  enter: { do: 'relabel' },
  l: { do: 'open' },
};

/**
 * What a key does. A, R, J, K, L, C and U are commands and labels too, so letters are labels only after
 * `relabel`; a digit is no command and counts at once. `undefined`: nothing, leave it to the browser.
 *
 * @param labelling whether `relabel` was asked for and the next key is the label
 */
export function reviewCommandOf(stroke: Keystroke, labelling: boolean): ReviewCommand | undefined {
  const { key, ctrlKey, metaKey, shiftKey, altKey } = stroke;
  const name = key.toLowerCase();
  if (altKey) return undefined;
  if (ctrlKey || metaKey) return withControl(name, shiftKey);
  if (labelling) {
    if (name === 'escape') return { do: 'back' };
    // As typed: a small letter may be a class of its own.
    return /^[\p{L}\p{N}]$/u.test(key) ? { do: 'label', label: key } : undefined;
  }
  if (/^\d$/.test(key)) return { do: 'label', label: key };
  return plain(key, shiftKey, OF_CHARACTERS);
}

/**
 * The same where lines are reviewed. Their texts are typed into a field, which has the keys for itself.
 *
 * @param labelling whether the field is there
 */
export function lineCommandOf(stroke: Keystroke, labelling: boolean): ReviewCommand | undefined {
  const { key, ctrlKey, metaKey, shiftKey, altKey } = stroke;
  const name = key.toLowerCase();
  if (altKey) return undefined;
  if (ctrlKey || metaKey) return withControl(name, shiftKey);
  if (labelling && name === 'escape') return { do: 'back' };
  return plain(key, shiftKey, OF_LINES);
}

function plain(key: string, shiftKey: boolean, commands: Commands): ReviewCommand | undefined {
  if (key === ' ') return { do: shiftKey ? 'choose-row' : 'choose' };
  const name = key.toLowerCase();
  const move = MOVES[name];
  return move ? { do: 'move', move, extend: shiftKey } : commands[name];
}

function withControl(name: string, shiftKey: boolean): ReviewCommand | undefined {
  if (name === 'a' && !shiftKey) return { do: 'choose-all' };
  if (name === 'z' && !shiftKey) return { do: 'undo' };
  if (name === 'home') return { do: 'move', move: 'first', extend: shiftKey };
  return name === 'end' ? { do: 'move', move: 'last', extend: shiftKey } : undefined;
}

export interface ShownKey {
  readonly keys: readonly string[];
  readonly does: string;
  /** Shown on the page, not only behind `?`. */
  readonly daily: boolean;
}

const IN_THE_GRID: readonly ShownKey[] = [
  { keys: ['←', '→', '↑', '↓'], does: 'move in the grid', daily: false },
  { keys: ['Shift', 'a move'], does: 'extend the selection', daily: false },
  { keys: ['Shift', 'Space'], does: 'select the row', daily: false },
  { keys: ['Ctrl', 'A'], does: 'select all loaded items', daily: false },
  {
    keys: ['Home', 'End'],
    does: 'start and end of the row; with Ctrl, of the list',
    daily: false,
  },
];

/** The keys as they are shown, those of every day first. */
export const LINE_KEYS: readonly ShownKey[] = [
  { keys: ['J', 'K'], does: 'move', daily: true },
  { keys: ['A'], does: 'approve', daily: true },
  { keys: ['R'], does: 'reject', daily: true },
  { keys: ['E'], does: 'retype', daily: true },
  { keys: ['Space'], does: 'select', daily: true },
  { keys: ['U'], does: 'undo', daily: true },
  { keys: ['L'], does: 'look', daily: true },
  { keys: ['?'], does: 'all keys', daily: true },
  { keys: ['Enter'], does: 'retype; in the field, approve with the text', daily: false },
  ...IN_THE_GRID,
  { keys: ['Esc'], does: 'cancel the text, close the item, clear the selection', daily: false },
];

/** The same where characters are reviewed. */
export const REVIEW_KEYS: readonly ShownKey[] = [
  { keys: ['J', 'K'], does: 'move', daily: true },
  { keys: ['A'], does: 'approve', daily: true },
  { keys: ['R'], does: 'reject', daily: true },
  { keys: ['0–9'], does: 'relabel: digit', daily: true },
  { keys: ['L', 'A–z'], does: 'relabel: letter', daily: true },
  { keys: ['Space'], does: 'select', daily: true },
  { keys: ['C'], does: 'select look-alikes', daily: true },
  { keys: ['U'], does: 'undo', daily: true },
  { keys: ['Enter'], does: 'look', daily: true },
  { keys: ['?'], does: 'all keys', daily: true },
  ...IN_THE_GRID,
  { keys: ['Esc'], does: 'cancel the label, close the item, clear the selection', daily: false },
];
