import {
  classesOfTask,
  joinFloats,
  LabelSpace,
  labelsOfNetwork,
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

/** What is known of glyphs without their embeddings. */
export type Answers = Omit<Reading, 'embeddings'>;

/** Glyphs that are in memory at a time. */
const PART = 2048;

/**
 * Reads any number of glyphs in bounded memory.
 *
 * @param glyphs makes those from one index to before another: `[to - from, 28, 28]`, 0..1
 */
export async function readInParts(
  session: NetworkSession,
  labels: Uint8Array,
  glyphs: (from: number, to: number) => Float32Array,
): Promise<Answers> {
  const count = labels.length;
  const parts: Float32Array[] = [];
  for (let from = 0; from < count; from += PART) {
    const to = Math.min(count, from + PART);
    parts.push((await session.run(glyphs(from, to), to - from)).logits);
  }
  const logits = joinFloats(parts);
  return { count, classes: count === 0 ? 0 : logits.length / count, logits, labels };
}

/** Those rows, in that order. */
export function pickAnswers(
  { classes, logits, labels }: Answers,
  rows: readonly number[],
): Answers {
  return {
    count: rows.length,
    classes,
    logits: pickRows(logits, classes, rows),
    labels: Uint8Array.from(rows, (row) => labels[row]!),
  };
}

/** Those of one network, one after the other. */
export function joinReadings(first: Reading, second: Reading): Reading {
  return {
    count: first.count + second.count,
    classes: first.classes,
    logits: joinFloats([first.logits, second.logits]),
    embeddings: joinFloats([first.embeddings, second.embeddings]),
    labels: Uint8Array.from([...first.labels, ...second.labels]),
  };
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

/**
 * The classes of a version that may answer a task.
 *
 * @param labels of its card, where a training may have given symbols classes
 */
export function allowedClasses(
  network: Network,
  task: Task,
  labels: readonly string[] = labelsOfNetwork(network),
): number[] {
  return new LabelSpace({ labels: [...labels] }).indicesOf(classesOfTask(task, labels));
}

/** Each row's log probabilities, by the way that answers take. */
export function logProbabilitiesOf(
  { logits, classes, count }: Pick<Reading, 'logits' | 'classes' | 'count'>,
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

/** What may answer by a row of log probabilities, most probable first. */
export const candidatesOf = (
  logProbabilities: Float64Array,
  labels: readonly string[],
): { label: string; probability: number }[] =>
  labels
    .map((label, at) => ({ label, probability: Math.exp(logProbabilities[at]!) }))
    .filter(({ probability }) => probability > 0)
    .sort((a, b) => b.probability - a.probability);
