import type { Task } from '@inkling/recognizer';
import { useEventListener } from '@vueuse/core';
import { commandOf, labelOfKey, type Command } from '../../shared/ui/shortcuts';

export interface ShortcutHandlers {
  readonly commands: Readonly<Record<Command, () => void>>;
  /** Where a typed key is the label of what was drawn. */
  readonly labels?: {
    readonly task: () => Task;
    /** Labels beyond those of the task. */
    readonly symbols: () => readonly string[];
    readonly say: (label: string) => void;
  };
}

/** The studio's keys. Fields, open dialogs and focused buttons keep theirs. */
export function useShortcuts({ commands, labels }: ShortcutHandlers): void {
  function press(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.isComposing) return;
    if (document.querySelector('[role="dialog"]')) return;
    if (isWritten(event.target)) return;
    const command = commandOf(event);
    if (command === 'confirm' && isPressed(event.target)) return;
    const label =
      command || !labels ? undefined : labelOfKey(event, labels.task(), labels.symbols());
    if (!command && label === undefined) return;
    event.preventDefault();
    if (command) commands[command]();
    else if (label !== undefined && !event.repeat) labels?.say(label);
  }
  useEventListener('keydown', press);
}

function isWritten(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    target.matches('textarea, select, input:not([type="radio"], [type="range"])')
  );
}

/** Enter on a focused control presses that control. */
function isPressed(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('button, a, input, summary') !== null;
}
