import { describe, expect, it } from '@jest/globals';
import { bestClass } from '@inkling/recognizer';
import { cardFor } from '../evaluation/testing/card-for.js';
import { byMemory } from './by-memory.js';
import { grownReading } from './grown-reading.js';

const SIZE = 8;
const along = (axis: number, wobble = 0): number[] =>
  Array.from({ length: SIZE }, (_, at) => (at === axis ? 1 : at === SIZE - 1 ? wobble : 0));

describe('what is known of symbols', () => {
  const card = { ...cardFor('digits', Uint8Array.of(1)), embeddingSize: SIZE };
  const classes = card.labels.length;
  const reading = (axes: number[], labels: number[]) => ({
    ...{ count: axes.length, classes },
    logits: new Float32Array(axes.length * classes),
    embeddings: Float32Array.from(axes.flatMap((axis, row) => along(axis, row / 50))),
    labels: Uint8Array.from(labels),
  });

  it('is by memory alone what its samples say', () => {
    const taught = reading([0, 0, 1, 1], [classes, classes, classes + 1, classes + 1]);
    const asked = reading([1, 0], [classes + 1, classes]);
    const said = byMemory(card, ['✓', '→'], taught, asked);
    expect(said.map((row) => row.length)).toEqual([classes + 2, classes + 2]);
    const [first, second] = said as [Float64Array, Float64Array];
    expect(first[classes + 1]).toBeGreaterThan(first[classes]!);
    expect(second[classes]).toBeGreaterThan(second[classes + 1]!);
  });

  it('is by a class what its column says, behind the own logits', () => {
    const columns = { kernel: new Float32Array(SIZE).fill(0), bias: Float32Array.of(-5) };
    columns.kernel[1] = 12;
    const grown = grownReading(reading([1, 0], [0, 0]), columns);
    expect(grown.classes).toBe(classes + 1);
    expect([grown.logits[classes], grown.logits[2 * classes + 1]]).toEqual([7, -5]);
    expect(bestClass(grown.logits.subarray(0, classes + 1))).toBe(classes);
  });
});
