import { useEventListener } from '@vueuse/core';
import type { Keystroke } from '../../shared/ui/shortcuts';
import type { ReviewCommand } from './keys';

export interface ReviewKeysOptions {
  readonly commandOf: (stroke: Keystroke, labelling: boolean) => ReviewCommand | undefined;
  /** Whether a label or a text is asked for. */
  readonly labelling: () => boolean;
  readonly run: (command: ReviewCommand) => void;
}

/** Held down, these go on; a decision needs a press of its own. */
const REPEATED = new Set<ReviewCommand['do']>(['move']);
/** A focused button or link is pressed by these itself. */
const PRESSING = new Set(['Enter', ' ']);

/** The keys of the review page. Fields, open dialogs and focused buttons keep theirs. */
export function useReviewKeys({ commandOf, labelling, run }: ReviewKeysOptions): void {
  function press(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.isComposing) return;
    if (document.querySelector('[role="dialog"]')) return;
    const target = event.target instanceof HTMLElement ? event.target : null;
    if (target?.matches('textarea, select, input:not([type="radio"])')) return;
    const command = commandOf(event, labelling());
    if (!command) return;
    if (PRESSING.has(event.key) && target?.closest('button, a, summary')) return;
    // Radio buttons are walked and pressed by the same keys.
    if (target?.matches('input') && (command.do === 'move' || PRESSING.has(event.key))) return;
    event.preventDefault();
    if (event.repeat && !REPEATED.has(command.do)) return;
    run(command);
  }
  useEventListener('keydown', press);
}
