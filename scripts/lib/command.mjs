import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { appendFile, mkdir, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { leftoverStore } from './leftovers.mjs';
import { CACHE, ROOT } from './paths.mjs';
import { Refusal } from './refusal.mjs';

/** ONNX Runtime must neither report usage nor fetch anything, in no process that is started here. */
export const QUIET_ENGINES = { ORT_DISABLE_TELEMETRY: '1', ONNXRUNTIME_NODE_INSTALL: 'skip' };

/** Programs at work now, for the next start in case this one is killed. */
export const leftovers = leftoverStore(path.join(CACHE, 'running'));

const ending = new AbortController();

/** Aborted by `endAllCommands`: from then on nothing is started, and nothing that was is judged. */
export const commandsEnding = ending.signal;

/**
 * @typedef {object} Command
 * @property {string} file
 * @property {readonly string[]} args
 * @property {string} [cwd]
 * @property {Record<string, string | undefined>} [env] added to this process's
 * @property {boolean} [stepsBack] whether everything else goes first, where the system can do that
 * @property {(chunk: string) => void} [onError] what comes on standard error, as it comes
 * @property {AbortSignal} [signal] ends it, with all that it started
 */

/**
 * Runs a program to its end; rejects if `endAllCommands` is called before.
 *
 * @param {Command} command
 * @returns {Promise<{ code: number | null, output: string, stdout: string }>} `code` is null when it
 *   was ended; `output` is all that it printed, on standard error too, `stdout` what a program parses
 */
export const run = ({ file, args, cwd = ROOT, env = {}, stepsBack = false, onError, signal }) =>
  new Promise((resolve, reject) => {
    commandsEnding.throwIfAborted();
    const child = spawn(file, args, {
      cwd,
      env: { ...process.env, ...QUIET_ENGINES, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      // A group of its own, to end npm or pip together with what they started.
      detached: process.platform !== 'win32',
    });
    running.add(child);
    const { pid } = child;
    if (pid !== undefined) leftovers.note(pid);
    if (pid !== undefined && stepsBack) stepBack(pid);
    let output = '';
    let stdout = '';
    child.stdout.setEncoding('utf8').on('data', (/** @type {string} */ text) => {
      output += text;
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (/** @type {string} */ text) => {
      output += text;
      onError?.(text);
    });
    const end = () => endGroup(child);
    signal?.addEventListener('abort', end, { once: true });
    const finished = () => {
      running.delete(child);
      if (pid !== undefined) leftovers.forget(pid);
      signal?.removeEventListener('abort', end);
    };
    child.once('error', (error) => {
      finished();
      reject(error);
    });
    child.once('close', (code) => {
      finished();
      // How it ended says nothing about it then.
      if (commandsEnding.aborted) reject(commandsEnding.reason);
      resolve({ code, output, stdout });
    });
    if (signal?.aborted) end();
  });

/** @param {number} pid leader of a session */
const stepBack = (pid) => {
  try {
    os.setPriority(pid, os.constants.priority.PRIORITY_LOW);
    // Linux weighs sessions before it weighs processes (autogroups, see sched(7)).
    writeFileSync(`/proc/${pid}/autogroup`, String(os.constants.priority.PRIORITY_LOW));
  } catch {
    // It has ended in this moment, or the system knows no such wish.
  }
};

/** @type {Set<import('node:child_process').ChildProcess>} */
const running = new Set();

/** @param {import('node:child_process').ChildProcess} child @param {NodeJS.Signals} [signal] */
const endGroup = (child, signal = 'SIGTERM') => {
  if (child.pid === undefined) return;
  try {
    process.kill(process.platform === 'win32' ? child.pid : -child.pid, signal);
  } catch {
    // It has ended in this moment.
  }
};

/**
 * Ends every program that `run` started, and lets it start no more: for Ctrl-C during set-up.
 *
 * @param {NodeJS.Signals} [signal]
 */
export const endAllCommands = (signal) => {
  ending.abort();
  running.forEach((child) => endGroup(child, signal));
};

/** Waits for the programs that are being ended: the next start must not meet them. */
export const allCommandsEnded = () =>
  Promise.allSettled(Array.from(running, (child) => once(child, 'close')));

/** @param {string} output @param {number} count */
const lastLines = (output, count) => output.trimEnd().split('\n').slice(-count).join('\n');

const FULL_DISK = /ENOSPC|No space left on device/;
const READ_ONLY = /EROFS|read-only file system/i;

/**
 * Runs a step's program; what it printed is kept in `.cache/logs`, and shown when it fails.
 *
 * @param {string} name of the log file
 * @param {Command} command
 * @returns {Promise<string>} the output
 */
export const runLogged = async (name, command) => {
  const logFile = path.join(CACHE, 'logs', `${name}.log`);
  await mkdir(path.dirname(logFile), { recursive: true });
  await writeFile(logFile, `${[command.file, ...command.args].join(' ')}\n`);
  const { code, output } = await run(command);
  await appendFile(logFile, output).catch(() => undefined);
  if (code === 0) return output;
  if (FULL_DISK.test(output)) throw new Refusal('The disk is full: make room and start again.');
  if (READ_ONLY.test(output)) {
    throw new Refusal(`The folder ${ROOT} is read-only: allow writing to it and start again.`);
  }
  const log = path.relative(ROOT, logFile);
  throw new Refusal(`It failed; the whole output is in ${log}.\n\n${lastLines(output, 15)}`);
};
