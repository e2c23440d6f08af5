import type { Prediction } from '@inkling/client';
import { FieldElement } from './field-element.js';
import { readerFor } from './pad-reader.js';
import type { Reader, ReaderState } from './reader.js';
import { Sheet } from './sheet.js';
import type { Trouble } from './trouble.js';
import { troubleWords } from './trouble-words.js';
import { View } from './view.js';
import { wordsIn } from './words.js';

/** The next stroke of a drawing mostly comes sooner. */
const RESTS_AFTER_MS = 350;

const EMPTY: ReaderState = {
  ...{ answer: undefined, said: undefined, isReading: false, trouble: undefined, waiting: 0 },
};

/**
 * `<inkling-pad server="https://ink.example" key="ink_…" task="digits">`: a sheet to draw one character on, its answer, and a
 * tap to correct it. In a form it is a field whose value is the label. Attributes and events: docs/api.md.
 */
export class PadElement extends FieldElement {
  static readonly observedAttributes = ['server', 'key', 'task', 'allow', 'lang', 'required'];

  private readonly view: View;
  private readonly sheet: Sheet;
  private reader: Reader | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private isDisabled = false;
  /** Its attributes are read when all of them are there. */
  private isReady = false;
  /** The drawing has changed since the reader had it. */
  private isFresh = false;

  constructor() {
    super();
    const root = this.attachShadow({ mode: 'open', delegatesFocus: true });
    this.view = new View(root, {
      undo: () => this.sheet.undo(),
      clear: () => this.clear(),
      say: (label) => this.say(label),
      unsay: () => this.unsay(),
      retry: () => this.reader?.retry(),
    });
    this.sheet = new Sheet(this.view.canvas, {
      began: () => this.begin(),
      changed: () => this.readSoon(),
    });
    root.addEventListener('keydown', (event) => this.onKey(event as KeyboardEvent));
    this.internals.role = 'group';
  }

  connectedCallback(): void {
    window.addEventListener('online', this.onOnline);
    this.isReady = true;
    this.restart();
    this.reader?.retry();
  }

  disconnectedCallback(): void {
    window.removeEventListener('online', this.onOnline);
    this.reader?.rest();
  }

  attributeChangedCallback(name: string): void {
    if (!this.isReady) return;
    // A former one still tells its server what was said.
    if (name !== 'lang' && name !== 'required') this.reader = undefined;
    this.restart();
  }

  /** The label: as it was read, or as it was corrected to; empty without a drawing. */
  override get value(): string {
    return super.value;
  }

  override set value(label: string) {
    this.clear();
    this.take(label);
    this.show();
  }

  formResetCallback(): void {
    this.clear();
  }

  formDisabledCallback(isDisabled: boolean): void {
    this.isDisabled = isDisabled;
    this.sheet.isDisabled = isDisabled;
    this.show();
  }

  formStateRestoreCallback(label: string): void {
    this.take(label);
    this.show();
  }

  /** A new sheet. */
  clear(): void {
    clearTimeout(this.timer);
    this.isFresh = false;
    this.sheet.clear();
    this.reader?.forget();
    this.take('');
    this.show();
  }

  private readonly onOnline = (): void => this.reader?.retry();

  private onKey(event: KeyboardEvent): void {
    const isUndo = event.key === 'z' && (event.ctrlKey || event.metaKey) && !event.shiftKey;
    if (!isUndo || event.composedPath()[0] instanceof HTMLInputElement) return;
    if (this.sheet.isEmpty || this.isDisabled) return;
    event.preventDefault();
    this.sheet.undo();
  }

  /** With what the attributes say now; what was drawn stays, and is read anew. */
  private restart(): void {
    if (!this.reader) {
      this.reader = this.createReader();
      if (!this.sheet.isEmpty) this.readSoon();
    }
    this.take(this.value);
    this.show();
  }

  private createReader(): Reader | undefined {
    const reader = readerFor(this, {
      changed: () => this.show(),
      answered: (answer) => this.reader === reader && this.onAnswer(answer),
      corrected: (correction) => this.tell('inkling-correction', correction),
      troubled: (trouble) => this.onTrouble(trouble),
    });
    return reader;
  }

  /** After a correction the next stroke is another drawing. */
  private begin(): void {
    clearTimeout(this.timer);
    if (this.reader?.state.said) this.clear();
    this.show();
  }

  private readSoon(): void {
    clearTimeout(this.timer);
    if (this.sheet.isEmpty) return this.clear();
    this.isFresh = true;
    this.timer = setTimeout(() => this.read(), RESTS_AFTER_MS);
    this.show();
  }

  private read(): void {
    clearTimeout(this.timer);
    if (!this.isFresh) return;
    this.isFresh = false;
    this.reader?.draw(this.sheet.ink);
  }

  private say(label: string): void {
    this.read();
    // Typed without a drawing it is the value, and teaches nothing.
    this.reader?.say(label);
    this.take(label);
    this.show();
  }

  private unsay(): void {
    this.reader?.unsay();
    const { answer, said } = this.reader?.state ?? EMPTY;
    if (!said) this.take(answer?.label ?? '');
    this.show();
  }

  private onAnswer(answer: Prediction): void {
    if (!this.reader?.state.said) this.take(answer.label);
    this.tell('inkling-answer', answer);
  }

  private onTrouble(trouble: Trouble): void {
    const { answer, said } = this.reader?.state ?? EMPTY;
    // What was said is refused; where it was said elsewhere meanwhile, that counts.
    if (!trouble.passes && answer) this.take(said?.label ?? answer.label);
    const detail = troubleWords(trouble, wordsIn(this.language));
    this.tell('inkling-problem', { ...trouble, detail });
  }

  protected get missing() {
    return { anchor: this.view.canvas, words: wordsIn(this.language).required };
  }

  private get language(): string {
    return this.closest('[lang]')?.getAttribute('lang') ?? 'en';
  }

  private show(): void {
    const words = wordsIn(this.language);
    const state = this.reader?.state ?? {
      ...EMPTY,
      trouble: { code: 'no_server', detail: words.noServer, passes: false },
    };
    this.internals.ariaLabel = this.getAttribute('aria-label') ?? words.sheet;
    this.view.show(state, {
      words,
      isEmpty: this.sheet.isEmpty,
      isDisabled: this.isDisabled,
      value: this.value,
    });
  }

  private tell(type: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'inkling-pad': PadElement;
  }
}
