import { normaliseRows, packCentres, type NetworkSession } from '@inkling/recognizer';
import type { ClassCentres } from '@inkling/recognizer/card';
import { pickGlyphs, type LabelledGlyphs } from '../../../data/glyph-sets.js';
import { createRandom, shuffle } from '../../../random.js';
import { pickRows, readGlyphs, type Reading } from '../../../onnx/reading.js';

/** Ways to write a character; a single centre loses an eighth of the right answers to symbols, more than four gain little. */
const CENTRES_A_CLASS = 4;

/** Drawings of a class to choose them from, at most. */
const MOST_DRAWINGS = 200;

const ROUNDS = 12;

/** What drawings of each class are like for a version: the centres of their embeddings (spherical k-means). */
export async function classCentres(
  session: NetworkSession,
  glyphs: LabelledGlyphs,
  classes: number,
): Promise<ClassCentres> {
  const chosen = pickGlyphs(glyphs, someOfEachClass(glyphs.labels, classes));
  return centresFrom(await readGlyphs(session, chosen), classes);
}

/** The same of drawings that were read before. */
export function centresOfReading(reading: Reading, classes: number): ClassCentres {
  const { count, embeddings, labels } = reading;
  const rows = someOfEachClass(labels, classes);
  return centresFrom(
    {
      count: rows.length,
      embeddings: pickRows(embeddings, embeddings.length / count, rows),
      labels: Uint8Array.from(rows, (row) => labels[row]!),
    },
    classes,
  );
}

function centresFrom(
  { count, embeddings, labels }: Pick<Reading, 'count' | 'embeddings' | 'labels'>,
  classes: number,
): ClassCentres {
  const size = embeddings.length / count;
  const vectors = normaliseRows(embeddings, size);
  const all = new Float32Array(classes * CENTRES_A_CLASS * size);
  for (let label = 0; label < classes; label++) {
    const ofClass = Array.from(labels.keys()).filter((row) => labels[row] === label);
    // Nothing is like a class without drawings.
    if (ofClass.length === 0) continue;
    const centres = centresOf(pickRows(vectors, size, ofClass), size, CENTRES_A_CLASS, label);
    all.set(centres, label * CENTRES_A_CLASS * size);
  }
  return packCentres(all, CENTRES_A_CLASS);
}

function someOfEachClass(labels: Uint8Array, classes: number): number[] {
  const order = Int32Array.from(labels, (_, row) => row);
  shuffle(order, createRandom(1));
  const counts = new Int32Array(classes);
  return [...order].filter((row) => counts[labels[row]!]!++ < MOST_DRAWINGS);
}

/**
 * Centres of vectors of length 1, by their cosines; where there are fewer vectors than centres, some are the same.
 *
 * @param vectors `[count, size]`, at least one
 */
export function centresOf(
  vectors: Float32Array,
  size: number,
  count: number,
  seed: number,
): Float32Array {
  const rows = vectors.length / size;
  const random = createRandom(seed + 1);
  const cosine = (row: number, centres: Float32Array, at: number): number => {
    let sum = 0;
    for (let axis = 0; axis < size; axis++) {
      sum += vectors[row * size + axis]! * centres[at * size + axis]!;
    }
    return sum;
  };
  const nearest = (row: number, centres: Float32Array, among: number) => {
    let best = { at: 0, cosine: -Infinity };
    for (let at = 0; at < among; at++) {
      const found = cosine(row, centres, at);
      if (found > best.cosine) best = { at, cosine: found };
    }
    return best;
  };
  let centres = new Float32Array(count * size);
  const take = (at: number, row: number) =>
    centres.set(vectors.subarray(row * size, (row + 1) * size), at * size);
  take(0, random.integer(rows));
  // The more unlike a drawing is to those chosen, the likelier it is next (Arthur and Vassilvitskii 2007).
  for (let at = 1; at < count; at++) {
    const unlike = Float64Array.from({ length: rows }, (_, row) =>
      Math.max(0, 1 - nearest(row, centres, at).cosine),
    );
    let left = random.next() * unlike.reduce((sum, value) => sum + value, 0);
    let row = 0;
    while (row < rows - 1 && (left -= unlike[row]!) > 0) row++;
    take(at, row);
  }
  for (let round = 0; round < ROUNDS; round++) {
    const sums = new Float32Array(count * size);
    const members = new Int32Array(count);
    for (let row = 0; row < rows; row++) {
      const { at } = nearest(row, centres, count);
      members[at]!++;
      for (let axis = 0; axis < size; axis++) {
        sums[at * size + axis]! += vectors[row * size + axis]!;
      }
    }
    for (let at = 0; at < count; at++) {
      // One that nobody is nearest to stays.
      if (members[at] === 0) sums.set(centres.subarray(at * size, (at + 1) * size), at * size);
    }
    centres = normaliseRows(sums, size) as Float32Array<ArrayBuffer>;
  }
  return centres;
}
