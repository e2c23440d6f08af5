import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { labelsOfNetwork, NETWORKS, type Network } from '@inkling/recognizer';
import { loadHands } from './load-set.js';
import { readIdxImages, readIdxLabels } from './idx.js';

const MODELS = fileURLToPath(new URL('../../../../models', import.meta.url));

function read(network: Network, name: string) {
  const { count, pixels } = readIdxImages(join(MODELS, network, `${name}-images-idx3-ubyte.gz`));
  const labels = readIdxLabels(join(MODELS, network, `${name}-labels-idx1-ubyte.gz`));
  expect(labels.length).toBe(count);
  const hashes = Array.from({ length: count }, (_, at) =>
    createHash('sha256')
      .update(pixels.subarray(at * 784, (at + 1) * 784))
      .digest('base64'),
  );
  return { count, labels, hashes };
}

describe.each(NETWORKS)('the sets shipped for %s', (network) => {
  const replay = read(network, 'replay');
  const gate = read(network, 'gate');
  const validation = read(network, 'validation');
  const classes = labelsOfNetwork(network).length;

  it('share no glyph with each other', () => {
    const all = [...replay.hashes, ...gate.hashes, ...validation.hashes];
    expect(new Set(all).size).toBe(all.length);
  });

  it('replay every class about as often', () => {
    const counts = new Array<number>(classes).fill(0);
    for (const label of replay.labels) counts[label]!++;
    expect(Math.min(...counts) / Math.max(...counts)).toBeGreaterThan(0.98);
  });

  it('say of every validation glyph who drew it, and of many hands enough to try memory on', () => {
    const hands = loadHands(MODELS, network, validation.count)!;
    const classesOf = new Map<string, Set<number>>();
    hands.forEach((hand, row) => {
      const known = classesOf.get(hand) ?? new Set();
      classesOf.set(hand, known.add(validation.labels[row]!));
    });
    const rich = [...classesOf.values()].filter(({ size }) => size >= 0.8 * classes);
    expect(rich.length).toBeGreaterThanOrEqual(8);
  });

  it('guard with enough glyphs of every class for the bounds to mean something', () => {
    expect(gate.count).toBeGreaterThanOrEqual(network === 'digits' ? 5000 : 20_000);
    expect(new Set(gate.labels).size).toBe(classes);
  });
});
