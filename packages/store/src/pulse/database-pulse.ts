import { Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { DatabaseAway } from './database-away.js';

export interface PulseSettings {
  /** Pause between an answer and the next question. @defaultValue 500 */
  readonly everyMs?: number;
  /** How long an answer may take. @defaultValue 1500 */
  readonly patienceMs?: number;
}

const TICK_MS = 100;
const FIRST_PATIENCE_MS = 10_000;
/** What a new connection may take beyond an answer. */
const HANDSHAKE_MS = 1000;

/**
 * Asks a database twice a second, on a connection of its own, whether it is there. A Postgres that hangs
 * keeps its connections open and answers nothing, so everybody on them would wait without end: when it
 * misses its time, connections that were made with `socket()` are broken off, and new ones refused until
 * it answers again.
 */
export class DatabasePulse {
  private readonly settings: Required<PulseSettings>;
  /** At first, when both sides have much else to do, longer. */
  private patienceMs = FIRST_PATIENCE_MS;
  private readonly sockets = new Set<Socket>();
  private readonly stopping = new AbortController();
  private beating: Promise<void> | undefined;
  private client: pg.Client | undefined;
  private away = false;

  constructor(
    private readonly url: string,
    { everyMs = 500, patienceMs = 1500 }: PulseSettings = {},
  ) {
    this.settings = { everyMs, patienceMs };
  }

  get isAway(): boolean {
    return this.away;
  }

  start(): void {
    this.beating ??= this.beat();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    this.drop();
    await this.beating;
    this.drop();
  }

  /** For pg's `stream`: a connection that is broken off when the database is away. */
  socket(): Socket {
    const socket = new Socket();
    if (this.away) {
      socket.connect = () => {
        process.nextTick(() => socket.destroy(new DatabaseAway()));
        return socket;
      };
      return socket;
    }
    this.sockets.add(socket);
    // Accepted by the kernel alone, while nobody at the other end takes connections.
    const stop = whenAwakeFor(this.settings.patienceMs + HANDSHAKE_MS, () =>
      socket.destroy(new DatabaseAway()),
    );
    socket.once('data', stop);
    socket.once('close', () => {
      stop();
      this.sockets.delete(socket);
    });
    return socket;
  }

  private async beat(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      const answers = await this.answers();
      if (signal.aborted) return;
      this.away = !answers;
      if (this.away) for (const socket of this.sockets) socket.destroy(new DatabaseAway());
      await wait(this.settings.everyMs, undefined, { signal, ref: false }).catch(() => undefined);
    }
  }

  private async answers(): Promise<boolean> {
    const hadConnection = this.client !== undefined;
    const answer = await this.ask();
    // A connection may be cut for its own sake, by a restart or a firewall: a new one tells.
    const isCut = answer === 'broken' && hadConnection && !this.stopping.signal.aborted;
    const again = isCut ? await this.ask() : answer;
    return again === 'there';
  }

  private async ask(): Promise<'there' | 'broken' | 'silent'> {
    try {
      const asked = this.connected().then((client) => client.query('SELECT 1'));
      if (await this.inTime(asked)) {
        this.patienceMs = this.settings.patienceMs;
        return 'there';
      }
      this.drop();
      return 'silent';
    } catch {
      this.drop();
      return 'broken';
    }
  }

  private async connected(): Promise<pg.Client> {
    if (this.client) return this.client;
    const client = new pg.Client({ connectionString: this.url });
    this.client = client;
    client.on('error', () => undefined);
    await client.connect();
    return client;
  }

  private drop(): void {
    const { client } = this;
    this.client = undefined;
    // Not `end`, which waits for a server that answers nothing.
    (
      client as unknown as { connection: { stream: Socket } } | undefined
    )?.connection.stream.destroy();
  }

  private inTime(asked: Promise<unknown>): Promise<boolean> {
    return new Promise((resolve, reject) => {
      const stop = whenAwakeFor(this.patienceMs, () => resolve(false));
      asked.finally(stop).then(() => resolve(true), reject);
    });
  }
}

/**
 * Calls back after a time in which this process was awake: where it computed for seconds, an answer may
 * lie there and has not been read.
 *
 * @returns calls it off
 */
const whenAwakeFor = (milliseconds: number, callback: () => void): (() => void) => {
  let ticks = 0;
  const timer = setInterval(() => {
    ticks++;
    if (ticks * TICK_MS < milliseconds) return;
    clearInterval(timer);
    callback();
  }, TICK_MS);
  timer.unref();
  return () => clearInterval(timer);
};
