import { allCommandsEnded, endAllCommands } from './command.mjs';
import { explain, isKnown } from './refusal.mjs';

const LOOK_MS = 300;

/** npm hands a Ctrl-C on that the terminal has sent us already: those two are one. */
const SAME_CTRL_C_MS = 1_000;
const EXIT_CODE_CTRL_C = 130;

/**
 * npm hands SIGTERM to the shell between us and it, and that shell dies without handing it on. So a
 * script that npm runs ends when its parent is gone.
 *
 * @param {() => void} end
 */
const watchParent = (end) => {
  if (!process.env.npm_lifecycle_event) return;
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && end(), LOOK_MS).unref();
};

/**
 * Runs a script's work and ends the process with the exit code that it gives; any error becomes one
 * sentence and exit code 1. `DEBUG=1` shows where an unexpected one came from.
 *
 * @param {(signal: AbortSignal) => Promise<number>} work told by the signal when the person (Ctrl-C)
 *   or the system wants it to end; a second Ctrl-C doesn't wait for it
 */
export const runScript = async (work) => {
  const ending = new AbortController();
  let endingSince = 0;
  const end = () => {
    if (ending.signal.aborted) return;
    endingSince = performance.now();
    ending.abort();
    endAllCommands();
  };
  const exitAtSecond = () => {
    if (!ending.signal.aborted || performance.now() - endingSince < SAME_CTRL_C_MS) return;
    endAllCommands('SIGKILL');
    process.exit(EXIT_CODE_CTRL_C);
  };
  process.on('SIGINT', exitAtSecond);
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(name, end);
  watchParent(end);
  // A terminal that is gone must not turn the last words into an error.
  process.stdout.on('error', () => undefined);
  process.stderr.on('error', () => undefined);
  try {
    process.exitCode = await work(ending.signal);
  } catch (error) {
    process.exitCode = 1;
    if (ending.signal.aborted) {
      await allCommandsEnded();
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
