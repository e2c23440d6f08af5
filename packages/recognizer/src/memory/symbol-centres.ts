import type { ClassCentres } from '../card/card.js';

/** Classes less probable than that don't count. */
const LEAST_SHARE = 0.003;

/** Steps of a signed byte for a number of a vector of length 1. */
const STEPS = 127;

/**
 * How like the drawing is to what the network takes it for: the cosine to the nearest centre of each class, weighed
 * by its probability. A network is sure of much that it never saw; how far from everything typical a drawing lies
 * tells the two apart.
 *
 * @param logProbabilities by class; where no class may answer, the likeness is 0
 * @param embedding of length 1
 */
export function likenessToClasses(
  logProbabilities: Float64Array,
  embedding: Float32Array,
  centres: ClassCentres,
): number {
  const { perClass } = centres;
  const vectors = vectorsOf(centres);
  const size = embedding.length;
  let likeness = 0;
  for (let index = 0; index < logProbabilities.length; index++) {
    const probability = Math.exp(logProbabilities[index]!);
    if (probability < LEAST_SHARE) continue;
    let nearest = -1;
    for (let one = 0; one < perClass; one++) {
      const start = (index * perClass + one) * size;
      let cosine = 0;
      for (let at = 0; at < size; at++) cosine += vectors[start + at]! * embedding[at]!;
      nearest = Math.max(nearest, cosine);
    }
    likeness += probability * nearest;
  }
  return likeness;
}

/** As a card holds them. @param vectors `[labels, perClass, size]`, of length 1 each */
export const packCentres = (vectors: Float32Array, perClass: number): ClassCentres => ({
  perClass,
  values: Array.from(vectors, (value) =>
    (Math.round(value * STEPS) & 0xff).toString(16).padStart(2, '0'),
  ).join(''),
});

const unpacked = new WeakMap<ClassCentres, Float32Array>();

/** Unpacked once for each card. */
function vectorsOf(centres: ClassCentres): Float32Array {
  const known = unpacked.get(centres);
  if (known) return known;
  const { values } = centres;
  const bytes = Int8Array.from({ length: values.length / 2 }, (_, at) =>
    Number.parseInt(values.slice(2 * at, 2 * at + 2), 16),
  );
  const vectors = Float32Array.from(bytes, (byte) => byte / STEPS);
  unpacked.set(centres, vectors);
  return vectors;
}
