import type { Prediction } from '@inkling/client';
import { button, make } from './dom.js';
import type { Words } from './words.js';

/** How many labels can be tapped; the answer is the first. */
const MOST_SHOWN = 5;

/** The likeliest labels of an answer, to tap the right one. */
export class Candidates {
  readonly element = make('div', { class: 'candidates', role: 'group' });

  constructor(private readonly choose: (label: string) => void) {}

  /** @param chosen the label that is pressed */
  show(
    answer: Prediction | undefined,
    chosen: string,
    { words, isDisabled }: { readonly words: Words; readonly isDisabled: boolean },
  ): void {
    this.element.setAttribute('aria-label', words.candidates);
    const labels = answer?.candidates.slice(0, MOST_SHOWN).map(({ label }) => label) ?? [];
    const shown = [...this.element.children].map((one) => one.textContent);
    // What has the focus stays where it is.
    if (labels.join('\n') !== shown.join('\n')) {
      this.element.replaceChildren(...labels.map((label) => this.candidate(label)));
    }
    [...this.element.children].forEach((child, at) => {
      const one = child as HTMLButtonElement;
      const label = labels[at]!;
      one.ariaLabel = at === 0 ? words.confirm(label) : words.correctTo(label);
      one.ariaPressed = String(label === chosen);
      one.disabled = isDisabled;
    });
  }

  private candidate(label: string): HTMLButtonElement {
    const one = button('candidate');
    one.textContent = label;
    one.addEventListener('click', () => this.choose(label));
    return one;
  }
}
