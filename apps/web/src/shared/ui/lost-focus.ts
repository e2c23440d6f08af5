import { nextTick } from 'vue';

interface Focusable {
  focus(): void;
}

/**
 * Gives the focus to what comes next where what had it is gone from the page: keys and screen readers would
 * begin at its top again. Takes it from nothing that has it.
 *
 * @param next looked for once the page is changed
 */
export async function focusWhereLost(next: () => Focusable | null | undefined): Promise<void> {
  await nextTick();
  // A dialog that fades away has it still, and hands it to what is gone.
  while (document.activeElement?.closest('[role=dialog]')) await aMoment();
  if (document.activeElement === document.body) next()?.focus();
}

/** Long enough for a dialog to hand the focus back once it is gone. */
const aMoment = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 50));

/** The button of the n-th item of a list, or where so many are not left, of its last one. */
export function itemButton(list: Element | null, at: number): HTMLElement | undefined {
  const buttons = list?.querySelectorAll<HTMLElement>('li button') ?? [];
  return buttons[Math.min(at, buttons.length - 1)];
}
