import type { Client, Ink, Prediction } from '@inkling/client';
import { fromKept, isUnread, newDrawing, toKept, type Drawing } from './drawing.js';
import type { KeptDrawings } from './kept-drawings.js';
import { Outbox, type Unsent } from './outbox.js';
import { RetryTimer } from './retry-timer.js';
import { correct, predict, withdraw, type Asked } from './server-calls.js';
import { isAbort, isRefusedForGood, retryAfterMs, troubleOf, type Trouble } from './trouble.js';

/** What somebody said that a drawing is. */
export interface Said {
  readonly label: string;
  /** The server has it. */
  readonly isSent: boolean;
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
  /** Whether the server answers at all, see `troubleOf`. */
  readonly isThere: () => Promise<boolean>;
  /** Where what is said outlives the page, until the server has it. */
  readonly kept: KeptDrawings;
  readonly listener: ReaderListener;
}

/**
 * Asks what a drawing is, and tells the server what it really is. Nothing that was drawn or said is lost while the server
 * is away: it is tried again until it is told, in the order in which it was said.
 */
export class Reader {
  private drawing: Drawing | undefined;
  private readonly outbox = new Outbox();
  private readonly retryTimer = new RetryTimer(() => void this.run());
  private trouble: Trouble | undefined;
  private isRunning = false;
  private isResting = false;
  private reading: AbortController | undefined;

  constructor(private readonly parts: Parts) {}

  get state(): ReaderState {
    const { answer, said, correction } = this.drawing ?? {};
    return {
      answer,
      said: said === undefined ? undefined : { label: said, isSent: correction?.label === said },
      isReading: isUnread(this.drawing) && this.trouble === undefined,
      trouble: this.trouble,
      waiting: this.outbox.size,
    };
  }

  /** The drawing has become this; one that was labelled stays as it was, and this is another. */
  draw(ink: Ink): void {
    this.reading?.abort();
    if (this.drawing && this.isLabelled(this.drawing)) this.drawing = undefined;
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
    if (this.outbox.size === 0) this.calm();
    this.changed();
  }

  /** What the drawing really is; another time replaces it. */
  say(label: string): void {
    const { drawing } = this;
    if (!drawing) return;
    drawing.said = label;
    this.outbox.takeBack(drawing);
    this.outbox.add({ kind: 'correct', drawing, label });
    void this.parts.kept.put(toKept(drawing, label));
    this.changed();
    void this.run();
  }

  /** Takes back what was said. */
  unsay(): void {
    const { drawing } = this;
    if (drawing?.said === undefined) return;
    drawing.said = undefined;
    this.unkeep(drawing);
    const mayHaveArrived = drawing.unanswered.size > 0 && !drawing.correction;
    // What may have arrived is sent once more: to be withdrawn it must be known.
    const isUnsent = !mayHaveArrived && this.outbox.takeBack(drawing);
    if (!isUnsent || drawing.correction) this.outbox.add({ kind: 'withdraw', drawing });
    this.changed();
    void this.run();
  }

  /** Sends what an earlier visit left. */
  async resume(): Promise<void> {
    const kept = await this.parts.kept.all();
    if (kept.length === 0) return;
    this.outbox.addBefore(
      kept.map((one) => ({ kind: 'correct', drawing: fromKept(one), label: one.label })),
    );
    this.changed();
    void this.run();
  }

  /** Tries again now. */
  retry(): void {
    this.isResting = false;
    this.retryTimer.stop();
    void this.run();
  }

  /** Reads no drawing any more, until it is asked to. What was said is told all the same: no other reader of the page has it. */
  rest(): void {
    this.isResting = true;
  }

  /** Also where the label is only still to be withdrawn. */
  private isLabelled(drawing: Drawing): boolean {
    return drawing.said !== undefined || this.outbox.has(drawing);
  }

  private async run(): Promise<void> {
    if (this.isRunning) return;
    this.isRunning = true;
    this.retryTimer.stop();
    try {
      while (await this.step());
    } finally {
      this.isRunning = false;
    }
  }

  /** Sends or asks one thing. @returns whether there may be another */
  private async step(): Promise<boolean> {
    const { drawing, outbox } = this;
    const item = outbox.first;
    if (!item && (this.isResting || !isUnread(drawing))) return false;
    try {
      if (item) await outbox.sendFirst((first) => this.deliver(first));
      else await this.read(drawing!);
      this.calm();
      return true;
    } catch (error) {
      if (isAbort(error)) return true;
      const trouble = await troubleOf(error, this.parts.isThere);
      if (!trouble.passes) this.giveUp(item, drawing, error);
      const isNew = trouble.code !== this.trouble?.code;
      this.trouble = trouble;
      if (isNew) this.parts.listener.troubled(trouble);
      if (trouble.passes) this.retryTimer.start(retryAfterMs(error));
      return !trouble.passes;
    } finally {
      this.changed();
    }
  }

  private async read(drawing: Drawing): Promise<void> {
    const { client, asked, listener } = this.parts;
    const { changes } = drawing;
    this.reading = new AbortController();
    const { signal } = this.reading;
    const idRefused = (): void => {
      this.unkeep(drawing);
      drawing.id = undefined;
    };
    const answer = await predict(client, drawing, { asked, signal, idRefused });
    signal.throwIfAborted();
    drawing.answer = answer;
    drawing.predictionId = answer.correctable ? answer.id : undefined;
    drawing.read = changes;
    if (this.drawing === drawing) listener.answered(answer);
  }

  private async deliver(item: Unsent): Promise<void> {
    const { client, listener } = this.parts;
    const { drawing } = item;
    if (item.kind === 'withdraw') return withdraw(client, drawing);
    // Also where it was answered while nothing could be recorded.
    if (isUnread(drawing) || drawing.predictionId === undefined) await this.read(drawing);
    const { id, predictionId } = await correct(client, drawing, item.label);
    if (!this.outbox.hasWaiting(drawing)) this.unkeep(drawing);
    listener.corrected({ id, predictionId, label: item.label });
  }

  /** What the server refuses is not tried again, but on the next visit where it was the page that was refused. */
  private giveUp(item: Unsent | undefined, current: Drawing | undefined, error: unknown): void {
    if (item) this.outbox.drop(item);
    const refused = item?.drawing ?? current;
    if (!refused) return;
    refused.read = refused.changes;
    // Another label was said meanwhile, which is still to be tried.
    if (this.outbox.hasWaiting(refused)) return;
    if (isRefusedForGood(error)) this.unkeep(refused);
    refused.said = refused.correction?.label;
  }

  /** Nothing of a drawing is left for the next visit. */
  private unkeep({ id }: Drawing): void {
    if (id !== undefined) void this.parts.kept.remove(id);
  }

  private calm(): void {
    this.trouble = undefined;
    this.retryTimer.reset();
  }

  private changed(): void {
    this.parts.listener.changed(this.state);
  }
}
