import { createDeflateRaw, crc32, deflateRawSync } from 'node:zlib';
import { Readable } from 'node:stream';

/** PKWARE: ".ZIP File Format Specification". */
const SIGNATURES = {
  local: 0x04034b50,
  descriptor: 0x08074b50,
  central: 0x02014b50,
  end64: 0x06064b50,
  locator64: 0x07064b50,
  end: 0x06054b50,
} as const;

/** That of the first format with sizes of eight bytes. */
const VERSION = 45;
const UTF8 = 0x0800;
const SIZES_FOLLOW = 0x0008;
const DEFLATED = 8;
const STORED = 0;
/** 1 January 1980: the same samples make the same file. */
const NO_DATE = 0x0021;
const SEE_ZIP64 = 0xffffffff;
const ZIP64 = 0x0001;

interface Member {
  readonly name: Buffer;
  readonly flags: number;
  readonly method: number;
  readonly crc: number;
  readonly packed: number;
  readonly size: number;
  readonly at: number;
}

/**
 * A zip as it is sent, member by member. Of a member only its line in the directory is kept, some 80 bytes: libraries
 * keep objects and contents, a gigabyte for a million pictures.
 */
export class ZipWriter {
  private at = 0;
  private count = 0;
  private readonly directory: Buffer[] = [];

  /** A member whose content is at hand. */
  file(name: string, content: Uint8Array): Buffer {
    const deflated = deflateRawSync(content);
    const isSmaller = deflated.length < content.length;
    const data = isSmaller ? deflated : content;
    const member: Member = {
      name: Buffer.from(name),
      flags: UTF8,
      method: isSmaller ? DEFLATED : STORED,
      crc: crc32(content),
      packed: data.length,
      size: content.length,
      at: this.at,
    };
    const bytes = Buffer.concat([localHeader(member), data]);
    this.note(member, bytes.length);
    return bytes;
  }

  /** A member whose content comes as it is sent. */
  async *stream(name: string, content: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
    const begun = {
      ...{ name: Buffer.from(name), flags: UTF8 | SIZES_FOLLOW, method: DEFLATED, at: this.at },
      ...{ crc: 0, packed: 0, size: 0 },
    };
    const header = localHeader(begun);
    yield header;
    let [crc, size, packed] = [0, 0, 0];
    const counted = async function* () {
      for await (const chunk of content) {
        crc = crc32(chunk, crc);
        size += chunk.length;
        yield chunk;
      }
    };
    const source = Readable.from(counted());
    const deflating = createDeflateRaw();
    source.on('error', (error) => deflating.destroy(error));
    for await (const chunk of source.pipe(deflating) as AsyncIterable<Buffer>) {
      packed += chunk.length;
      yield chunk;
    }
    const member = { ...begun, crc, size, packed };
    const sizes = descriptor(member);
    yield sizes;
    this.note(member, header.length + packed + sizes.length);
  }

  /** The directory. Nothing may follow. */
  end(): Buffer {
    const directory = Buffer.concat(this.directory);
    return Buffer.concat([directory, endOf(this.count, directory.length, this.at)]);
  }

  private note(member: Member, length: number): void {
    this.directory.push(centralHeader(member));
    this.count++;
    this.at += length;
    // A thousand small buffers are one.
    if (this.directory.length > 1000) {
      this.directory.splice(0, this.directory.length, Buffer.concat(this.directory));
    }
  }
}

