import { HEAD_NUMBERS } from './assemble.js';
import type { MemoryBlock } from './memory-block.js';

/**
 * How the samples of a memory lie in its block: a directory of chunks, scratch space for each reader, then
 * chunks of rows, one row a sample, and chunks of entries, one for each shared sample. A chunk holds field
 * after field, so that what a scan goes through lies side by side.
 *
 * A vector is kept as whole numbers of 16 bits times a scale of its own, in two planes: the high bytes,
 * which are scanned, and the low ones, which make the similarity of the best exact to about 1e-5.
 * Writers are numbers here, and so are labels. One thread writes; others read what it sent jobs about.
 */
export const ROWS_A_CHUNK = 1024;
const MOST_CHUNKS = 4096;

const ROW_CHUNKS = 0;
const ENTRY_CHUNKS = ROW_CHUNKS + 4 * MOST_CHUNKS;
const HEAD_CHUNKS = ENTRY_CHUNKS + 4 * MOST_CHUNKS;
/** Where the axes of heads are, 0 without any; and how far a head may be off. */
const AXES = HEAD_CHUNKS + 4 * MOST_CHUNKS;
const SLACK = AXES + 4;
const SCRATCH = AXES + 64;
const MOST_NUMBERS = 512;
/** A query and its head of 16-bit numbers, and what a scan of a chunk finds. */
const HEAD_AFTER = 2 * MOST_NUMBERS;
const FOUND_AFTER = HEAD_AFTER + 2 * HEAD_NUMBERS;
const SCRATCH_BYTES = FOUND_AFTER + 8 * ROWS_A_CHUNK;

/** The high byte goes up to 127, rounded. */
const LARGEST = 127 * 256;

/** Fields of 4 bytes a row, behind the planes. */
const ROW_FIELDS = ['scale', 'writer', 'own', 'shared', 'generation', 'next', 'entry'] as const;
const ENTRY_FIELDS = ['scale', 'row'] as const;
const HEAD_FIELDS = ['scale', 'rest'] as const;

type RowField = (typeof ROW_FIELDS)[number];

/** Stands where a number is none: no class, no writer, no next row. */
export const NONE = -1;

/** What a vector is as whole numbers. */
export interface Quantised {
  readonly values: Int16Array;
  readonly scale: number;
}

/** @param largest the number which the largest value becomes */
export function quantise(vector: ArrayLike<number>, largest: number): Quantised {
  const scale = largestOf(vector) / largest;
  return { values: inSteps(vector, scale), scale };
}

export function largestOf(vector: ArrayLike<number>): number {
  let largest = 0;
  for (let at = 0; at < vector.length; at++) largest = Math.max(largest, Math.abs(vector[at]!));
  return largest;
}

/** @param scale length of a step; 0 for a vector of zeros */
export function inSteps(vector: ArrayLike<number>, scale: number): Int16Array {
  const values = new Int16Array(vector.length);
  if (scale === 0) return values;
  for (let at = 0; at < vector.length; at++) values[at] = Math.round(vector[at]! / scale);
  return values;
}

/** Addresses of a reader's own. */
export interface Scratch {
  readonly query: number;
  readonly head: number;
  readonly found: number;
}

/** What heads are measured along, and from where. */
export interface HeadAxes {
  /** `HEAD_NUMBERS` axes one after the other, of length 1 and at right angles. */
  readonly axes: Float32Array;
  /** The head of the mean of all. */
  readonly middle: Float32Array;
}

/** Addresses of what is scanned of heads. */
export interface HeadChunk {
  readonly heads: number;
  readonly scales: number;
  readonly rests: number;
}

/** Rows and entries by their numbers. */
export class Rows {
  /** Bytes of a row's plane: numbers of an embedding, filled up to what the scan takes at once. */
  readonly stride: number;

  constructor(
    readonly block: MemoryBlock,
    readonly size: number,
    /** Threads that search at the same time. */
    readonly readers: number,
  ) {
    if (!(size > 0 && size <= MOST_NUMBERS)) {
      throw new RangeError(`An embedding has 1 to ${MOST_NUMBERS} numbers, not ${size}.`);
    }
    this.stride = Math.ceil(size / 8) * 8;
  }

