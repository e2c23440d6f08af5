import { classOfLabel, type Task } from '@inkling/recognizer';

export type Command = 'clear' | 'undo' | 'redo' | 'confirm' | 'help';

export interface Keystroke {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
}

/** What a key does in the studio. `undefined`: nothing, leave it to the browser. */
export function commandOf({
  key,
  ctrlKey,
  metaKey,
  shiftKey,
  altKey,
}: Keystroke): Command | undefined {
  if (altKey) return undefined;
  if (ctrlKey || metaKey) {
    if (key.toLowerCase() === 'z') return shiftKey ? 'redo' : 'undo';
    return key.toLowerCase() === 'y' && ctrlKey ? 'redo' : undefined;
  }
  if (key === 'Escape') return 'clear';
  if (key === 'Enter') return 'confirm';
  return key === '?' ? 'help' : undefined;
}

/** Enter that ends what is typed. While something is composed it belongs to the input method; with Shift it breaks the line. */
export const isEnter = ({
  key,
  shiftKey,
  isComposing,
}: Pick<KeyboardEvent, 'key' | 'shiftKey' | 'isComposing'>): boolean =>
  key === 'Enter' && !shiftKey && !isComposing;

/** Does something instead of what a browser does on that key. */
export function onEnter(event: KeyboardEvent, work: () => void): void {
  if (!isEnter(event)) return;
  event.preventDefault();
  work();
}

/**
 * The label that a typed key stands for, as typed, when the task has its class.
 *
 * @param symbols labels beyond those of the task
 */
export function labelOfKey(
  { key, ctrlKey, metaKey, altKey }: Keystroke,
  task: Task,
  symbols: readonly string[] = [],
): string | undefined {
  if (ctrlKey || metaKey || altKey || [...key].length !== 1) return undefined;
  if (symbols.includes(key)) return key;
  return classOfLabel(task, key) === undefined ? undefined : key;
}
