import { assembleScan } from './assemble.js';
import { webAssembly, type LinearMemory } from '@inkling/ink/wasm';

/**
 * The inner loops of the search: they compare a query with rows that lie one after the other, and note those
 * that are above a floor. All addresses are in bytes from the start of the block.
 */
export interface ScanKernel {
  /** Goes through `count` rows. */
  readonly scan: Scan;
  /** Goes through the rows that an earlier scan of the same ones noted: `count` pairs at `found`, which it overwrites. */
  readonly rescan: Scan;
  /** As `scan`, of rows of `HEAD_NUMBERS`: quicker for so few. */
  readonly scanHeads: Scan;
}

/**
 * score = float32(sum over i of query[i] * row[i]) * scale of the row + rest of the row * reach, in 32-bit
 * floats: what a row may have beyond these numbers counts as well as it can.
 *
 * @param rows of `size` signed bytes; `size` is a multiple of 8
 * @param query `size` signed 16-bit numbers
 * @param scales a 32-bit float for each row
 * @param rests a 32-bit float for each row
 * @param reach 0: the numbers alone count
 * @param found where a pair (int32 index of the row, float32 score) goes for each row above `floor`
 * @returns how many that are
 */
type Scan = (
  rows: number,
  count: number,
  size: number,
  query: number,
  scales: number,
  rests: number,
  reach: number,
  floor: number,
  found: number,
) => number;

/** By SIMD of WebAssembly; `undefined` where the host has none or forbids it. */
export function wasmKernel(memory: LinearMemory): ScanKernel | undefined {
  if (!webAssembly || !(memory instanceof webAssembly.Memory)) return undefined;
  try {
    const module = new webAssembly.Module(assembleScan(isShared(memory)));
    const { exports } = new webAssembly.Instance(module, { block: { memory } });
    const { scan, rescan, scanHeads } = exports as Readonly<Record<string, Scan>>;
    return { scan: scan!, rescan: rescan!, scanHeads: scanHeads! };
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
  const loop =
    (isAgain: boolean): Scan =>
    (rows, count, size, query, scales, rests, reach, floor, found) => {
      const { fround } = Math;
      const bytes = new Int8Array(block.buffer);
      const of = new Int16Array(block.buffer, query, size);
      const floats = new Float32Array(block.buffer);
      const indices = new Int32Array(block.buffer, found);
      const scores = new Float32Array(block.buffer, found);
      const most = fround(reach);
      let places = 0;
      for (let at = 0; at < count; at++) {
        const row = isAgain ? indices[2 * at]! : at;
        const start = rows + row * size;
        let sum = 0;
        for (let number = 0; number < size; number++) sum += of[number]! * bytes[start + number]!;
        const rest = fround(floats[rests / 4 + row]! * most);
        const score = fround(fround(fround(sum) * floats[scales / 4 + row]!) + rest);
        if (!(score > floor)) continue;
        indices[places] = row;
        scores[places + 1] = score;
        places += 2;
      }
      return places / 2;
    };
  const scan = loop(false);
  return { scan, rescan: loop(true), scanHeads: scan };
}
