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
  const consider = (index: number, similarity: number): void => {
    const isFull = best.length === k;
    if (isFull && !(similarity > best[k - 1]!.similarity)) return;
    if (!accepts(index)) return;
    if (isFull) best.pop();
    // k is small, so walking back from the end costs less than a heap.
    let place = best.length;
    while (place > 0 && best[place - 1]!.similarity < similarity) place--;
    best.splice(place, 0, { index, similarity });
  };
  const similarities = new Float64Array(ROWS_AT_ONCE);
  for (let first = 0; first < count && k > 0; first += ROWS_AT_ONCE) {
    const rows = Math.min(ROWS_AT_ONCE, count - first);
    compare(query, embeddings, { first, rows }, similarities);
    for (let row = 0; row < rows; row++) consider(first + row, similarities[row]!);
  }
  return best;
}

const ROWS_AT_ONCE = 4;

/**
 * The similarities of a few rows. Four at once: each number of the query is read once for all of them, and
 * the processor need not wait for one addition before the next.
 */
function compare(
  query: Float32Array,
  embeddings: Float32Array,
  { first, rows }: { readonly first: number; readonly rows: number },
  similarities: Float64Array,
): void {
  const { length: size } = query;
  const start = first * size;
  if (rows < ROWS_AT_ONCE) {
    for (let row = 0; row < rows; row++) {
      let sum = 0;
      for (let at = 0; at < size; at++) sum += query[at]! * embeddings[start + row * size + at]!;
      similarities[row] = cosine(sum);
    }
    return;
  }
  let [a, b, c, d] = [0, 0, 0, 0];
  for (let at = 0, place = start; at < size; at++, place++) {
    const value = query[at]!;
    a += value * embeddings[place]!;
    b += value * embeddings[place + size]!;
    c += value * embeddings[place + 2 * size]!;
    d += value * embeddings[place + 3 * size]!;
  }
  similarities[0] = cosine(a);
  similarities[1] = cosine(b);
  similarities[2] = cosine(c);
  similarities[3] = cosine(d);
}

/** Rounding may carry the product of two rows of length 1 past it. */
const cosine = (product: number): number => Math.min(1, Math.max(-1, product));
