import type { Prediction } from '@inkling/client';
import { Candidates } from './candidates.js';
import { box, button, make, put } from './dom.js';
import type { ReaderState } from './reader.js';
import { STYLES } from './styles.js';
import { troubleWords } from './trouble-words.js';
import type { Words } from './words.js';

interface ViewActions {
  readonly undo: () => void;
  readonly clear: () => void;
  readonly say: (label: string) => void;
  readonly unsay: () => void;
  readonly retry: () => void;
}

/** Longest label that a symbol may have, see `symbolOf` of packages/recognizer. */
const LONGEST_LABEL = 8;

/** What is on the screen. */
export class View {
  readonly canvas = make('canvas', { part: 'canvas' });
  private readonly hint = make('p', { class: 'hint' });
  private readonly undo = button('undo');
  private readonly clear = button('clear');
  private readonly label = make('span', { class: 'label', part: 'answer' });
  private readonly certainty = make('span', { class: 'muted' });
  private readonly candidates: Candidates;
  private readonly said = make('span');
  private readonly unsay = button('unsay');
  private readonly trouble = make('p', { class: 'trouble', role: 'alert' });
  private readonly retry = button('retry');
  private readonly otherLabel = make('label', { for: 'other' });
  private readonly other = make('input', {
    id: 'other',
    type: 'text',
    autocomplete: 'off',
    autocapitalize: 'none',
    spellcheck: 'false',
    part: 'input',
  });
  private readonly set = button('set');

  constructor(
    root: ShadowRoot,
    private readonly actions: ViewActions,
  ) {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLES);
    root.adoptedStyleSheets = [sheet];
    this.canvas.setAttribute('role', 'img');
    this.candidates = new Candidates(actions.say);
    root.append(
      box('pad', [
        make('div', {}, [
          box('paper', [this.canvas, this.hint]),
          box('tools', [this.undo, this.clear]),
        ]),
        box('side', [
          make('div', { class: 'answer', role: 'status' }, [this.label, this.certainty]),
          this.candidates.element,
          box('other', [this.otherLabel, this.other, this.set]),
          make('div', { class: 'said', role: 'status' }, [this.said, this.unsay]),
          this.trouble,
          make('div', {}, [this.retry]),
        ]),
      ]),
    );
    this.listen();
  }

  private listen(): void {
    const { actions, other } = this;
    const say = (): void => {
      const label = other.value.trim();
      other.value = '';
      if (label !== '') actions.say(label);
    };
    this.undo.addEventListener('click', actions.undo);
    this.clear.addEventListener('click', actions.clear);
    this.unsay.addEventListener('click', actions.unsay);
    this.retry.addEventListener('click', actions.retry);
    this.set.addEventListener('click', say);
    other.maxLength = LONGEST_LABEL;
    other.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' || event.isComposing) return;
      // It would send the form that the pad stands in.
      event.preventDefault();
      say();
    });
  }

  /** Shows how it stands. */
  show(
    { answer, said, isReading, trouble, waiting }: ReaderState,
    {
      words,
      isEmpty,
      isDisabled,
      value,
    }: {
      readonly words: Words;
      readonly isEmpty: boolean;
      readonly isDisabled: boolean;
      readonly value: string;
    },
  ): void {
    this.canvas.setAttribute('aria-label', words.sheet);
    put(this.hint, isEmpty && value === '' ? words.draw : '');
    put(this.undo, words.undo);
    put(this.clear, words.clear);
    this.undo.disabled = isEmpty || isDisabled;
    this.clear.disabled = (isEmpty && value === '') || isDisabled;
    put(this.label, value);
    put(this.certainty, certaintyWords({ answer, isSaid: said !== undefined, isReading }, words));
    this.candidates.show(answer, said?.label ?? value, { words, isDisabled });
    put(this.otherLabel, words.other);
    put(this.set, words.set);
    this.other.disabled = isDisabled;
    this.set.disabled = isDisabled;
    const isKept = said?.isSent === false && waiting > 0 && trouble;
    put(this.said, said ? (isKept ? words.kept(said.label) : words.labelled(said.label)) : '');
    put(this.unsay, words.unsay);
    this.unsay.hidden = said === undefined || isDisabled;
    put(this.trouble, trouble ? troubleWords(trouble, words) : '');
    put(this.retry, words.retry);
    this.retry.hidden = trouble?.passes !== true;
  }
}

interface Seen {
  readonly answer: Prediction | undefined;
  readonly isSaid: boolean;
  readonly isReading: boolean;
}

function certaintyWords({ answer, isSaid, isReading }: Seen, words: Words): string {
  if (isReading) return words.reading;
  if (!answer || isSaid) return '';
  if (answer.several === true) return words.several;
  if (answer.certainty === 'unlike') return words.unlike;
  const percent = Math.round(answer.probability * 100);
  return `${percent}%, ${answer.certainty === 'sure' ? words.sure : words.unsure}`;
}
