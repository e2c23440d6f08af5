import {
  ProblemError,
  UnreachableError,
  type Client,
  type Ink,
  type Prediction,
} from '@inkling/client';
import { newDeviceId } from './device-id.js';
import type { KeptDrawings } from './kept-drawings.js';

/** What is asked of every drawing. */
export interface Asked {
  readonly task: string;
  readonly allow: readonly string[];
}

/** What somebody said that a drawing is. */
export interface Said {
  readonly label: string;
  /** The server has it. */
  readonly isSent: boolean;
}

/** Why there is no answer. */
export interface Trouble {
  readonly code: string;
  readonly detail: string;
  /** It is tried again by itself. */
  readonly passes: boolean;
}

export interface ReaderState {
  readonly answer: Prediction | undefined;
  readonly said: Said | undefined;
  readonly isReading: boolean;
  readonly trouble: Trouble | undefined;
  /** Corrections that the server does not have yet. */
  readonly waiting: number;
}

export interface ReaderListener {
  readonly changed: (state: ReaderState) => void;
  readonly answered: (answer: Prediction) => void;
  readonly corrected: (correction: {
    readonly id: string;
    readonly predictionId: string;
    readonly label: string;
  }) => void;
  /** There is trouble, of another kind than before. */
  readonly troubled: (trouble: Trouble) => void;
}

interface Parts {
  readonly client: Client;
  readonly asked: Asked;
  /** Whether the server answers at all: a browser does not say why it kept an answer from the page. */
  readonly isThere: () => Promise<boolean>;
  /** Where what is said outlives the page, until the server has it. */
  readonly kept: KeptDrawings;
  readonly listener: ReaderListener;
}

/** One drawing, from its first stroke until the next one begins. */
interface Drawing {
  ink: Ink;
  /** Made here once it has its label: so that what is sent on the next visit counts once. */
  id: string | undefined;
  /** How often it has changed, and how often it had when it was read, or refused. */
  changes: number;
  read: number;
  answer: Prediction | undefined;
  /** Of an answer that can be corrected. */
  predictionId: string | undefined;
  /** What somebody says that it is. */
  said: string | undefined;
  /** What the server has of that. */
  correction: { readonly id: string; readonly label: string } | undefined;
}

/** What the server is still to be told, in order. */
type Errand =
  | { readonly kind: 'say'; readonly drawing: Drawing; readonly label: string }
  | { readonly kind: 'withdraw'; readonly drawing: Drawing };

const FIRST_WAIT_MS = 2000;
const LONGEST_WAIT_MS = 30_000;

/**
 * Asks what a drawing is, and tells the server what it really is. Nothing that was drawn or said is lost while the server
 * is away: it is tried again until it is told, in the order in which it was said.
 */
export class Reader {
  private drawing: Drawing | undefined;
  private readonly errands: Errand[] = [];
  private trouble: Trouble | undefined;
  private isRunning = false;
  private reading: AbortController | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private waitMs = FIRST_WAIT_MS;

  constructor(private readonly parts: Parts) {}

  get state(): ReaderState {
    const { answer, said, correction } = this.drawing ?? {};
    return {
      answer,
      said: said === undefined ? undefined : { label: said, isSent: correction?.label === said },
      isReading: isUnread(this.drawing) && this.trouble === undefined,
      trouble: this.trouble,
      waiting: this.errands.length,
    };
  }

  /** The drawing has become this. */
  draw(ink: Ink): void {
    this.reading?.abort();
    this.drawing ??= newDrawing(ink);
    this.drawing.ink = ink;
    // It stands for the ink that was labelled.
    this.drawing.id = undefined;
    this.drawing.changes++;
    if (this.trouble?.passes === false) this.trouble = undefined;
    this.changed();
    void this.run();
  }

  /** A new sheet. What was said of the former one is told all the same. */
  forget(): void {
    this.reading?.abort();
    this.drawing = undefined;
    if (this.errands.length === 0) this.calm();
    this.changed();
  }

  /** What the drawing really is; another time replaces it. */
  say(label: string): void {
    const { drawing } = this;
    if (!drawing) return;
    drawing.said = label;
    this.takeBack(drawing);
    this.errands.push({ kind: 'say', drawing, label });
    this.keep(drawing, label);
    this.changed();
    void this.run();
  }

  /** Takes back what was said. */
  unsay(): void {
    const { drawing } = this;
    if (drawing?.said === undefined) return;
    drawing.said = undefined;
    const wasWaiting = this.takeBack(drawing);
    this.unkeep(drawing);
    // What is on its way is taken back when it has arrived.
    if (!wasWaiting || drawing.correction) this.errands.push({ kind: 'withdraw', drawing });
    this.changed();
    void this.run();
  }

  /** Sends what an earlier visit left. */
  async resume(): Promise<void> {
    const kept = await this.parts.kept.all();
    const errands = kept.map(({ ink, id, label, predictionId }): Errand => {
      const read = predictionId === undefined ? 0 : 1;
      const drawing = { ...newDrawing(ink), id, predictionId, changes: 1, read, said: label };
      return { kind: 'say', drawing, label };
    });
    // Said before, sent before; what is on its way stays the first.
    this.errands.splice(this.isRunning ? 1 : 0, 0, ...errands);
    if (errands.length === 0) return;
    this.changed();
    void this.run();
  }

  private keep(drawing: Drawing, label: string): void {
    drawing.id ??= newDeviceId();
    const { id, ink } = drawing;
    const predictionId = isUnread(drawing) ? undefined : drawing.predictionId;
    void this.parts.kept.put({ id, ink, label, predictionId, keptMs: Date.now() });
  }

  /** The server has what was said, refuses it, or nothing is said any more. */
  private unkeep({ id }: Drawing): void {
    if (id !== undefined) void this.parts.kept.remove(id);
  }

