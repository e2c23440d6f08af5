import { endAllCommands } from './command.mjs';
import { explain, isKnown } from './refusal.mjs';

/**
 * Runs a script's work and ends the process with the exit code that it gives; any error becomes one
 * sentence and exit code 1. `DEBUG=1` shows where an unexpected one came from.
 *
 * @param {(signal: AbortSignal) => Promise<number>} work told by the signal when the person (Ctrl-C)
 *   or the system wants it to end
 */
export const runScript = async (work) => {
  const ending = new AbortController();
  for (const name of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(name, () => {
      endAllCommands();
      ending.abort(name);
    });
  }
  try {
    process.exitCode = await work(ending.signal);
  } catch (error) {
    process.exitCode = 1;
    if (ending.signal.aborted) {
      process.stdout.write('Stopped.\n');
    } else {
      process.stderr.write(`\n${explain(error)}\n`);
      if (process.env.DEBUG && !isKnown(error))
        process.stderr.write(`${/** @type {any} */ (error)?.stack}\n`);
    }
  }
  // Something left open, a socket say, must not keep a finished script alive.
  process.exit();
};
