import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { ImportFileError } from '../import-file.js';
import { damagedMember, zipMembers, type ZipMember } from '../zip/zip-members.js';
import { HEADER_BYTES, readIdxHeader, type IdxHeader } from './idx-header.js';

/** An IDX file in a zip, by what it says of itself. */
export interface IdxMember extends IdxHeader {
  readonly path: string;
  /** What belongs to one entry of the first dimension, one after the other. @param from entries to pass over */
  records(zip: string, from: number): AsyncGenerator<Uint8Array>;
  /** All of a file of one dimension. */
  readNumbers(zip: string): Promise<(at: number) => number>;
}

/** @returns `undefined` when the member is no IDX file */
export async function readIdxMember(member: ZipMember): Promise<IdxMember | undefined> {
  const { path } = member;
  const isPacked = /\.gz$/i.test(path);
  const header = readIdxHeader(await startOf(member, isPacked), path);
  if (!header) return undefined;
  const [count, ...rest] = header.shape as [number, ...number[]];
  const bytesEach = header.width * rest.reduce((product, size) => product * size, 1);
  const size = header.length + count * bytesEach;
  if (!isPacked && member.size !== size) throw belied(path);
  const records = (zip: string, from: number): AsyncGenerator<Uint8Array> =>
    recordsOf(zip, path, isPacked, { header, bytesEach, count, from });
  return {
    ...header,
    path,
    records,
    readNumbers: async (zip) => {
      const whole = { header, bytesEach: count * header.width, count: 1, from: 0 };
      let numbers: Buffer = Buffer.alloc(0);
      for await (const all of recordsOf(zip, path, isPacked, whole)) numbers = Buffer.from(all);
      return (index) =>
        numbers.readIntBE(index * header.width, header.width) & MASKS[header.width]!;
    },
  };
}

/** Bytes have no sign; of larger numbers nobody uses it. */
const MASKS: Readonly<Record<number, number>> = { 1: 0xff, 2: 0xffff, 4: 0x7fffffff };

const belied = (path: string): ImportFileError =>
  new ImportFileError(
    `"${path}" does not have as many bytes as its header says: it is damaged or cut short. Send it again.`,
  );

async function startOf(member: ZipMember, isPacked: boolean): Promise<Buffer> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const chunk of contentOf(member, isPacked)) {
    parts.push(chunk);
    length += chunk.length;
    if (length >= HEADER_BYTES) break;
  }
  return Buffer.concat(parts).subarray(0, HEADER_BYTES);
}

async function* contentOf(member: ZipMember, isPacked: boolean): AsyncGenerator<Buffer> {
  const stream = await member.open();
  const content: Readable = isPacked ? stream.pipe(createGunzip()) : stream;
  if (isPacked) stream.on('error', (error) => content.destroy(error));
  try {
    for await (const chunk of content as AsyncIterable<Buffer>) yield chunk;
  } catch (error) {
    throw damagedMember(member.path, error);
  } finally {
    stream.destroy();
    content.destroy();
  }
}

interface Wanted {
  readonly header: IdxHeader;
  readonly bytesEach: number;
  readonly count: number;
  readonly from: number;
}

/** The zip is open as long as they are read. */
async function* recordsOf(
  zip: string,
  path: string,
  isPacked: boolean,
  wanted: Wanted,
): AsyncGenerator<Uint8Array> {
  for await (const member of zipMembers(zip)) {
    if (member.path !== path) continue;
    yield* recordsIn(contentOf(member, isPacked), path, wanted);
    return;
  }
}

async function* recordsIn(
  content: AsyncIterable<Buffer>,
  path: string,
  { header, bytesEach, count, from }: Wanted,
): AsyncGenerator<Uint8Array> {
  let toSkip = header.length + from * bytesEach;
  let given = from;
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of content) {
    const skipped = Math.min(toSkip, chunk.length);
    toSkip -= skipped;
    const fresh = chunk.subarray(skipped);
    rest = rest.length === 0 ? fresh : Buffer.concat([rest, fresh]);
    while (rest.length >= bytesEach && given < count) {
      yield Uint8Array.from(rest.subarray(0, bytesEach));
      rest = rest.subarray(bytesEach);
      given++;
    }
    // A packed file may go on for ever.
    if (given === count && rest.length > 0) throw belied(path);
  }
  if (given < count) throw belied(path);
}
