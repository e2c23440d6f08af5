import { describe, expect, it } from '@jest/globals';
import { createRandom } from '../../random.js';
import { withFlippedLabels, withWrongLabels } from './poison.js';

const labels = Uint8Array.from({ length: 5000 }, (_, at) => at % 10);
const set = { count: labels.length, glyphs: new Float32Array(0), labels };

describe('withWrongLabels', () => {
  it('makes the share wrong, by every other class alike, and leaves the given set alone', () => {
    const before = Uint8Array.from(labels);
    const poisoned = withWrongLabels(set, 0.2, 10, createRandom(1));
    const moves = labels.map((label, at) => (poisoned.labels[at]! - label + 10) % 10);
    const wrong = moves.filter((move) => move !== 0);
    expect(wrong.length / labels.length).toBeCloseTo(0.2, 1);
    expect(new Set(wrong).size).toBe(9);
    expect(poisoned.labels.every((label) => label < 10)).toBe(true);
    expect(labels).toEqual(before);
  });
});

describe('withFlippedLabels', () => {
  it('changes one class alone', () => {
    const poisoned = withFlippedLabels(set, 7, 1);
    expect(poisoned.labels).toEqual(labels.map((label) => (label === 7 ? 1 : label)));
    expect(labels).toContain(7);
  });
});
