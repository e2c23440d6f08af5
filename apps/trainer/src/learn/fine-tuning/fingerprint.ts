import { createHash } from 'node:crypto';

/**
 * SHA-256 over everything that decides the outcome of a fine-tuning. A checkpoint carries it, so that
 * no training goes on with other data, another champion or another recipe than it began with.
 */
export function fingerprint(parts: readonly (ArrayBufferView | object)[]): string {
  const hash = createHash('sha256');
  for (const part of parts) {
    const bytes = ArrayBuffer.isView(part)
      ? Buffer.from(part.buffer, part.byteOffset, part.byteLength)
      : Buffer.from(JSON.stringify(part));
    // The length keeps parts from running into each other.
    hash.update(`${bytes.length}:`).update(bytes);
  }
  return hash.digest('hex');
}
