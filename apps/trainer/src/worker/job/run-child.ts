import { fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { ALLOCATOR } from '../../tuned-allocator.js';
import { childMessageSchema, type ChildMessage } from './messages.js';

/** Between asking a child to end and making it. */
const GRACE_MS = 300;
/** Of what it wrote on standard error, as the reason of a crash. */
const LAST_WORDS = 5;

export interface ChildOptions {
  readonly program: URL;
  readonly args: readonly string[];
  /** Ends the child; the call then rejects with the signal's reason. */
  readonly signal: AbortSignal;
  onMessage(message: ChildMessage): void;
  /** A line that it printed. */
  onLine(line: string): void;
}

/** The child said that it failed, ended without a word, or was killed by the system. */
export class ChildFailure extends Error {
  override readonly name = 'ChildFailure';
}

/** One core stays free for requests. */
const threads = String(Math.max(1, availableParallelism() - 1));

const ENVIRONMENT = {
  ...ALLOCATOR,
  TF_CPP_MIN_LOG_LEVEL: '2',
  TF_NUM_INTRAOP_THREADS: threads,
  TF_NUM_INTEROP_THREADS: '1',
  ORT_DISABLE_TELEMETRY: '1',
};

/**
 * Runs a program in a process of its own, so that a crash of native code or a kill for want of memory
 * ends the job and not the trainer. Resolves when it said `done` and has ended.
 *
 * @throws ChildFailure with the reason, as far as one is known
 */
export async function runChild(options: ChildOptions): Promise<void> {
  const { program, args, signal, onMessage, onLine } = options;
  signal.throwIfAborted();
  const child = fork(fileURLToPath(program), [...args], {
    env: { ...process.env, ...ENVIRONMENT },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let outcome: ChildMessage | undefined;
  const lastWords: string[] = [];
  child.on('message', (raw) => {
    const message = childMessageSchema.safeParse(raw).data;
    if (!message) return onLine('a message that nobody understands');
    if (message.type === 'done' || message.type === 'failed') outcome = message;
    else onMessage(message);
  });
  createInterface({ input: child.stdout! }).on('line', onLine);
  createInterface({ input: child.stderr! }).on('line', (line) => {
    onLine(line);
    lastWords.push(line);
    if (lastWords.length > LAST_WORDS) lastWords.shift();
  });

  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(`it could not be started: ${error.message}`));
    child.once('close', (code, by) => resolve(describeEnd(code, by)));
  });
  let killing: NodeJS.Timeout | undefined;
  const end = () => {
    child.kill('SIGTERM');
    killing = setTimeout(() => child.kill('SIGKILL'), GRACE_MS);
  };
  signal.addEventListener('abort', end, { once: true });
  if (signal.aborted) end();
  const how = await ended;
  clearTimeout(killing);
  signal.removeEventListener('abort', end);

  signal.throwIfAborted();
  if (outcome?.type === 'done') return;
  if (outcome?.type === 'failed') throw new ChildFailure(outcome.message);
  throw new ChildFailure([`The training process ended: ${how}.`, ...lastWords].join('\n'));
}

function describeEnd(code: number | null, by: NodeJS.Signals | null): string {
  if (by === 'SIGKILL') return 'it was killed (SIGKILL), probably because memory ran out';
  if (by) return `it was ended by ${by}`;
  return `exit code ${code}`;
}
