import { describe, expect, it } from '@jest/globals';
import { PEN_PATH_SIZE, type Stroke } from '@inkling/ink';
import type { PenReader } from '@inkling/recognizer';
import { answersWithPen, readPaths } from './read-paths.js';

const strokesTo = (x: number, y: number): readonly Stroke[] => [
  [
    [0, 0],
    [x, y],
  ],
];

/** Says how far the pen went to the right, and downwards, point by point. */
const session: PenReader['session'] = {
  run: (paths, count) => {
    const logits = Float32Array.from({ length: 2 * count }, (_, at) => {
      const path = paths.subarray(Math.floor(at / 2) * PEN_PATH_SIZE);
      return path[at % 2 === 0 ? 128 : 192]!;
    });
    return Promise.resolve({ logits, embeddings: new Float32Array(count) });
  },
  release: () => Promise.resolve(),
};

describe('readPaths', () => {
  it('reads any number of drawings, in their order', async () => {
    const drawings = Array.from({ length: 4100 }, (_, at) =>
      at % 2 === 0 ? strokesTo(0, 9) : strokesTo(9, 0),
    );
    const logits = await readPaths(session, drawings);
    expect(logits).toHaveLength(2 * 4100);
    expect([...logits.subarray(0, 4)]).toEqual([0, 1, 1, 0]);
    expect([...logits.subarray(-4)]).toEqual([0, 1, 1, 0]);
    expect(await readPaths(session, [])).toHaveLength(0);
  });
});

describe('answersWithPen', () => {
  const weights = { glyph: 1, pen: 10, askedBelow: 0.9 };
  const pen: PenReader = { session, weights: { digits: weights, characters: weights } };
  const card = { network: 'digits', temperature: 1 } as const;

  it('asks the pen of the drawings that are not sure alone', async () => {
    const answers = {
      ...{ count: 3, classes: 2, labels: Uint8Array.of(0, 1, 1) },
      logits: Float32Array.of(0, 1, 9, 0, 1, 0),
    };
    const drawings = [strokesTo(9, 0), strokesTo(0, 9), strokesTo(0, 9)];
    const both = await answersWithPen(answers, drawings, card, pen);
    expect([...both.logits]).toEqual([0, -9, 9, 0, -9, 0]);
    expect([...answers.logits]).toEqual([0, 1, 9, 0, 1, 0]);
  });

  it('changes nothing where all are', async () => {
    const answers = {
      ...{ count: 1, classes: 2, labels: Uint8Array.of(0) },
      logits: Float32Array.of(9, 0),
    };
    expect(await answersWithPen(answers, [strokesTo(0, 9)], card, pen)).toEqual(answers);
  });
});
