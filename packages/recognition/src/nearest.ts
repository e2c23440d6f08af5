/** A row of a set of embeddings, and how similar it is. */
export interface Neighbour {
  /** Which row. */
  readonly index: number;
  /** Cosine similarity, -1..1. */
  readonly similarity: number;
}

/**
 * Scales each row to length 1, so that the dot product of two rows is their cosine similarity.
 * A row of zeros, which has no direction, stays as it is and is similar (0) to nothing.
 *
 * @param rows `[count, size]`, row by row
 * @returns a new array
 * @throws RangeError when the length is not a multiple of `size`, or a value is not finite
 */
export function normaliseRows(rows: Float32Array, size: number): Float32Array {
  if (!(size > 0) || rows.length % size !== 0) {
    throw new RangeError(`${rows.length} numbers are no rows of ${size}.`);
  }
  const normalised = new Float32Array(rows.length);
  for (let start = 0; start < rows.length; start += size) {
    let sum = 0;
    for (let at = start; at < start + size; at++) sum += rows[at]! * rows[at]!;
    if (!Number.isFinite(sum)) {
      throw new RangeError(`Row ${start / size} holds a value that is not finite.`);
    }
    if (sum === 0) continue;
    const length = Math.sqrt(sum);
    for (let at = start; at < start + size; at++) normalised[at] = rows[at]! / length;
  }
  return normalised;
}

/**
 * The k rows that are most similar to a query, by an exact scan.
 *
 * @param query `[size]`, normalised
 * @param embeddings `[count, size]`, normalised; may be longer than `count` rows
 * @param accepts asked for rows that would be among the nearest; one that it refuses takes no place
 * @returns at most k, most similar first; of equals the one that stands first
 * @throws RangeError when query or embeddings are too short
 */
export function nearest(
  query: Float32Array,
  embeddings: Float32Array,
  count: number,
  size: number,
  k: number,
  accepts: (index: number) => boolean = () => true,
): Neighbour[] {
  if (query.length !== size)
    throw new RangeError(`The query has ${query.length} numbers, not ${size}.`);
  if (embeddings.length < count * size) {
    throw new RangeError(`${embeddings.length} numbers hold less than ${count} rows of ${size}.`);
  }
  const best: { index: number; similarity: number }[] = [];
  for (let index = 0; index < count && k > 0; index++) {
    const similarity = dot(query, embeddings, index * size, size);
    const isFull = best.length === k;
    if (isFull && !(similarity > best[k - 1]!.similarity)) continue;
    if (!accepts(index)) continue;
    if (isFull) best.pop();
    // k is small, so walking back from the end costs less than a heap.
    let place = best.length;
    while (place > 0 && best[place - 1]!.similarity < similarity) place--;
    best.splice(place, 0, { index, similarity });
  }
  return best;
}

/** Four sums side by side: the processor need not wait for one addition before the next. */
function dot(query: Float32Array, rows: Float32Array, start: number, size: number): number {
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  let at = 0;
  for (; at + 3 < size; at += 4) {
    a += query[at]! * rows[start + at]!;
    b += query[at + 1]! * rows[start + at + 1]!;
    c += query[at + 2]! * rows[start + at + 2]!;
    d += query[at + 3]! * rows[start + at + 3]!;
  }
  for (; at < size; at++) a += query[at]! * rows[start + at]!;
  // Rounding may carry the product of two rows of length 1 past it.
  return Math.min(1, Math.max(-1, a + b + c + d));
}