  /** @param chunk of rows */
  addRowChunk(chunk: number): void {
    const { stride } = this;
    this.addChunk(ROW_CHUNKS, chunk, ROWS_A_CHUNK * (2 * stride + 4 * ROW_FIELDS.length));
  }

  addEntryChunk(chunk: number): void {
    this.addChunk(ENTRY_CHUNKS, chunk, ROWS_A_CHUNK * (this.stride + 4 * ENTRY_FIELDS.length));
  }

  addHeadChunk(chunk: number): void {
    const bytes = ROWS_A_CHUNK * (HEAD_NUMBERS + 4 * HEAD_FIELDS.length);
    this.addChunk(HEAD_CHUNKS, chunk, bytes);
  }

  /** Where a reader puts its query, and what it finds. */
  scratch(reader: number): Scratch {
    if (reader >= this.readers) throw new RangeError(`There is no reader ${reader}.`);
    const query = SCRATCH + reader * SCRATCH_BYTES;
    return { query, head: query + HEAD_AFTER, found: query + FOUND_AFTER };
  }

  /** For this thread; `undefined` where there are no heads. */
  get axes(): HeadAxes | undefined {
    const start = this.block.i32[AXES / 4]!;
    if (start === 0) return undefined;
    const [axes, middle] = [start / 4, start / 4 + HEAD_NUMBERS * this.size];
    const { f32 } = this.block;
    return {
      axes: f32.subarray(axes, middle),
      middle: f32.subarray(middle, middle + HEAD_NUMBERS),
    };
  }

  /** Before anybody else reads. */
  setAxes({ axes, middle }: HeadAxes): void {
    const start = this.reserve(4 * (axes.length + middle.length));
    this.block.f32.set(axes, start / 4);
    this.block.f32.set(middle, start / 4 + axes.length);
    this.block.i32[AXES / 4] = start;
  }

  /** How far the numbers of a head may be off, as a length. */
  get slack(): number {
    return this.block.f32[SLACK / 4]!;
  }

  set slack(slack: number) {
    this.block.f32[SLACK / 4] = slack;
  }

  headChunk(chunk: number): HeadChunk {
    const heads = this.block.i32[HEAD_CHUNKS / 4 + chunk]!;
    const scales = heads + ROWS_A_CHUNK * HEAD_NUMBERS;
    return { heads, scales, rests: scales + 4 * ROWS_A_CHUNK };
  }

  /** Addresses of what is scanned in a chunk of rows. */
  rowChunk(chunk: number): { readonly vectors: number; readonly scales: number } {
    const vectors = this.block.i32[ROW_CHUNKS / 4 + chunk]!;
    return { vectors, scales: vectors + 2 * ROWS_A_CHUNK * this.stride };
  }

  entryChunk(chunk: number): { readonly vectors: number; readonly scales: number } {
    const vectors = this.block.i32[ENTRY_CHUNKS / 4 + chunk]!;
    return { vectors, scales: vectors + ROWS_A_CHUNK * this.stride };
  }

  /** Where a field of a row is among the block's 32-bit numbers. */
  at(row: number, field: RowField): number {
    const { scales } = this.rowChunk(chunkOf(row));
    return scales / 4 + ROW_FIELDS.indexOf(field) * ROWS_A_CHUNK + within(row);
  }

  get(row: number, field: RowField): number {
    return this.block.i32[this.at(row, field)]!;
  }

  set(row: number, field: RowField, value: number): void {
    this.block.i32[this.at(row, field)] = value;
  }

  rowOfEntry(entry: number): number {
    return this.block.i32[this.entryRowAt(entry)]!;
  }

  /** Read before a row's vector and compared afterwards, it tells whether the row was another's meanwhile. */
  generation(row: number): number {
    return Atomics.load(this.block.i32, this.at(row, 'generation'));
  }

