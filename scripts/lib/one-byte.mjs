const BEYOND_LATIN_1 = /(\\*)([\u0100-\uffff]+)/g;

/**
 * JavaScript that means the same and has no character above U+00FF: V8 keeps the text of a file for as long as the
 * program runs, with two bytes for each of its characters where one byte is not enough for a single one of them.
 *
 * @param {string} code
 * @throws {Error} where such a character follows a backslash, and so is part of an escape already
 */
export const inOneByte = (code) =>
  code.replace(BEYOND_LATIN_1, (found, backslashes, characters, at) => {
    if (backslashes.length % 2 === 1)
      throw new Error(`Escaped beyond Latin-1: ${code.slice(at, at + found.length + 20)}`);
    // By code units, as all kinds of texts and regular expressions read them.
    return backslashes + characters.split('').map(escapeOf).join('');
  });

const escapeOf = (/** @type {string} */ unit) =>
  `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
