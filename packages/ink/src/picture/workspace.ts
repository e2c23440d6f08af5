/**
 * Memory for what a picture needs on its way to a glyph, used again for the next one: some hundred arrays a picture, and
 * to collect them as garbage takes longer than to fill them. All of it is handed out as noughts, and nothing of it may
 * be part of a result.
 */

/** More than pictures need that come from an overview; what doesn't fit is allocated as usual. */
const MOST_BYTES = 8 * 1024 * 1024;

const ALIGNMENT = 8;

let memory: ArrayBuffer | undefined;
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

/** Where so many bytes begin, or `undefined` where there is no room, or nobody to give them back. */
function take(bytes: number): number | undefined {
  const start = used;
  const end = start + Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;
  if (depth === 0 || end > MOST_BYTES) return undefined;
  memory ??= new ArrayBuffer(MOST_BYTES);
  used = end;
  return start;
}

// Written out for each kind, so that a compiler of the loops that fill them knows which one they get.

export function bytes(length: number): Uint8Array<ArrayBuffer> {
  const start = take(length);
  if (start === undefined) return new Uint8Array(length);
  return new Uint8Array(memory!, start, length).fill(0);
}

export function ints(length: number): Int32Array<ArrayBuffer> {
  const start = take(4 * length);
  if (start === undefined) return new Int32Array(length);
  return new Int32Array(memory!, start, length).fill(0);
}

export function zeroCounts(length: number): Uint32Array<ArrayBuffer> {
  const start = take(4 * length);
  if (start === undefined) return new Uint32Array(length);
  return new Uint32Array(memory!, start, length).fill(0);
}

export function floats(length: number): Float32Array<ArrayBuffer> {
  const start = take(4 * length);
  if (start === undefined) return new Float32Array(length);
  return new Float32Array(memory!, start, length).fill(0);
}

export function doubles(length: number): Float64Array<ArrayBuffer> {
  const start = take(8 * length);
  if (start === undefined) return new Float64Array(length);
  return new Float64Array(memory!, start, length).fill(0);
}