  /** The row is another sample's from now on. After its vector was written. */
  nextGeneration(row: number): void {
    Atomics.add(this.block.i32, this.at(row, 'generation'), 1);
  }

  setVector(row: number, vector: ArrayLike<number>): void {
    if (vector.length !== this.size) {
      throw new RangeError(`an embedding has ${this.size} numbers, not ${vector.length}`);
    }
    const { i8, f32 } = this.block;
    // By hand: at a start there are hundreds of thousands, and an array for each has to be cleared away.
    const scale = largestOf(vector) / LARGEST;
    const high = this.vectorAt(row);
    const low = high + ROWS_A_CHUNK * this.stride;
    for (let at = 0; at < this.size; at++) {
      const value = scale === 0 ? 0 : Math.round(vector[at]! / scale);
      const upper = (value + 128) >> 8;
      i8[high + at] = upper;
      i8[low + at] = value - upper * 256;
    }
    f32[this.at(row, 'scale')] = scale * 256;
  }

  /** The entry of a shared sample is a copy of what is scanned of its row. */
  setEntryVector(entry: number, row: number): void {
    const { i8, f32 } = this.block;
    const from = this.vectorAt(row);
    const { vectors, scales } = this.entryChunk(chunkOf(entry));
    i8.copyWithin(vectors + within(entry) * this.stride, from, from + this.stride);
    f32[scales / 4 + within(entry)] = f32[this.at(row, 'scale')]!;
  }

  setEntryRow(entry: number, row: number): void {
    this.block.i32[this.entryRowAt(entry)] = row;
  }

  /** A row's numbers, from all 16 bits of them. */
  vector(row: number): Float32Array {
    const { i8, f32 } = this.block;
    const high = this.vectorAt(row);
    const low = high + ROWS_A_CHUNK * this.stride;
    const scale = f32[this.at(row, 'scale')]! / 256;
    const vector = new Float32Array(this.size);
    for (let at = 0; at < this.size; at++) {
      vector[at] = (i8[high + at]! * 256 + i8[low + at]!) * scale;
    }
    return vector;
  }

  clearEntry(entry: number): void {
    this.block.i32[this.entryRowAt(entry)] = NONE;
  }

  /** Cosine similarity of a row to a query of length 1, from all 16 bits of its numbers. */
  similarity(row: number, query: ArrayLike<number>): number {
    const { i8, f32 } = this.block;
    const high = this.vectorAt(row);
    const low = high + ROWS_A_CHUNK * this.stride;
    let sum = 0;
    for (let at = 0; at < this.size; at++) {
      sum += query[at]! * (i8[high + at]! * 256 + i8[low + at]!);
    }
    const product = (sum * f32[this.at(row, 'scale')]!) / 256;
    // Rounding may carry the product of two rows of length 1 past it.
    return Math.min(1, Math.max(-1, product));
  }

  vectorAt(row: number): number {
    return this.rowChunk(chunkOf(row)).vectors + within(row) * this.stride;
  }

  private entryRowAt(entry: number): number {
    return this.entryChunk(chunkOf(entry)).scales / 4 + ROWS_A_CHUNK + within(entry);
  }

  private addChunk(directory: number, chunk: number, bytes: number): void {
    if (chunk >= MOST_CHUNKS) throw new RangeError('The memory of samples is full.');
    // First, since the block's views are others afterwards.
    const start = this.reserve(bytes);
    this.block.i32[directory / 4 + chunk] = start;
  }

  /** @returns where the bytes are that are added */
  private reserve(bytes: number): number {
    const first = SCRATCH + this.readers * SCRATCH_BYTES;
    const start = Math.max(this.end, first);
    this.block.reserve(start + bytes);
    this.end = start + Math.ceil(bytes / 64) * 64;
    return start;
  }

  /** Of the thread that writes. */
  private end = 0;
}

export const chunkOf = (row: number): number => Math.floor(row / ROWS_A_CHUNK);
const within = (row: number): number => row % ROWS_A_CHUNK;
