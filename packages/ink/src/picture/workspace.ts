import { webAssembly, type LinearMemory } from '../wasm/index.js';
import type { Kernels } from './kernels/kernels.js';
import { plainKernels } from './kernels/plain.js';
import { wasmKernels } from './kernels/simd.js';

/**
 * Memory for what a picture needs on its way to a glyph, used again for the next one: some hundred arrays a picture, and
 * to collect them as garbage takes longer than to fill them. All of it is handed out as noughts, and nothing of it may
 * be part of a result.
 */

/** More than most pictures of lines need, and more than twice what an overview does; what doesn't fit is allocated as usual. */
const MOST_BYTES = 20 * 1024 * 1024;

const ALIGNMENT = 16;

/** Kernels may reach so far beyond what they are asked for. */
const SLACK = 64;

const PAGE = 65_536;

let block: Block | undefined;
let used = 0;
let depth = 0;

/** Runs `work`; whatever is taken meanwhile is given back at its end, so the result must hold nothing of it. */
export function inWorkspace<T>(work: () => T): T {
  const before = used;
  depth++;
  try {
    return work();
  } finally {
    depth--;
    used = before;
  }
}

/** Rounded up to where an array may begin. */
export const aligned = (bytes: number): number => Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;

/** Where so many bytes begin, or `undefined` where there is no room, or nobody to give them back. */
function take(bytes: number): number | undefined {
  const start = used;
  const end = start + aligned(bytes);
  if (depth === 0 || end > MOST_BYTES - SLACK) return undefined;
  used = end;
  return start;
}

/** Memory, and kernels that work on it. */
interface Block {
  readonly kernels: Kernels;
  readonly buffer: ArrayBuffer;
}

function blockOf(memory: LinearMemory | { readonly buffer: ArrayBuffer }): Block {
  const { buffer } = memory as { readonly buffer: ArrayBuffer };
  const wasm = 'grow' in memory ? wasmKernels(memory) : undefined;
  return { kernels: wasm ?? plainKernels({ buffer }), buffer };
}

function ownBlock(): Block {
  const pages = MOST_BYTES / PAGE;
  return (block ??= blockOf(
    webAssembly
      ? new webAssembly.Memory({ initial: pages, maximum: pages })
      : { buffer: new ArrayBuffer(MOST_BYTES) },
  ));
}

/**
 * Runs `work` with room for so many bytes that kernels can work on, from `start` on. What is in there is left from before.
 */
export function withKernels<T>(
  bytes: number,
  work: (kernels: Kernels, buffer: ArrayBuffer, start: number) => T,
): T {
  return inWorkspace(() => {
    const start = take(bytes + SLACK);
    if (start !== undefined) return work(ownBlock().kernels, ownBlock().buffer, start);
    const { kernels, buffer } = blockOf({ buffer: new ArrayBuffer(aligned(bytes + SLACK)) });
    return work(kernels, buffer, 0);
  });
}

/** Kernels that work on some arrays where they lie; `undefined` where one of them is elsewhere, too large for the workspace. */
export const kernelsAt = (
  ...arrays: readonly (Float32Array | Float64Array)[]
): Kernels | undefined =>
  arrays.every(({ buffer }) => buffer === block?.buffer) ? block?.kernels : undefined;

/** Where kernels find an array: its own place where it lies in their memory, otherwise a copy in `room`. */
export function placeOf(
  array: Float32Array | Uint8Array | Uint8ClampedArray,
  buffer: ArrayBuffer,
  room: number,
): number {
  if (array.buffer === buffer) return array.byteOffset;
  const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
  new Uint8Array(buffer).set(bytes, room);
  return room;
}

/** Lets kernels write an array: where it is, where that is in their memory, otherwise in `room`, from where it is copied. */
export function writeTo(
  array: Float32Array | Int32Array | Uint8Array,
  buffer: ArrayBuffer,
  room: number,
  write: (place: number) => void,
): void {
  if (array.buffer === buffer) return write(array.byteOffset);
  write(room);
  const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
  bytes.set(new Uint8Array(buffer, room, bytes.length));
}

// Written out for each kind, so that a compiler of the loops that fill them knows which one they get.

export function bytes(length: number): Uint8Array<ArrayBuffer> {
  const start = take(length);
  if (start === undefined) return new Uint8Array(length);
  return new Uint8Array(ownBlock().buffer, start, length).fill(0);
}

export function ints(length: number): Int32Array<ArrayBuffer> {
  const start = take(4 * length);
  if (start === undefined) return new Int32Array(length);
  return new Int32Array(ownBlock().buffer, start, length).fill(0);
}

export function zeroCounts(length: number): Uint32Array<ArrayBuffer> {
  const start = take(4 * length);
  if (start === undefined) return new Uint32Array(length);
  return new Uint32Array(ownBlock().buffer, start, length).fill(0);
}

export function floats(length: number): Float32Array<ArrayBuffer> {
  const start = take(4 * length);
  if (start === undefined) return new Float32Array(length);
  return new Float32Array(ownBlock().buffer, start, length).fill(0);
}

export function doubles(length: number): Float64Array<ArrayBuffer> {
  const start = take(8 * length);
  if (start === undefined) return new Float64Array(length);
  return new Float64Array(ownBlock().buffer, start, length).fill(0);
}
