import { createClient, type Prediction } from '@inkling/client';
import { keptDrawings, NOTHING_KEPT, ownerOf } from './kept-drawings.js';
import { Reader, type ReaderListener, type ReaderState } from './reader.js';
import { Sheet } from './sheet.js';
import type { Trouble } from './trouble.js';
import { troubleWords } from './trouble-words.js';
import { View } from './view.js';
import { wordsIn } from './words.js';

/** The next stroke of a drawing mostly comes sooner. */
const RESTS_AFTER_MS = 350;

/** Where this very file came from: `/pad/` below the address of its server. */
const OWN_SERVER = new URL('..', import.meta.url).href;

/** Of this file's address on a server; open to every page, so it tells whether the server is there. */
const OWN_FILE = 'pad/inkling-pad.js';

/** Whose drawings of an earlier visit are being sent: one pad does so for all of a page. */
const resumed = new Set<string>();

const EMPTY: ReaderState = {
  ...{ answer: undefined, said: undefined, isReading: false, trouble: undefined, waiting: 0 },
};

/**
 * `<inkling-pad server="https://ink.example" key="ink_…" task="digits">`: a sheet to draw one character on, its answer, and a
 * tap to correct it. In a form it is a field whose value is the label. Attributes and events: docs/api.md.
 */
export class PadElement extends HTMLElement {
  static readonly formAssociated = true;
  static readonly observedAttributes = ['server', 'key', 'task', 'allow', 'lang', 'required'];

  private readonly internals = this.attachInternals();
  private readonly view: View;
  private readonly sheet: Sheet;
  private reader: Reader | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private isDisabled = false;
  /** Its attributes are read when all of them are there. */
  private isReady = false;
  /** The drawing has changed since the reader had it. */
  private isFresh = false;
  private label = '';

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
  get value(): string {
    return this.label;
  }

  set value(label: string) {
    this.clear();
    this.take(label);
    this.show();
  }

  get name(): string {
    return this.getAttribute('name') ?? '';
  }

  get form(): HTMLFormElement | null {
    return this.internals.form;
  }

  get validity(): ValidityState {
    return this.internals.validity;
  }

  get validationMessage(): string {
    return this.internals.validationMessage;
  }

  checkValidity(): boolean {
    return this.internals.checkValidity();
  }

  reportValidity(): boolean {
    return this.internals.reportValidity();
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
    this.take(this.label);
    this.show();
  }

  private createReader(): Reader | undefined {
    const server = this.getAttribute('server') ?? OWN_SERVER;
    if (!URL.canParse(server)) return undefined;
    const fileUrl = new URL(OWN_FILE, server.endsWith('/') ? server : `${server}/`);
    const key = this.getAttribute('key') ?? undefined;
    const owner = key === undefined ? undefined : ownerOf(fileUrl.href, key);
    const isCurrent = (): boolean => this.reader === reader;
    const listener: ReaderListener = {
      changed: () => this.show(),
      answered: (answer) => isCurrent() && this.onAnswer(answer),
      corrected: (correction) => this.tell('inkling-correction', correction),
      troubled: (trouble) => this.onTrouble(trouble),
    };
    const reader = new Reader({
      client: createClient({ baseUrl: server, key }),
      asked: {
        task: this.getAttribute('task') ?? 'characters',
        allow: (this.getAttribute('allow') ?? '').split(/\s+/).filter((label) => label !== ''),
      },
      isThere: () =>
        fetch(fileUrl, { method: 'HEAD', cache: 'no-store', credentials: 'omit' }).then(
          ({ ok }) => ok,
          () => false,
        ),
      // Without a key it may be somebody else who is signed in the next time.
      kept: owner === undefined ? NOTHING_KEPT : keptDrawings(owner),
      listener,
    });
    if (owner !== undefined && !resumed.has(owner)) {
      resumed.add(owner);
      void reader.resume();
    }
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

  /** The value, for the form that it stands in. */
  private take(label: string): void {
    const isNew = label !== this.label;
    this.label = label;
    this.internals.setFormValue(label === '' ? null : label);
    const isMissing = label === '' && this.hasAttribute('required');
    this.internals.setValidity(
      isMissing ? { valueMissing: true } : {},
      isMissing ? wordsIn(this.language).required : '',
      this.view.canvas,
    );
    if (!isNew || !this.isConnected) return;
    for (const type of ['input', 'change']) this.dispatchEvent(new Event(type, { bubbles: true }));
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
      value: this.label,
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
