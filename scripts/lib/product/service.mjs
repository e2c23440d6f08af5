import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { QUIET_ENGINES } from '../command.mjs';
import { ROOT } from '../paths.mjs';
import { openLog } from './rotating-log.mjs';

const STOP_WITHIN_MS = 15_000;
const WARNING = 40;
const END_WITH_PARENT = new URL('./end-with-parent.mjs', import.meta.url).href;

/**
 * @typedef {object} ServiceOptions
 * @property {string} file built JavaScript
 * @property {Record<string, string | undefined>} env
 * @property {string} logFile all that it prints
 * @property {(line: string) => void} onTrouble warnings and errors, and what it prints as plain text
 *   on standard error, for people
 * @property {(text: string) => void} onNotice what it sends as `{ type: 'notice', text }` to be shown
 */

/**
 * What a line of the log has to say to a person, if anything.
 *
 * @param {string} line JSON as pino writes it, or plain text
 * @returns {string | undefined}
 */
export const troubleIn = (line) => {
  if (!line.startsWith('{')) return undefined;
  try {
    const { level, msg, err } = JSON.parse(line);
    if (typeof level !== 'number' || level < WARNING) return undefined;
    return [msg, err?.message].filter((part) => typeof part === 'string' && part !== '').join(': ');
  } catch {
    return undefined;
  }
};

/**
 * A process of Inkling's own, in a process group of its own: Ctrl-C reaches `npm start` alone, which
 * stops things in the right order.
 *
 * @param {ServiceOptions} options
 */
export const startService = async ({ file, env, logFile, onTrouble, onNotice }) => {
  const log = openLog(logFile);
  const child = spawn(process.execPath, ['--import', END_WITH_PARENT, file], {
    cwd: ROOT,
    detached: true,
    env: { ...process.env, ...QUIET_ENGINES, ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let lastWords = '';
  /** @param {NodeJS.ReadableStream | null} stream @param {boolean} plainTextToo */
  const follow = (stream, plainTextToo) => {
    if (!stream) return;
    createInterface({ input: stream }).on('line', (line) => {
      log.write(line);
      const trouble = troubleIn(line) ?? (plainTextToo && !line.startsWith('{') ? line : undefined);
      if (!trouble) return;
      lastWords = trouble;
      onTrouble(trouble);
    });
  };
  follow(child.stdout, false);
  follow(child.stderr, true);
  /** @type {() => void} */
  let isReady = () => undefined;
  /** @type {Promise<void>} resolves when it sends `{ type: 'ready' }` */
  const ready = new Promise((resolve) => {
    isReady = resolve;
  });
  child.on('message', (message) => {
    const { type, text } = /** @type {{ type?: unknown, text?: unknown }} */ (message);
    if (type === 'notice' && typeof text === 'string') onNotice(text);
    if (type === 'ready') isReady();
  });
  /** @type {Promise<string>} how it ended, for people */
  const exited = new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', (code, signal) => resolve(signal ?? `exit code ${code}`));
  });
  // Also when it ends by itself: each restart opens the log again.
  void exited.then(log.end);

  return {
    pid: child.pid ?? 0,
    exited,
    ready,
    lastWords: () => lastWords,
    /** Asks it to end, and makes it after a while. */
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGTERM');
      const timer = new AbortController();
      const patience = wait(STOP_WITHIN_MS, 'late', { signal: timer.signal }).catch(() => 'ended');
      if ((await Promise.race([exited, patience])) === 'late') child.kill('SIGKILL');
      timer.abort();
      await exited;
    },
  };
};

/** @typedef {Awaited<ReturnType<typeof startService>>} Service */
