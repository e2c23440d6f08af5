import { MAX_PICTURE_BYTES, tooManyBytes, unreadable } from './picture-limits.js';

const DATA_URL = /^data:[^,;]*(;[^,;]*)*;base64,/i;

/** The bytes of a base64 text or data URL, judged by its length before it is decoded. */
export function bytesOfBase64(text: string): Buffer<ArrayBuffer> {
  const prefix = DATA_URL.exec(text.slice(0, 200))?.[0] ?? '';
  const length = text.length - prefix.length;
  if (length > Math.ceil(MAX_PICTURE_BYTES / 3) * 4 + 4) throw tooManyBytes();
  const encoded = text.slice(prefix.length).trimEnd();
  if (encoded === '' || !/^[A-Za-z0-9+/]+={0,2}$/.test(encoded)) {
    throw unreadable('"image" is no base64 and no data URL. Send the file\'s bytes as base64.');
  }
  const bytes = Buffer.from(encoded, 'base64');
  if (bytes.length > MAX_PICTURE_BYTES) throw tooManyBytes();
  return bytes;
}
