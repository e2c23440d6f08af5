const ROUNDS = 8;

/**
 * The axes along which vectors have most of their length, by subspace iteration (Halko, Martinsson and
 * Tropp 2011, "Finding structure with randomness", algorithm 4.4) on their second moments, not centred. They
 * are orthonormal whatever the vectors are; how good they are decides how much is gained.
 *
 * @param vectors of `size` numbers each
 * @param count of axes, at most `size`
 * @returns the axes one after the other, the most important first
 */
export function mainAxes(
  vectors: readonly Float32Array[],
  size: number,
  count: number,
): Float32Array {
  const moments = secondMoments(vectors, size);
  const random = randomOf(1);
  let axes: readonly Float64Array[] = Array.from({ length: count }, () =>
    Float64Array.from({ length: size }, random),
  );
  for (let round = 0; round < ROUNDS; round++) {
    axes = orthonormal(axes, random);
    if (round < ROUNDS - 1) axes = axes.map((axis) => multiply(moments, axis));
  }
  const flat = new Float32Array(count * size);
  axes.forEach((axis, at) => flat.set(axis, at * size));
  return flat;
}

function secondMoments(vectors: readonly Float32Array[], size: number): Float64Array {
  const moments = new Float64Array(size * size);
  for (const vector of vectors) {
    for (let row = 0; row < size; row++) {
      const factor = vector[row]!;
      for (let column = 0; column < size; column++) {
        moments[row * size + column]! += factor * vector[column]!;
      }
    }
  }
  return moments;
}

function multiply(matrix: Float64Array, vector: Float64Array): Float64Array {
  const { length: size } = vector;
  return vector.map((_, row) => {
    let sum = 0;
    for (let at = 0; at < size; at++) sum += matrix[row * size + at]! * vector[at]!;
    return sum;
  });
}

/** Modified Gram-Schmidt, twice; an axis that is none of its own becomes any other. */
function orthonormal(axes: readonly Float64Array[], random: () => number): Float64Array[] {
  const done: Float64Array[] = [];
  for (const given of axes) {
    let axis = given;
    let length = Math.sqrt(dot(axis, axis));
    for (let pass = 0; pass < 2; pass++) {
      const before = length;
      for (const other of done) {
        const along = dot(axis, other);
        axis = axis.map((value, at) => value - along * other[at]!);
      }
      length = Math.sqrt(dot(axis, axis));
      if (length > 1e-9 * before) continue;
      axis = axis.map(random);
      pass = -1;
    }
    done.push(axis.map((value) => value / length));
  }
  return done;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < a.length; at++) sum += a[at]! * b[at]!;
  return sum;
}

/** The same numbers every time (Park and Miller 1988). */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647 - 0.5;
}
