import {
  LabelSpace,
  labelsOfTask,
  maskedLogProbabilities,
  type Network,
  type NetworkSession,
  type Task,
} from '@inkling/recognizer';
import type { LabelledGlyphs } from '../data/glyph-sets.js';

/** Glyphs as a network has read them, before temperature and mask. */
export interface Reading {
  readonly count: number;
  readonly classes: number;
  /** `[count, classes]` */
  readonly logits: Float32Array;
  /** `[count, size]`, not normalised. */
  readonly embeddings: Float32Array;
  /** The right class of each. */
  readonly labels: Uint8Array;
}

export async function readGlyphs(
  session: NetworkSession,
  { glyphs, labels, count }: LabelledGlyphs,
): Promise<Reading> {
  const { logits, embeddings } = await session.run(glyphs, count);
  return { count, classes: count === 0 ? 0 : logits.length / count, logits, embeddings, labels };
}

/** Only the rows whose index passes. */
export function filterReading(reading: Reading, keep: (row: number) => boolean): Reading {
  const { classes, logits, embeddings, labels, count } = reading;
  const rows = Array.from({ length: count }, (_, row) => row).filter(keep);
  const size = count === 0 ? 0 : embeddings.length / count;
  return {
    count: rows.length,
    classes,
    logits: pickRows(logits, classes, rows),
    embeddings: pickRows(embeddings, size, rows),
    labels: Uint8Array.from(rows, (row) => labels[row]!),
  };
}

/** Those rows, in that order. */
export function pickRows(
  values: Float32Array,
  size: number,
  rows: readonly number[],
): Float32Array {
  const picked = new Float32Array(rows.length * size);
  rows.forEach((row, at) => picked.set(values.subarray(row * size, (row + 1) * size), at * size));
  return picked;
}

/** The classes of a network that may answer a task. */
export function allowedClasses(network: Network, task: Task): number[] {
  return LabelSpace.ofNetwork(network).indicesOf(labelsOfTask(task));
}

/** Each row's log probabilities, by the way that answers take. */
export function logProbabilitiesOf(
  { logits, classes, count }: Reading,
  temperature: number,
  allowed: readonly number[],
): Float64Array[] {
  return Array.from({ length: count }, (_, row) =>
    maskedLogProbabilities(
      logits.subarray(row * classes, (row + 1) * classes),
      temperature,
      allowed,
    ),
  );
}
