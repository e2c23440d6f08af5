import { MOST_PAGES } from './assemble.js';
import { plainKernel, wasmKernel, type ScanKernel } from './scan-kernel.js';
import { webAssembly, type LinearMemory } from '@inkling/ink/wasm';

const PAGE = 65_536;

/** One block of bytes that grows, seen as numbers of each kind. */
export class MemoryBlock {
  readonly kernel: ScanKernel;
  i8!: Int8Array;
  i16!: Int16Array;
  i32!: Int32Array;
  f32!: Float32Array;

  private constructor(readonly memory: LinearMemory) {
    this.kernel = wasmKernel(memory) ?? plainKernel(memory);
    this.refresh();
  }

  /** For this thread alone, without WebAssembly: small ones cost little. */
  static plain(): MemoryBlock {
    return new MemoryBlock(new PlainMemory());
  }

  /** For this thread alone. */
  static local(): MemoryBlock {
    if (!webAssembly) return MemoryBlock.plain();
    return new MemoryBlock(new webAssembly.Memory({ initial: 1, maximum: MOST_PAGES }));
  }

  /** `memory` can be sent to other threads, which see what is written. */
  static shared(): MemoryBlock {
    if (!webAssembly) throw new Error('This host has no WebAssembly.');
    return new MemoryBlock(
      new webAssembly.Memory({ initial: 1, maximum: MOST_PAGES, shared: true }),
    );
  }

  /** What another thread sent. */
  static over(memory: LinearMemory): MemoryBlock {
    return new MemoryBlock(memory);
  }

  get bytes(): number {
    return this.memory.buffer.byteLength;
  }

  /** @throws RangeError where there is no room for so many bytes */
  reserve(bytes: number): void {
    const missing = bytes - this.bytes;
    if (missing > 0) this.memory.grow(Math.ceil(missing / PAGE));
    this.refresh();
  }

  /** After another thread may have let it grow. */
  refresh(): void {
    if (this.i8?.byteLength === this.bytes) return;
    const { buffer } = this.memory;
    this.i8 = new Int8Array(buffer);
    this.i16 = new Int16Array(buffer);
    this.i32 = new Int32Array(buffer);
    this.f32 = new Float32Array(buffer);
  }
}

/** Grows by copying. */
class PlainMemory implements LinearMemory {
  buffer: ArrayBuffer = new ArrayBuffer(PAGE);

  grow(pages: number): number {
    const before = this.buffer.byteLength;
    const larger = new ArrayBuffer(before + pages * PAGE);
    new Uint8Array(larger).set(new Uint8Array(this.buffer));
    this.buffer = larger;
    return before / PAGE;
  }
}
