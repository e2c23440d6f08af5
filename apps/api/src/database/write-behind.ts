import type { Changes } from './changes.js';
import { unwrittenProblem } from './database-problem.js';
import type { DatabaseState } from './database-state.js';

/** With the write itself well within the quarter of a second that a crash may cost. */
const WRITE_AFTER_MS = 100;
const TRY_AGAIN_AFTER_MS = 1000;
/** More in one statement would hold up Postgres for tens of milliseconds. */
const AT_ONCE = 200;
/** Characters and bytes that wait, at most: a picture has up to a megabyte. */
const MOST_WAITING = 32_000_000;

/** A row that is written after its answer. */
export interface Unwritten {
  readonly id: string;
  readonly writerId: string | null;
  /** The row that this one ends. */
  readonly replaces: string | undefined;
}

export interface WriteBehindWork<W extends Unwritten> {
  /** In characters and bytes. */
  sizeOf(one: W): number;
  /** What is left of those that are about to be written. */
  admit?(batch: readonly W[]): Promise<readonly W[]>;
  /** @returns false where it is worth another try */
  write(batch: readonly W[]): Promise<boolean>;
}

/**
 * Writes rows to the database a moment after they were answered, many with one statement; a batch that finds no database
 * waits for it. What waits is bounded: see `mayWait`.
 */
export class WriteBehind<W extends Unwritten> {
  private waiting: W[] = [];
  private beingWritten: readonly W[] = [];
  /** Those that wait and those that are being written. */
  private unwritten = 0;
  private size = 0;
  private timer: NodeJS.Timeout | undefined;
  private writing: Promise<void> = Promise.resolve();
  private isStopping = false;

  constructor(
    private readonly database: DatabaseState,
    private readonly changes: Changes,
    private readonly work: WriteBehindWork<W>,
  ) {}

  get length(): number {
    return this.unwritten;
  }

  /**
   * Whether one may be written after its answer: not where too much waits, the server ends, the database is away or full,
   * or something is being changed that it may depend on.
   *
   * @param identifiedAt when it was known whose it is, see `Changes`
   */
  mayWait(identifiedAt: number): boolean {
    return (
      this.changes.isSame(identifiedAt) &&
      this.size < MOST_WAITING &&
      !this.database.isAway &&
      !this.database.isFull &&
      !this.isStopping
    );
  }

  /**
   * Looks for something of a writer's row, and again where the row was written while it looked.
   *
   * @throws ProblemError `storage_full`, `database_away` or `busy` where the row still waits: it is not lost, and one that
   *   is deleted would come back
   */
  async find<T>(
    id: string,
    writerId: string,
    look: () => Promise<T | undefined>,
  ): Promise<T | undefined> {
    for (;;) {
      const waited = this.holds(id, writerId);
      const found = await look();
      if (found !== undefined) return found;
      if (this.holds(id, writerId)) throw unwrittenProblem(this.database);
      if (!waited) return undefined;
    }
  }

  add(one: W): void {
    this.waiting.push(one);
    this.count([one], 1);
    this.flushLater(WRITE_AFTER_MS);
  }

  /**
   * The same drawing with one stroke less need not be written any more, where it waits.
   *
   * @returns what the new one has to replace: where that waited, what it would have replaced itself
   */
  supersede({ replaces, writerId }: Pick<W, 'replaces' | 'writerId'>): string | undefined {
    if (replaces === undefined) return undefined;
    const at = this.waiting.findIndex((one) => one.id === replaces && one.writerId === writerId);
    if (at < 0) return replaces;
    const dropped = this.waiting.splice(at, 1);
    this.count(dropped, -1);
    return dropped[0]!.replaces;
  }

  /** When it resolves, what was added before is written, or can't be for now. */
  flush(): Promise<void> {
    if (this.waiting.length > 0) this.writing = this.writing.then(() => this.writeAll());
    return this.writing;
  }

  /** @returns how many could not be written */
  async stop(): Promise<number> {
    this.isStopping = true;
    await this.flush();
    clearTimeout(this.timer);
    return this.unwritten;
  }

  /** Whether one of a writer's waits, or is being written. */
  private holds(id: string, writerId: string): boolean {
    const isIt = (one: W): boolean => one.id === id && one.writerId === writerId;
    return this.waiting.some(isIt) || this.beingWritten.some(isIt);
  }

  private count(some: readonly W[], sign: 1 | -1): void {
    this.unwritten += sign * some.length;
    for (const one of some) this.size += sign * this.work.sizeOf(one);
  }

  private flushLater(milliseconds: number): void {
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      void this.flush();
    }, milliseconds);
  }

  private async writeAll(): Promise<void> {
    while (this.waiting.length > 0) {
      const taken = this.waiting.splice(0, AT_ONCE);
      this.beingWritten = taken;
      const batch = (await this.work.admit?.(taken)) ?? taken;
      this.count(taken, -1);
      this.count(batch, 1);
      const isWritten = await this.work.write(batch);
      this.beingWritten = [];
      if (!isWritten) {
        this.waiting.unshift(...batch);
        this.flushLater(TRY_AGAIN_AFTER_MS);
        return;
      }
      this.count(batch, -1);
    }
  }
}
