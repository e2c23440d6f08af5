import { assembleScan } from './assemble.js';
import { webAssembly, type LinearMemory } from './web-assembly.js';

/**
 * The inner loop of the search: compares a query with rows that lie one after the other, and notes those
 * that are above a floor. All addresses are in bytes from the start of the block.
 */
export interface ScanKernel {
  /**
   * score = float32(sum over i of query[i] * row[i]) * scale of the row, in 32-bit floats.
   *
   * @param rows `count` rows of `size` signed bytes; `size` is a multiple of 8
   * @param query `size` signed 16-bit numbers
   * @param scales a 32-bit float for each row
   * @param found where a pair (int32 index of the row, float32 score) goes for each row above `floor`
   * @returns how many that are
   */
  (
    rows: number,
    count: number,
    size: number,
    query: number,
    scales: number,
    floor: number,
    found: number,
  ): number;
}

/** By SIMD of WebAssembly; `undefined` where the host has none or forbids it. */
export function wasmKernel(memory: LinearMemory): ScanKernel | undefined {
  if (!webAssembly || !(memory instanceof webAssembly.Memory)) return undefined;
  try {
    const module = new webAssembly.Module(assembleScan(isShared(memory)));
    const { exports } = new webAssembly.Instance(module, { block: { memory } });
    return exports['scan'] as ScanKernel;
  } catch {
    return undefined;
  }
}

/** By name: a buffer of another realm is no instance of this one's class. */
const isShared = ({ buffer }: LinearMemory): boolean =>
  Object.prototype.toString.call(buffer) === '[object SharedArrayBuffer]';

/** The same, number for number, without WebAssembly. */
export function plainKernel(block: {
  readonly buffer: ArrayBuffer | SharedArrayBuffer;
}): ScanKernel {
  return (rows, count, size, query, scales, floor, found) => {
    const bytes = new Int8Array(block.buffer, rows, count * size);
    const of = new Int16Array(block.buffer, query, size);
    const scale = new Float32Array(block.buffer, scales, count);
    const indices = new Int32Array(block.buffer, found);
    const scores = new Float32Array(block.buffer, found);
    let places = 0;
    for (let row = 0, start = 0; row < count; row++, start += size) {
      let sum = 0;
      for (let at = 0; at < size; at++) sum += of[at]! * bytes[start + at]!;
      const score = Math.fround(Math.fround(sum) * scale[row]!);
      if (!(score > floor)) continue;
      indices[places] = row;
      scores[places + 1] = score;
      places += 2;
    }
    return places / 2;
  };
}
