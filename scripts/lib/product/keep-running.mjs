import { setTimeout as wait } from 'node:timers/promises';
import { explain } from '../refusal.mjs';

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 60_000;
/** One that ran for so long did not die of its start: the pauses begin anew. */
const STEADY_MS = 60_000;

/**
 * A part of Inkling that runs: a process of ours, or Postgres.
 *
 * @typedef {object} Running
 * @property {Promise<string>} exited how it ended, for people
 * @property {Promise<unknown>} ready when it does its work; it may never be, or fail
 * @property {() => Promise<void>} stop
 */

/**
 * @template {Running} T
 * @typedef {object} KeepOptions
 * @property {string} name for people, such as "The API"
 * @property {string} logFile
 * @property {T} first started already
 * @property {() => Promise<T>} start another one
 * @property {(line: string) => void} onTrouble that it ended, and what happens now
 * @property {(line: string) => void} onRecovery that it is there again
 * @property {number} [firstPauseMs] each further one is twice as long
 */

/**
 * Starts a part of Inkling again whenever it ends by itself, after pauses that grow. Starts that fail are
 * repeated, too: the disk may be full for an hour, and the parts that still work go on.
 *
 * @template {Running} T
 * @param {KeepOptions<T>} options
 */
export const keepRunning = ({
  name,
  logFile,
  first,
  start,
  onTrouble,
  onRecovery,
  firstPauseMs = FIRST_PAUSE_MS,
}) => {
  const ending = new AbortController();
  let running = first;
  let pauseMs = firstPauseMs;

  /** @param {string} trouble */
  const startAgain = async (trouble) => {
    for (;;) {
      onTrouble(`${trouble}. Restarting it in ${pauseMs / 1000} s; its log is ${logFile}.`);
      await wait(pauseMs, undefined, { signal: ending.signal }).catch(() => undefined);
      if (ending.signal.aborted) return;
      pauseMs = Math.min(LONGEST_PAUSE_MS, pauseMs * 2);
      try {
        running = await start();
        break;
      } catch (error) {
        trouble = `${name} did not start: ${explain(error).replace(/\.$/, '')}`;
      }
    }
    void running.ready.then(
      () => onRecovery(`${name} is running again.`),
      () => undefined,
    );
  };

  const watch = async () => {
    while (!ending.signal.aborted) {
      const began = Date.now();
      const how = await running.exited;
      if (ending.signal.aborted) return;
      if (Date.now() - began > STEADY_MS) pauseMs = firstPauseMs;
      await startAgain(`${name} ended (${how})`);
    }
  };
  const watching = watch();

  return {
    stop: async () => {
      ending.abort();
      await running.stop();
      await watching;
      // It may have been starting one more in that moment.
      await running.stop();
    },
  };
};
