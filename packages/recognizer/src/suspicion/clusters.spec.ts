import { expect, it } from '@jest/globals';
import { Clusters, LOOK_ALIKE } from './clusters.js';

/** A vector of length 1, at this cosine similarity from the first axis. */
const at = (similarity: number) =>
  Float32Array.of(similarity, Math.sqrt(1 - similarity * similarity));

it('puts look-alikes of one class together, and measures by who began', () => {
  const clusters = new Clusters(2, 3);
  const first = clusters.place(0, at(1), 'first');
  expect(clusters.place(0, at(LOOK_ALIKE + 0.01), 'second')).toBe(first);
  expect(clusters.place(0, at(LOOK_ALIKE - 0.05), 'third')).not.toBe(first);
  // The same shape under another label is another thing to judge.
  expect(clusters.place(1, at(1), 'fourth')).not.toBe(first);
});

it('knows clusters from before', () => {
  const clusters = new Clusters(2, 3);
  clusters.add('known', 2, at(1));
  expect(clusters.place(2, at(0.999), 'new')).toBe('known');
});