/** A member whose sizes follow has room for eight bytes each; one at hand is smaller than that. */
function localHeader({ name, flags, method, crc, packed, size }: Member): Buffer {
  const extra = (flags & SIZES_FOLLOW) === 0 ? Buffer.alloc(0) : zip64([0, 0]);
  const header = Buffer.alloc(30);
  header.writeUInt32LE(SIGNATURES.local, 0);
  header.writeUInt16LE(VERSION, 4);
  header.writeUInt16LE(flags, 6);
  header.writeUInt16LE(method, 8);
  header.writeUInt16LE(NO_DATE, 12);
  header.writeUInt32LE(crc, 14);
  header.writeUInt32LE(extra.length > 0 ? SEE_ZIP64 : packed, 18);
  header.writeUInt32LE(extra.length > 0 ? SEE_ZIP64 : size, 22);
  header.writeUInt16LE(name.length, 26);
  header.writeUInt16LE(extra.length, 28);
  return Buffer.concat([header, name, extra]);
}

function descriptor({ crc, packed, size }: Member): Buffer {
  const bytes = Buffer.alloc(24);
  bytes.writeUInt32LE(SIGNATURES.descriptor, 0);
  bytes.writeUInt32LE(crc, 4);
  bytes.writeBigUInt64LE(BigInt(packed), 8);
  bytes.writeBigUInt64LE(BigInt(size), 16);
  return bytes;
}

function centralHeader({ name, flags, method, crc, packed, size, at }: Member): Buffer {
  const large = [size, packed, at].filter((value) => value >= SEE_ZIP64);
  const extra = large.length > 0 ? zip64(large) : Buffer.alloc(0);
  const header = Buffer.alloc(46);
  header.writeUInt32LE(SIGNATURES.central, 0);
  header.writeUInt16LE(VERSION, 4);
  header.writeUInt16LE(VERSION, 6);
  header.writeUInt16LE(flags, 8);
  header.writeUInt16LE(method, 10);
  header.writeUInt16LE(NO_DATE, 14);
  header.writeUInt32LE(crc, 16);
  header.writeUInt32LE(Math.min(packed, SEE_ZIP64), 20);
  header.writeUInt32LE(Math.min(size, SEE_ZIP64), 24);
  header.writeUInt16LE(name.length, 28);
  header.writeUInt16LE(extra.length, 30);
  header.writeUInt32LE(Math.min(at, SEE_ZIP64), 42);
  return Buffer.concat([header, name, extra]);
}

function zip64(values: readonly number[]): Buffer {
  const extra = Buffer.alloc(4 + 8 * values.length);
  extra.writeUInt16LE(ZIP64, 0);
  extra.writeUInt16LE(8 * values.length, 2);
  values.forEach((value, index) => extra.writeBigUInt64LE(BigInt(value), 4 + 8 * index));
  return extra;
}

function endOf(count: number, length: number, at: number): Buffer {
  const isLarge = count >= 0xffff || length >= SEE_ZIP64 || at >= SEE_ZIP64;
  const end = Buffer.alloc(22);
  end.writeUInt32LE(SIGNATURES.end, 0);
  end.writeUInt16LE(Math.min(count, 0xffff), 8);
  end.writeUInt16LE(Math.min(count, 0xffff), 10);
  end.writeUInt32LE(Math.min(length, SEE_ZIP64), 12);
  end.writeUInt32LE(Math.min(at, SEE_ZIP64), 16);
  return isLarge ? Buffer.concat([end64(count, length, at), end]) : end;
}

function end64(count: number, length: number, at: number): Buffer {
  const bytes = Buffer.alloc(56 + 20);
  bytes.writeUInt32LE(SIGNATURES.end64, 0);
  bytes.writeBigUInt64LE(44n, 4);
  bytes.writeUInt16LE(VERSION, 12);
  bytes.writeUInt16LE(VERSION, 14);
  bytes.writeBigUInt64LE(BigInt(count), 24);
  bytes.writeBigUInt64LE(BigInt(count), 32);
  bytes.writeBigUInt64LE(BigInt(length), 40);
  bytes.writeBigUInt64LE(BigInt(at), 48);
  bytes.writeUInt32LE(SIGNATURES.locator64, 56);
  bytes.writeBigUInt64LE(BigInt(at + length), 64);
  bytes.writeUInt32LE(1, 72);
  return bytes;
}
