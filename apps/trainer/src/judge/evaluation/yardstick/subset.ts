import { createRandom, shuffle } from '../../../random.js';

/**
 * At most `most` of the items, drawn by lot, in their order. A seed gives the same ones on every machine.
 */
export function subsetOf<T>(items: readonly T[], most: number, seed: number): T[] {
  if (items.length <= most) return [...items];
  const order = Int32Array.from(items, (_, index) => index);
  shuffle(order, createRandom(seed));
  return [...order.subarray(0, most)].sort((a, b) => a - b).map((index) => items[index]!);
}
