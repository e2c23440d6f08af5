import { nearest, type MemoryMatch } from '@inkling/recognizer';
import { createRandom, shuffle, type Random } from '../../../random.js';
import { pickRows } from '../../../onnx/reading.js';
import { rowsByHand } from '../rows-by-hand.js';
import type { Subject } from './subject.js';

/** A glyph to be read, and what memory holds near it. */
export interface Trial {
  readonly row: number;
  /** Most similar first, no more than were asked for. */
  readonly own: readonly MemoryMatch[];
  readonly shared: readonly MemoryMatch[];
}

/** Samples to search, all of classes that may answer. */
export interface Memory {
  readonly embeddings: Float32Array;
  readonly classes: readonly number[];
}

/** Of one hand no more glyphs than this are read in a trial, or those with thousands would decide alone. */
const MOST_OF_A_HAND = 250;
/** A hand takes part when it has more samples than memory takes of at least this many classes. */
const LEAST_CLASSES = 5;

/**
 * Each hand has `n` samples a class in its own memory, drawn by lot, and the others are read. Only
 * classes of which a hand has more than `n` are read; of the others memory has all there are.
 */
export function ownTrials(
  subject: Subject,
  n: number,
  seed: number,
  nearestCount: number,
): Trial[] {
  const random = createRandom(seed * 1009 + n);
  const trials: Trial[] = [];
  for (const rows of rowsByHand(subject.hands).values()) {
    const { remembered, read } = splitHand(subject, rows, n, random);
    const memory = memoryOf(subject, remembered);
    for (const row of read) {
      trials.push({ row, own: matches(subject, row, memory, nearestCount, true), shared: [] });
    }
  }
  return trials;
}

/** Each hand's memory, as above, while somebody else draws: what it spoils. */
export function otherHandTrials(
  subject: Subject,
  n: number,
  seed: number,
  nearestCount: number,
): Trial[] {
  const random = createRandom(seed * 2003 + n);
  const byHand = rowsByHand(subject.hands);
  const all = Int32Array.from({ length: subject.count }, (_, row) => row);
  const trials: Trial[] = [];
  for (const [hand, rows] of byHand) {
    const { remembered, read } = splitHand(subject, rows, n, random);
    if (read.length === 0) continue;
    const memory = memoryOf(subject, remembered);
    shuffle(all, random);
    const others = [...all].filter((row) => subject.hands[row] !== hand).slice(0, MOST_OF_A_HAND);
    for (const row of others) {
      trials.push({ row, own: matches(subject, row, memory, nearestCount, true), shared: [] });
    }
  }
  return trials;
}

/**
 * Adds what everybody's memory holds to trials: a pool, and what the other hands of the subject have
 * drawn, none of which the network was trained on.
 */
export function withShared(
  subject: Subject,
  trials: readonly Trial[],
  pool: Memory,
  nearestCount: number,
): Trial[] {
  const found = new Map<number, readonly MemoryMatch[]>();
  const read = new Set(trials.map(({ row }) => row));
  for (const [hand, rows] of rowsByHand(subject.hands)) {
    const wanted = rows.filter((row) => read.has(row));
    if (wanted.length === 0) continue;
    const others = memoryOf(
      subject,
      rowsWhere(subject, (other) => other !== hand),
    );
    for (const row of wanted) {
      const both = [pool, others].flatMap((memory) =>
        matches(subject, row, memory, nearestCount, false),
      );
      both.sort((a, b) => b.similarity - a.similarity);
      found.set(row, both.slice(0, nearestCount));
    }
  }
  return trials.map((trial) => ({ ...trial, shared: found.get(trial.row)! }));
}

/** At most `count` of the trials, drawn by lot. */
export function someTrials(trials: readonly Trial[], count: number, seed: number): Trial[] {
  const order = Int32Array.from(trials, (_, at) => at);
  shuffle(order, createRandom(seed * 3001));
  return [...order.subarray(0, count)].map((at) => trials[at]!);
}

/** Everything the subject has, read without a memory of one's own. */
export function newcomerTrials({ count }: Subject): Trial[] {
  return Array.from({ length: count }, (_, row) => ({ row, own: [], shared: [] }));
}

function matches(
  subject: Subject,
  row: number,
  { embeddings, classes }: Memory,
  count: number,
  own: boolean,
): MemoryMatch[] {
  const found = nearest(rowOf(subject, row), embeddings, classes.length, subject.size, count);
  return found.map(({ index, similarity }) => ({ classIndex: classes[index]!, similarity, own }));
}

const rowsWhere = ({ hands }: Subject, keep: (hand: string) => boolean): number[] =>
  hands.flatMap((hand, row) => (keep(hand) ? [row] : []));

const rowOf = ({ embeddings, size }: Subject, row: number) =>
  embeddings.subarray(row * size, (row + 1) * size);

function memoryOf({ embeddings, size, labels }: Subject, rows: readonly number[]): Memory {
  return { embeddings: pickRows(embeddings, size, rows), classes: rows.map((row) => labels[row]!) };
}

/** What a hand teaches, `n` samples a class drawn by lot, and what it has read then: nothing when it has too little. */
export function splitHand(
  { labels }: Pick<Subject, 'labels'>,
  rows: readonly number[],
  n: number,
  random: Random,
) {
  const byClass = new Map<number, number[]>();
  const shuffled = Int32Array.from(rows);
  shuffle(shuffled, random);
  for (const row of shuffled) {
    const label = labels[row]!;
    const known = byClass.get(label);
    if (known) known.push(row);
    else byClass.set(label, [row]);
  }
  const remembered: number[] = [];
  const read: number[] = [];
  let classes = 0;
  for (const ofClass of byClass.values()) {
    remembered.push(...ofClass.slice(0, n));
    read.push(...ofClass.slice(n));
    if (ofClass.length > n) classes++;
  }
  if (classes < LEAST_CLASSES) return { remembered, read: [] };
  const drawn = Int32Array.from(read);
  shuffle(drawn, random);
  return { remembered, read: [...drawn.subarray(0, MOST_OF_A_HAND)] };
}
