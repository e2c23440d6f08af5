import { MAX_PICTURE_BYTES, tooManyBytes, unreadable } from './picture-limits.js';

const DATA_URL = /^\s*data:[^,;]*(;[^,;]*)*;\s*base64,/i;

/** What forms and URLs make of these letters. */
const ESCAPED = /%(2B|2F|3D|20|0A|0D|09)/gi;

/** Line breaks and escapes add to a third more than the bytes; what is far longer is not worth looking at. */
const MOST_LETTERS = 1.5 * MAX_PICTURE_BYTES;

/** The bytes of a base64 text or data URL, judged by its length before it is decoded. */
export function bytesOfBase64(text: string): Buffer<ArrayBuffer> {
  const prefix = DATA_URL.exec(text.slice(0, 200))?.[0] ?? '';
  if (text.length - prefix.length > MOST_LETTERS) throw tooManyBytes();
  const sent = text.slice(prefix.length);
  const bytes = decoded(sent) ?? decoded(tidied(sent));
  if (!bytes) {
    throw unreadable('"image" is not base64 and not a data URL. Send the file\'s bytes as base64.');
  }
  if (bytes.length > MAX_PICTURE_BYTES) throw tooManyBytes();
  return bytes;
}

/** Line breaks, and the escapes of forms and URLs, are fine. */
const tidied = (text: string): string =>
  text.replaceAll(ESCAPED, decodeURIComponent).replaceAll(/\s+/g, '');

/**
 * The bytes of a text of nothing but base64, also base64url (RFC 4648, 5), with or without padding;
 * `undefined` for any other. A buffer leaves out what is no letter, so its length tells whether all are:
 * to look at each of its millions of letters would hold up everybody else's requests.
 */
function decoded(text: string): Buffer<ArrayBuffer> | undefined {
  const padding = /=*$/.exec(text.slice(-2))?.[0].length ?? 0;
  const letters = text.length - padding;
  // One letter more than whole groups of four holds no byte: some are missing.
  if (letters === 0 || letters % 4 === 1) return undefined;
  const bytes = Buffer.from(text, 'base64');
  return bytes.length === Math.floor((letters * 3) / 4) ? bytes : undefined;
}
