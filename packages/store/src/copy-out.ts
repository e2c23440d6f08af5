import type pg from 'pg';
import type { Prisma } from './generated/client.js';
import { inlined } from './inlined.js';

/** Rows that may wait for whoever reads them before the server waits. */
const MOST_WAITING = 1000;
/** Rows that come one after the other share a buffer of at least this. */
const BUFFER_BYTES = 256 * 1024;
/** "PGCOPY", flags, and the length of an extension that there is not. */
const HEADER_BYTES = 19;
/** Stands in the place of a row's count of fields. */
const TRAILER = -1;

/**
 * The rows of a query, some at a time, in COPY's binary format: of a hundred thousand samples, text and
 * objects for each value take longer than all else at a start. The statement takes as long as its reader does.
 *
 * @param atOnce the most rows that are handed over together
 * @param decode reads the values of a row, each once and in the order of the query
 */
export async function* copyOut<T>(
  pool: pg.Pool,
  query: Prisma.Sql,
  atOnce: number,
  decode: (row: RowReader) => T,
): AsyncGenerator<T[]> {
  const client = await pool.connect();
  let isWhole = false;
  try {
    await client.query('SET statement_timeout = 0');
    const copy = client.query(new CopyOut(inlined(query)));
    for (;;) {
      const rows = await copy.take(atOnce);
      if (rows.length === 0) break;
      yield rows.map((row) => decode(new RowReader(row)));
    }
    await client.query('RESET statement_timeout');
    isWhole = true;
  } finally {
    // One that is in the middle of a copy is of no more use.
    client.release(!isWhole);
  }
}

/** The values of a row one after the other, of Postgres's types; null is NULL. */
export class RowReader {
  /** Behind the count of fields. */
  private at = 2;

  constructor(private readonly row: Buffer) {}

  /** The row's own bytes, not a copy. */
  bytea(): Buffer | null {
    return this.next((row, start, end) => row.subarray(start, end));
  }

  text(): string | null {
    return this.next((row, start, end) => row.toString('utf8', start, end));
  }

  uuid(): string | null {
    return this.next((row, start, end) => {
      const hex = row.toString('hex', start, end);
      return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
    });
  }

  int4(): number | null {
    return this.next((row, start) => row.readInt32BE(start));
  }

  float8(): number | null {
    return this.next((row, start) => row.readDoubleBE(start));
  }

  bool(): boolean | null {
    return this.next((row, start) => row[start] === 1);
  }

  private next<T>(read: (row: Buffer, start: number, end: number) => T): T | null {
    const start = this.at + 4;
    const length = this.row.readInt32BE(this.at);
    this.at = start + Math.max(0, length);
    return length < 0 ? null : read(this.row, start, this.at);
  }
}

/** What pg's client asks of a query that is not one of its own. */
class CopyOut {
  private readonly waiting: Buffer[] = [];
  private buffer = Buffer.alloc(0);
  private connection: pg.Connection | undefined;
  private isPaused = false;
  private failure: Error | undefined;
  private hasEnded = false;
  private wake: () => void = () => undefined;

  constructor(private readonly query: string) {}

  /** The next rows; none at the end. */
  async take(count: number): Promise<Buffer[]> {
    while (this.waiting.length === 0) {
      if (this.failure) throw this.failure;
      if (this.hasEnded) return [];
      this.setPaused(false);
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
    return this.waiting.splice(0, count);
  }

  submit(connection: pg.Connection): void {
    this.connection = connection;
    connection.query(`COPY (${this.query}) TO STDOUT (FORMAT binary)`);
  }

  /** A message is a row; the first has the header before it. */
  handleCopyData({ chunk }: { readonly chunk: Buffer }): void {
    const start = chunk.toString('latin1', 0, 6) === 'PGCOPY' ? HEADER_BYTES : 0;
    if (start === chunk.length || chunk.readInt16BE(start) === TRAILER) return;
    this.waiting.push(this.keep(chunk.subarray(start)));
    if (this.waiting.length >= MOST_WAITING) this.setPaused(true);
    this.wake();
  }

  handleError(error: Error): void {
    this.failure = error;
    this.wake();
  }

  handleCommandComplete(): void {
    // Its answer is over when the connection is ready again.
  }

  /** After an error, too. What comes now is for others. */
  handleReadyForQuery(): void {
    this.hasEnded = true;
    this.setPaused(false);
    this.wake();
  }

  /** The client writes its next message where this one lies. */
  private keep(row: Buffer): Buffer {
    if (row.length > this.buffer.length) {
      this.buffer = Buffer.allocUnsafeSlow(Math.max(row.length, BUFFER_BYTES));
    }
    row.copy(this.buffer);
    const kept = this.buffer.subarray(0, row.length);
    this.buffer = this.buffer.subarray(row.length);
    return kept;
  }

  private setPaused(isPaused: boolean): void {
    if (this.isPaused === isPaused) return;
    this.isPaused = isPaused;
    if (isPaused) this.connection?.stream.pause();
    else this.connection?.stream.resume();
  }
}
