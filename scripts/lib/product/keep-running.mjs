import { setTimeout as wait } from 'node:timers/promises';
import { startService } from './service.mjs';

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 60_000;
/** One that ran for so long did not die of its start: the pauses begin anew. */
const STEADY_MS = 60_000;

/**
 * A service that Inkling can do without for a while: when it ends by itself it is started again, after
 * pauses that grow.
 *
 * @param {import('./service.mjs').ServiceOptions} options
 */
export const keepRunning = async (options) => {
  const ending = new AbortController();
  let service = await startService(options);
  const first = service;

  const watch = async () => {
    let pauseMs = FIRST_PAUSE_MS;
    for (;;) {
      const began = Date.now();
      const how = await service.exited;
      if (ending.signal.aborted) return;
      if (Date.now() - began > STEADY_MS) pauseMs = FIRST_PAUSE_MS;
      options.onTrouble(
        `${options.name} ended (${how}) and is started again in ${pauseMs / 1000} s; ` +
          `its log is ${options.logFile}.`,
      );
      await wait(pauseMs, undefined, { signal: ending.signal }).catch(() => undefined);
      if (ending.signal.aborted) return;
      pauseMs = Math.min(LONGEST_PAUSE_MS, pauseMs * 2);
      service = await startService(options);
    }
  };
  const watching = watch().catch((error) => options.onTrouble(String(error)));

  return {
    /** Of the process that was started first. */
    ready: first.ready,
    exited: first.exited,
    stop: async () => {
      ending.abort();
      await service.stop();
      await watching;
      // It may have been starting one more in that moment.
      await service.stop();
    },
  };
};
