import { MAX_PICTURE_BYTES } from '../../common/picture-bytes.js';
import { tooManyBytes, unreadable } from './picture-limits.js';

const DATA_URL = /^\s*data:[^,;]*(;[^,;]*)*;\s*base64,/i;

/** Line breaks and escapes add to a third more than the bytes; what is far longer is not worth looking at. */
const MOST_LETTERS = 1.5 * MAX_PICTURE_BYTES;

/**
 * The bytes of a base64 text or data URL, judged by its length before it is decoded.
 *
 * @param text its letters as UTF-8: a text of millions of letters is never made a string
 */
export function bytesOfBase64(text: Buffer): Buffer<ArrayBuffer> {
  const prefix = DATA_URL.exec(text.toString('latin1', 0, 200))?.[0] ?? '';
  const letters = text.subarray(prefix.length);
  if (letters.length > MOST_LETTERS) throw tooManyBytes();
  const bytes = decoded(letters) ?? decoded(tidied(letters));
  if (!bytes) {
    throw unreadable(
      'The picture is not base64 and not a data URL. Send the bytes of the file as base64.',
    );
  }
  if (bytes.length > MAX_PICTURE_BYTES) throw tooManyBytes();
  return bytes;
}

/** Whole groups of four letters, few enough to be gone with the next small collection of garbage. */
const PIECE = 64 * 1024;

/**
 * The bytes of a text of nothing but base64, also base64url (RFC 4648, 5), with or without padding;
 * `undefined` for any other. A buffer leaves out what is no letter, so its length tells whether all are:
 * to look at each of its millions of letters would hold up everybody else's requests.
 */
function decoded(letters: Buffer): Buffer<ArrayBuffer> | undefined {
  const padding = /=*$/.exec(letters.toString('latin1', letters.length - 2))?.[0].length ?? 0;
  const count = letters.length - padding;
  // One letter more than whole groups of four holds no byte: some are missing.
  if (count === 0 || count % 4 === 1) return undefined;
  const bytes = Buffer.allocUnsafeSlow(Math.floor((count * 3) / 4));
  let length = 0;
  for (let start = 0; start < count; start += PIECE) {
    const end = Math.min(start + PIECE, count);
    length += bytes.write(letters.toString('latin1', start, end), length, 'base64');
    if (length !== Math.floor((end * 3) / 4)) return undefined;
  }
  return bytes;
}

/** By the byte of a letter. */
const IS_BLANK = Uint8Array.from({ length: 256 }, (_, byte) =>
  ' \t\n\v\f\r'.includes(String.fromCharCode(byte)) ? 1 : 0,
);
const PERCENT = '%'.charCodeAt(0);

/** What forms and URLs make of these letters. */
const ESCAPED = new Map([...'+/= \n\r\t'].map((letter) => [escapeOf(letter), letter]));

function escapeOf(letter: string): string {
  return letter.charCodeAt(0).toString(16).padStart(2, '0');
}

/** Without line breaks and blanks, and without the escapes of forms and URLs, all of which are fine. */
function tidied(letters: Buffer): Buffer {
  const tidy = Buffer.allocUnsafeSlow(letters.length);
  let length = 0;
  for (let at = 0; at < letters.length; at++) {
    let letter = letters[at]!;
    if (letter === PERCENT) {
      const meant = ESCAPED.get(letters.toString('latin1', at + 1, at + 3).toLowerCase());
      if (meant !== undefined) {
        letter = meant.charCodeAt(0);
        at += 2;
      }
    }
    if (IS_BLANK[letter] === 0) tidy[length++] = letter;
  }
  return tidy.subarray(0, length);
}
