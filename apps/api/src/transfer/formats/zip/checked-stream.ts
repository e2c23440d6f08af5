import { Transform } from 'node:stream';
import { crc32 } from 'node:zlib';

/** What a stream brings is not what its checksum is of. */
export class ChecksumError extends Error {
  override readonly name = 'ChecksumError';
}

/**
 * Passes on what comes, and ends with a {@link ChecksumError} where the whole is not that of the checksum. Who reads
 * only its begin learns nothing.
 *
 * @param expected CRC-32, as a zip has it
 */
export function checkedStream(expected: number): Transform {
  let crc = 0;
  return new Transform({
    transform: (chunk: Buffer, _encoding, done) => {
      crc = crc32(chunk, crc);
      done(null, chunk);
    },
    flush: (done) => done(crc === expected ? null : new ChecksumError('the checksum differs')),
  });
}
