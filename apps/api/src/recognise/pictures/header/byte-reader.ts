/** The file ends where something should stand. */
export class EndOfBytes extends Error {
  override readonly name = 'EndOfBytes';
}

/** Numbers out of a file; asking beyond its end throws `EndOfBytes`. */
export class Reader {
  private readonly view: DataView;

  constructor(readonly bytes: Uint8Array) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get length(): number {
    return this.bytes.length;
  }

  uint8(at: number): number {
    return this.within(at, 1, () => this.view.getUint8(at));
  }

  uint16(at: number, littleEndian = false): number {
    return this.within(at, 2, () => this.view.getUint16(at, littleEndian));
  }

  uint24LittleEndian(at: number): number {
    return this.uint16(at, true) + this.uint8(at + 2) * 0x10000;
  }

  uint32(at: number, littleEndian = false): number {
    return this.within(at, 4, () => this.view.getUint32(at, littleEndian));
  }

  /** To the nearest number, where it is beyond 2^53. */
  uint64(at: number, littleEndian = false): number {
    return this.within(at, 8, () => Number(this.view.getBigUint64(at, littleEndian)));
  }

  /** As Latin-1, shorter where the file ends. */
  text(at: number, length: number): string {
    return textOf(this.bytes, at, length);
  }

  private within(at: number, size: number, read: () => number): number {
    if (at < 0 || at + size > this.bytes.length) throw new EndOfBytes('the file ends early');
    return read();
  }
}

export const textOf = (bytes: Uint8Array, at: number, length: number): string =>
  String.fromCharCode(...bytes.subarray(at, at + length));
