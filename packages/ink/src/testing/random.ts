// Looked up once: in sandboxes such as Jest's every look-up of a global in a loop is slow.
const { imul } = Math;

/** Numbers in 0..1 from a seed (mulberry32), so that test pictures are the same everywhere. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Normally distributed with mean 0 and deviation 1, near enough: a sum of uniform numbers. */
export function nearlyNormal(random: () => number): number {
  return random() + random() + random() + random() - 2;
}
