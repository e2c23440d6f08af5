import { MAX_PICTURE_BYTES, tooManyBytes, unreadable } from './picture-limits.js';

const DATA_URL = /^\s*data:[^,;]*(;[^,;]*)*;\s*base64,/i;

/** What forms and URLs make of these letters. */
const ESCAPED = /%(2B|2F|3D|20|0A|0D|09)/gi;

/**
 * Line breaks, the letters of base64url (RFC 4648, 5) and missing padding are fine; this is not. Looked for
 * as one letter: an expression over the whole text would keep a step for each of its millions of letters.
 */
const NO_LETTER = /[^A-Za-z0-9+/_-]/;

/** Line breaks and escapes add to a third more than the bytes; what is far longer is not worth looking at. */
const MOST_LETTERS = 1.5 * MAX_PICTURE_BYTES;

/** The bytes of a base64 text or data URL, judged by its length before it is decoded. */
export function bytesOfBase64(text: string): Buffer<ArrayBuffer> {
  const prefix = DATA_URL.exec(text.slice(0, 200))?.[0] ?? '';
  if (text.length - prefix.length > MOST_LETTERS) throw tooManyBytes();
  const encoded = text
    .slice(prefix.length)
    .replaceAll(ESCAPED, decodeURIComponent)
    .replaceAll(/\s+/g, '');
  const padding = /=*$/.exec(encoded.slice(-2))?.[0].length ?? 0;
  const letters = encoded.slice(0, encoded.length - padding);
  // One letter more than whole groups of four holds no byte: some are missing.
  if (letters === '' || NO_LETTER.test(letters) || letters.length % 4 === 1) {
    throw unreadable('"image" is not base64 and not a data URL. Send the file\'s bytes as base64.');
  }
  const bytes = Buffer.from(encoded, 'base64');
  if (bytes.length > MAX_PICTURE_BYTES) throw tooManyBytes();
  return bytes;
}