  /** What was said of a drawing and is not on its way. @returns whether there was anything */
  private takeBack(drawing: Drawing): boolean {
    const onItsWay = this.isRunning ? this.errands[0] : undefined;
    const at = this.errands.findIndex(
      (errand) => errand.kind === 'say' && errand.drawing === drawing && errand !== onItsWay,
    );
    if (at >= 0) this.errands.splice(at, 1);
    return at >= 0;
  }

  /** Tries again now. */
  retry(): void {
    clearTimeout(this.timer);
    void this.run();
  }

  /** Tries nothing by itself any more, until it is asked to. */
  rest(): void {
    clearTimeout(this.timer);
  }

  private async run(): Promise<void> {
    if (this.isRunning) return;
    this.isRunning = true;
    clearTimeout(this.timer);
    try {
      for (;;) {
        const [errand] = this.errands;
        const { drawing } = this;
        if (!errand && !isUnread(drawing)) return;
        try {
          if (errand) await this.deliver(errand);
          else await this.read(drawing!);
          this.calm();
        } catch (error) {
          if (isAbort(error)) continue;
          const trouble = await this.troubleOf(error);
          if (!trouble.passes) this.drop(errand, drawing);
          const isNew = trouble.code !== this.trouble?.code;
          this.trouble = trouble;
          if (isNew) this.parts.listener.troubled(trouble);
          if (trouble.passes) return this.waitFor(error);
        } finally {
          this.changed();
        }
      }
    } finally {
      this.isRunning = false;
    }
  }

  private async read(drawing: Drawing): Promise<void> {
    const { client, asked, listener } = this.parts;
    const { changes, ink, answer: former, correction } = drawing;
    const reading = new AbortController();
    this.reading = reading;
    // One that was corrected stays in the history.
    const isReplaced = former?.correctable === true && correction === undefined;
    const ask = (): Promise<Prediction> =>
      client.predict(
        {
          ...{ task: asked.task, ink },
          ...(asked.allow.length > 0 && { allow: [...asked.allow] }),
          ...(isReplaced && { replaces: former.id }),
          ...(drawing.id !== undefined && { id: drawing.id }),
        },
        { signal: reading.signal },
      );
    const answer = await ask().catch((error: unknown) => {
      if (drawing.id === undefined || !isOfId(error)) throw error;
      // The clock of this device is wrong: the server makes the id.
      this.unkeep(drawing);
      drawing.id = undefined;
      return ask();
    });
    reading.signal.throwIfAborted();
    drawing.answer = answer;
    drawing.predictionId = answer.correctable ? answer.id : undefined;
    drawing.read = changes;
    if (this.drawing === drawing) listener.answered(answer);
  }

  private async deliver(errand: Errand): Promise<void> {
    if (errand.kind === 'say') await this.tell(errand.drawing, errand.label);
    else if (errand.drawing.correction) {
      await this.parts.client.withdraw(errand.drawing.correction.id);
      errand.drawing.correction = undefined;
    }
    this.errands.shift();
  }

  private async tell(drawing: Drawing, label: string): Promise<void> {
    // Also where it was answered while nothing could be recorded.
    if (isUnread(drawing) || drawing.predictionId === undefined) await this.read(drawing);
    const predictionId = drawing.predictionId ?? drawing.answer!.id;
    const { id } = await this.parts.client.correct(predictionId, label);
    drawing.correction = { id, label };
    const isSaidAnew = this.errands.some((errand, at) => at > 0 && errand.drawing === drawing);
    if (!isSaidAnew) this.unkeep(drawing);
    this.parts.listener.corrected({ id, predictionId, label });
  }

  /** What the server refuses is not tried again. */
  private drop(errand: Errand | undefined, current: Drawing | undefined): void {
    if (errand) this.errands.shift();
    const refused = errand?.drawing ?? current;
    if (!refused) return;
    this.unkeep(refused);
    refused.read = refused.changes;
    refused.said = refused.correction?.label;
  }

  private waitFor(error: unknown): void {
    const told = error instanceof ProblemError ? error.retryAfterS : undefined;
    const ms = told === undefined ? this.waitMs : told * 1000;
    this.waitMs = Math.min(this.waitMs * 2, LONGEST_WAIT_MS);
    this.timer = setTimeout(() => void this.run(), ms);
  }

  private async troubleOf(error: unknown): Promise<Trouble> {
    if (error instanceof UnreachableError) {
      const isKept = await this.parts.isThere();
      return isKept
        ? { code: 'origin_not_allowed', detail: '', passes: false }
        : { code: 'away', detail: error.message, passes: true };
    }
    if (error instanceof ProblemError) {
      const { code, detail, status } = error;
      return { code, detail, passes: status === 429 || status >= 500 };
    }
    return { code: 'unknown', detail: String(error), passes: false };
  }

  private calm(): void {
    this.trouble = undefined;
    this.waitMs = FIRST_WAIT_MS;
    clearTimeout(this.timer);
  }

  private changed(): void {
    this.parts.listener.changed(this.state);
  }
}

const newDrawing = (ink: Ink): Drawing => ({
  ...{ ink, changes: 0, read: 0 },
  ...{ id: undefined, answer: undefined, predictionId: undefined },
  ...{ said: undefined, correction: undefined },
});

const isUnread = (drawing: Drawing | undefined): boolean =>
  drawing !== undefined && drawing.read !== drawing.changes;

/** Whether it is the id that the server does not take. */
const isOfId = (error: unknown): boolean =>
  error instanceof ProblemError &&
  (error.code === 'id_taken' || error.errors.some(({ pointer }) => pointer === '/id'));

const isAbort = (error: unknown): boolean =>
  error instanceof DOMException && error.name === 'AbortError';
