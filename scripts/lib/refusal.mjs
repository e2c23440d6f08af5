/** Something the person who starts Inkling can mend; the message is one sentence for them. */
export class Refusal extends Error {
  /** @override */
  name = 'Refusal';
}

/** Errors of our own packages whose message is meant for people. */
const FOR_PEOPLE = new Set(['Refusal', 'DatabaseSetUpError']);

/** @param {unknown} error @returns {string | undefined} */
const codeOf = (error) =>
  error instanceof Object && 'code' in error ? String(error.code) : undefined;

/** @param {unknown} error @returns {string} */
const placeOf = (error) =>
  error instanceof Object && 'path' in error && error.path ? ` (${String(error.path)})` : '';

/**
 * One clear sentence for any error, without a stack trace.
 *
 * @param {unknown} error
 * @returns {string}
 */
export const explain = (error) => {
  if (error instanceof Object && 'name' in error && FOR_PEOPLE.has(String(error.name))) {
    return String(/** @type {Error} */ (error).message);
  }
  if (error instanceof Object && 'name' in error && error.name === 'ConfigError') {
    const lines = String(/** @type {unknown} */ (/** @type {any} */ (error).message)).split('\n');
    return `A setting is wrong: ${lines.join('; ')}.`;
  }
  switch (codeOf(error)) {
    case 'ENOSPC':
    case 'EDQUOT':
      return `The disk is full${placeOf(error)}: make room and start again.`;
    case 'EROFS':
    case 'EACCES':
    case 'EPERM':
      return `A file or folder cannot be written${placeOf(error)}: allow it and start again.`;
    default:
      return `Something unexpected happened: ${error instanceof Error ? error.message : String(error)}`;
  }
};

/** Whether `explain` knows the error, so that its stack would help nobody. @param {unknown} error */
export const isKnown = (error) => !explain(error).startsWith('Something unexpected');
