/**
 * @typedef {object} Step
 * @property {(text: string) => void} progress says how far the step is
 */

/** Nobody is to wait longer than this without having been told for what. */
const SAID_AFTER_MS = 300;
/** Pauses between the words of a long step in a log file: they double. */
const FIRST_PAUSE_MS = 10_000;
const LONGEST_PAUSE_MS = 60_000;
const CLEAR_LINE = '\r\u001B[2K';

/** @param {number} milliseconds */
export const duration = (milliseconds) => {
  const seconds = milliseconds / 1000;
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)} min ${whole % 60} s`;
};

/** @param {number} bytes */
export const megabytes = (bytes) => `${(bytes / 1_000_000).toFixed(0)} MB`;

/**
 * Tells a person what is being done and how long it took: one line a step. On a terminal the line
 * of the running steps moves; in a log file a step that takes its time says so, and later how far it is.
 *
 * @param {NodeJS.WriteStream} [out]
 */
export const createReporter = (out = process.stdout) => {
  const live = out.isTTY === true;
  /** @param {string} text */
  const write = (text) => out.write(text);
  /** What is being done now, each as it says so itself. @type {Set<() => string>} */
  const running = new Set();
  const show = () => {
    const words = [...running].map((sofar) => sofar()).join('  ');
    write(`${CLEAR_LINE}  ${words.slice(0, Math.max(20, (out.columns || 80) - 3))}`);
  };

  return {
    /** @param {string} text */
    line: (text) => write(`${live ? CLEAR_LINE : ''}${text}\n`),
    /** @param {string} address @param {string} dataDir @param {number} tookMs */
    ready: (address, dataDir, tookMs) =>
      write(
        `\nInkling is ready at ${address} (after ${duration(tookMs)})\n` +
          `  data: ${dataDir}\n  stop: Ctrl-C\n`,
      ),
    /** @param {string} name @param {string} why */
    skipped: (name, why) => write(`${live ? CLEAR_LINE : ''}  - ${name}: ${why}\n`),
    /**
     * @template T
     * @param {string} name
     * @param {(step: Step) => Promise<T>} work
     * @param {(result: T) => boolean} [isGood] a step may end without an error and yet find faults
     * @returns {Promise<T>}
     */
    step: async (name, work, isGood = () => true) => {
      const began = performance.now();
      let detail = '';
      const sofar = () => {
        const took = performance.now() - began;
        const time = took < FIRST_PAUSE_MS && !live ? '' : ` (${duration(took)})`;
        return `… ${name}${detail && `: ${detail}`}${time}`;
      };
      /** @type {NodeJS.Timeout | undefined} */
      let timer;
      const sayLater = (/** @type {number} */ inMs, /** @type {number} */ nextMs) => {
        timer = setTimeout(() => {
          write(`  ${sofar()}\n`);
          sayLater(nextMs, Math.min(LONGEST_PAUSE_MS, nextMs * 2));
        }, inMs);
      };
      running.add(sofar);
      if (live) {
        show();
        timer = setInterval(show, 200);
      } else {
        sayLater(SAID_AFTER_MS, FIRST_PAUSE_MS);
      }
      try {
        const result = await work({
          progress: (text) => {
            detail = text;
          },
        });
        const mark = isGood(result) ? '✓' : '✗';
        write(
          `${live ? CLEAR_LINE : ''}  ${mark} ${name} (${duration(performance.now() - began)})\n`,
        );
        return result;
      } catch (error) {
        write(`${live ? CLEAR_LINE : ''}  ✗ ${name} (${duration(performance.now() - began)})\n`);
        throw error;
      } finally {
        running.delete(sofar);
        clearTimeout(timer);
      }
    },
  };
};

/** @typedef {ReturnType<typeof createReporter>} Reporter */
