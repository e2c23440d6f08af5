import { createWriteStream, openSync, renameSync, statSync } from 'node:fs';

const LIMIT_BYTES = 20 * 1024 * 1024;

/** @param {string} file */
const sizeOf = (file) => {
  try {
    return statSync(file).size;
  } catch {
    return 0;
  }
};

/**
 * A log that never grows beyond a limit: what is full becomes `file.1`, in the place of the one before,
 * also while the process that writes it runs on.
 *
 * @param {string} file
 * @param {number} [limitBytes] of the file, and of the one before it
 */
export const openLog = (file, limitBytes = LIMIT_BYTES) => {
  let size = sizeOf(file);
  let stream = tryTo(() => {
    if (size >= limitBytes) putAway();
    return open();
  });

  function putAway() {
    renameSync(file, `${file}.1`);
    size = 0;
  }

  // Opened at once: what is still on its way to the one before follows that file, not its name.
  function open() {
    const opened = createWriteStream(file, { fd: openSync(file, 'a', 0o600) });
    // A full disk must not take the service down for the sake of its log.
    return opened.on('error', () => undefined);
  }

  return {
    /** @param {string} line */
    write: (line) => {
      const text = `${line}\n`;
      stream?.write(text);
      size += Buffer.byteLength(text);
      if (size < limitBytes) return;
      const next = tryTo(() => {
        putAway();
        return open();
      });
      // Without room or rights the lines go on where they went; tried again after as many bytes.
      size = 0;
      if (!next) return;
      stream?.end();
      stream = next;
    },
    end: () => stream?.end(),
  };
};

/** @template T @param {() => T} work @returns {T | undefined} */
const tryTo = (work) => {
  try {
    return work();
  } catch {
    return undefined;
  }
};
