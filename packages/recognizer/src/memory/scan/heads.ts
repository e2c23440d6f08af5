import { mainAxes } from './main-axes.js';
import { HEAD_NUMBERS } from './assemble.js';
import {
  chunkOf,
  inSteps,
  largestOf,
  quantise,
  ROWS_A_CHUNK,
  type HeadAxes,
  type Rows,
} from './rows.js';

/** Fewer entries are gone through as quickly without heads. */
const WORTH_IT = 4096;
const MOST_LOOKED_AT = 1024;
/** What the whole numbers of a query and of the axes may make of a product of vectors of length 1. */
const ROUNDING = 0.001;

/**
 * A short form of each shared sample, so that a scan of many reads a quarter of the bytes: its numbers along
 * the 32 main axes of all (the head), and the length of what is not along them (the rest). The product of two
 * vectors is at most the product of their heads and that of the lengths of their rests (Cauchy and Schwarz), so
 * what is not above the floor by that is not among the best, and the others are compared as ever: nothing is
 * lost. With the embeddings of our networks one or two samples in a hundred are.
 */
export class Heads {
  constructor(private readonly rows: Rows) {}

  /** Takes the axes of the shared rows, where heads are worth it. Before anybody else reads. */
  make(shared: readonly number[], least = WORTH_IT): void {
    const { rows } = this;
    if (shared.length < least || rows.size < 2 * HEAD_NUMBERS) return;
    const step = Math.ceil(shared.length / MOST_LOOKED_AT);
    const vectors = shared.filter((_, at) => at % step === 0).map((row) => rows.vector(row));
    const axes = mainAxes(vectors, rows.size, HEAD_NUMBERS);
    const mean = new Float32Array(rows.size).map((_, at) => meanOf(vectors, at));
    rows.setAxes({ axes, middle: headOf(mean, axes) });
    rows.slack = ROUNDING;
  }

  get areThere(): boolean {
    return this.rows.axes !== undefined;
  }

  /** Of entries of one chunk that follow each other. */
  set(first: number, count: number): void {
    const { rows } = this;
    const known = rows.axes;
    if (!known) return;
    const { axes, middle } = known;
    const chunk = chunkOf(first);
    const within = first % ROWS_A_CHUNK;
    const alongs = this.alongAll(axes, chunk, within, count);
    const { vectors, scales } = rows.entryChunk(chunk);
    const places = rows.headChunk(chunk);
    const { i8, f32 } = rows.block;
    let { slack } = rows;
    for (let at = 0; at < count; at++) {
      const head = alongs.subarray(at * HEAD_NUMBERS, (at + 1) * HEAD_NUMBERS);
      const place = within + at;
      const start = vectors + place * rows.stride;
      const length = lengthOf(i8, start, rows.size) * f32[scales / 4 + place]!;
      // Rounded from the middle of all, the whole numbers are of small steps.
      const whole = lengthOf(head, 0, HEAD_NUMBERS);
      for (let axis = 0; axis < HEAD_NUMBERS; axis++) head[axis]! -= middle[axis]!;
      const scale = largestOf(head) / 127;
      const values = inSteps(head, scale);
      i8.set(values, places.heads + place * HEAD_NUMBERS);
      f32[places.scales / 4 + place] = scale;
      f32[places.rests / 4 + place] = restOf(length, whole);
      slack = Math.max(slack, ROUNDING + errorOf(head, values, scale));
    }
    rows.slack = slack;
  }

  /** What the scanned numbers of entries are along each axis: `HEAD_NUMBERS` an entry. */
  private alongAll(axes: Float32Array, chunk: number, within: number, count: number): Float32Array {
    const { rows } = this;
    const { kernel, i16, i32, f32 } = rows.block;
    const { query, found } = rows.scratch(rows.readers - 1);
    const { vectors, scales } = rows.entryChunk(chunk);
    const alongs = new Float32Array(count * HEAD_NUMBERS);
    const [start, floats] = [vectors + within * rows.stride, scales + 4 * within];
    i16.fill(0, query / 2, query / 2 + rows.stride);
    for (let axis = 0; axis < HEAD_NUMBERS; axis++) {
      const of = quantise(axes.subarray(axis * rows.size, (axis + 1) * rows.size), 32_767);
      i16.set(of.values, query / 2);
      const asked = [start, count, rows.stride, query, floats, floats, 0] as const;
      kernel.scan(...asked, -Infinity, found);
      for (let at = 0, place = found / 4; at < count; at++, place += 2) {
        alongs[i32[place]! * HEAD_NUMBERS + axis] = f32[place + 1]! * of.scale;
      }
    }
    return alongs;
  }
}

/** A query as the kernel takes it, in steps of one length, so that scores of heads and of whole rows compare. */
export interface AskedHead {
  readonly query: Int16Array;
  readonly head: Int16Array;
  /** What the rest of a row counts, in steps. */
  readonly reach: number;
  /** What all rows have in common, and their heads lack: the score of the middle, in steps. */
  readonly common: number;
  /** How far below the floor a score may be of one that is above it, in steps. */
  readonly slack: number;
}

export function askHead(query: Float32Array, rows: Rows, { axes, middle }: HeadAxes): AskedHead {
  const head = headOf(query, axes);
  const scale = Math.max(largestOf(query), largestOf(head)) / 32_767;
  const rest = restOf(lengthOf(query, 0, rows.size), lengthOf(head, 0, HEAD_NUMBERS));
  const inScores = (product: number): number => (scale === 0 ? 0 : product / scale);
  return {
    query: inSteps(query, scale),
    head: inSteps(head, scale),
    reach: inScores(rest),
    common: inScores(head.reduce((sum, value, axis) => sum + value * middle[axis]!, 0)),
    slack: inScores(rows.slack),
  };
}

function headOf(vector: Float32Array, axes: Float32Array): Float32Array {
  const { length: size } = vector;
  const head = new Float32Array(HEAD_NUMBERS);
  for (let axis = 0, start = 0; axis < HEAD_NUMBERS; axis++, start += size) {
    let sum = 0;
    for (let at = 0; at < size; at++) sum += axes[start + at]! * vector[at]!;
    head[axis] = sum;
  }
  return head;
}

const meanOf = (vectors: readonly Float32Array[], at: number): number =>
  vectors.reduce((sum, vector) => sum + vector[at]!, 0) / vectors.length;

const restOf = (whole: number, head: number): number =>
  Math.sqrt(Math.max(0, whole * whole - head * head));

function lengthOf(numbers: Float32Array | Int8Array, start: number, count: number): number {
  let sum = 0;
  for (let at = start; at < start + count; at++) sum += numbers[at]! * numbers[at]!;
  return Math.sqrt(sum);
}

function errorOf(head: Float32Array, values: Int16Array, scale: number): number {
  let sum = 0;
  for (let at = 0; at < head.length; at++) sum += (head[at]! - values[at]! * scale) ** 2;
  return Math.sqrt(sum);
}
