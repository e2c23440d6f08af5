import { beforeAll, describe, expect, it } from '@jest/globals';
import { GLYPH_PIXELS } from '@inkling/ink';
import type { Tensor2D } from '@tensorflow/tfjs-node';
import { describeWithTensorflow } from '../../onnx/testing/describe-with-tensorflow.js';
import { createRandom } from '../../random.js';
import { drawEpisode } from './episodes.js';
import { gatherSets, otherPositions, signsTurned, type SignSet } from './sign-sets.js';

/** A square of ink somewhere, brighter for some drawings than for others. */
function squareAt(left: number, top: number): Float32Array {
  const glyph = new Float32Array(GLYPH_PIXELS);
  for (let y = 0; y < 6; y++) glyph.fill(1, (top + y) * 28 + left, (top + y) * 28 + left + 6);
  return glyph;
}

describe('otherPositions', () => {
  it('lays a glyph in seven other ways', () => {
    const glyph = squareAt(5, 3);
    glyph[3 * 28 + 20] = 0.5;
    const positions = otherPositions(glyph);
    expect(new Set([glyph, ...positions].map((position) => position.join())).size).toBe(8);
    for (const position of positions) {
      expect([...position].sort()).toEqual([...glyph].sort());
    }
  });
});

describe('gatherSets', () => {
  const drawing = { glyph: squareAt(5, 5) };
  const named = (set: string, sign: string, count: number) =>
    Array.from({ length: count }, () => ({ set, sign, drawing }));

  it('leaves out signs of few drawings and sets of few signs', () => {
    const drawn = [
      ...named('Runes', 'a', 3),
      ...named('Runes', 'b', 2),
      ...named('Runes', 'c', 1),
      ...named('Knots', 'a', 4),
      ...named('Knots', 'b', 1),
    ];
    const sets = gatherSets(drawn, { signs: 2, drawings: 2 });
    expect(sets.map(({ name, signs }) => [name, signs.map(({ length }) => length)])).toEqual([
      ['Runes', [3, 2]],
    ]);
  });

  it('makes seven alphabets of one', () => {
    const drawn = {
      names: ['Runes/a', 'Runes/b'],
      drawers: ['Runes/1', 'Runes/1'],
      glyphs: Float32Array.from([...squareAt(5, 5), ...squareAt(9, 17)]),
    };
    const sets = gatherSets(signsTurned(drawn), { signs: 2, drawings: 1 });
    expect(sets.map(({ name }) => name.slice(0, 5))).toEqual(Array(7).fill('Runes'));
  });
});

describe('drawEpisode', () => {
  const left: SignSet = {
    name: 'left',
    signs: [4, 10, 16].map((top) => Array.from({ length: 4 }, () => ({ glyph: squareAt(4, top) }))),
  };
  const right: SignSet = {
    name: 'right',
    signs: [4, 10, 16].map((top) =>
      Array.from({ length: 4 }, () => ({ glyph: squareAt(18, top) })),
    ),
  };

  it('draws signs of one set, as many as asked, sign by sign and never the same drawing', () => {
    const size = { signs: 2, drawings: 3 };
    const random = createRandom(4);
    const seen = new Set<string>();
    for (let turn = 0; turn < 40; turn++) {
      const glyphs = new Float32Array(6 * GLYPH_PIXELS);
      const sources = [
        { share: 0.5, sets: [left] },
        { share: 0.5, sets: [right] },
      ];
      drawEpisode(sources, size, glyphs, random);
      const rows = Array.from({ length: 6 }, (_, row) =>
        glyphs.subarray(row * GLYPH_PIXELS, (row + 1) * GLYPH_PIXELS),
      );
      const middles = rows.map(middleOf);
      const isLeft = middles.map(([x]) => x < 14);
      expect(new Set(isLeft).size).toBe(1);
      seen.add(String(isLeft[0]));
      for (const at of [0, 3]) {
        const heights = middles.slice(at, at + 3).map(([, y]) => y);
        expect(Math.max(...heights) - Math.min(...heights)).toBeLessThan(6);
      }
      expect(new Set(rows.map((row) => row.join())).size).toBe(6);
    }
    expect(seen.size).toBe(2);
  });
});

function middleOf(glyph: Float32Array): [number, number] {
  let [sum, x, y] = [0, 0, 0];
  glyph.forEach((ink, at) => {
    sum += ink;
    x += ink * (at % 28);
    y += ink * Math.floor(at / 28);
  });
  return [x / sum, y / sum];
}

describeWithTensorflow('prototypeLoss', () => {
  let tf: typeof import('@tensorflow/tfjs-node');
  let prototypeLoss: typeof import('./prototype-loss.js').prototypeLoss;
  const size = { signs: 4, drawings: 3 };

  beforeAll(async () => {
    ({ tf } = await import('../../tensorflow.js'));
    ({ prototypeLoss } = await import('./prototype-loss.js'));
  });

  /** Signs along axes of their own, drawings that stray from them. */
  const embeddings = (spread: number) => {
    const axes = tf.eye(4).reshape([4, 1, 4]).tile([1, 3, 1]).reshape([12, 4]);
    return axes.add(tf.randomNormal([12, 4], 0, spread, 'float32', 3)) as Tensor2D;
  };
  const value = (spread: number) => prototypeLoss(embeddings(spread), size).dataSync()[0]!;

  it('is near 0 where signs lie apart, and the larger the more they mix', () => {
    expect(value(0.01)).toBeLessThan(0.01);
    expect(value(0.3)).toBeGreaterThan(value(0.01));
    expect(value(3)).toBeGreaterThan(value(0.3));
  });

  it('leaves a drawing out of its own mean: one that lies among another sign is wrong', () => {
    const rows = embeddings(0.01).arraySync() as number[][];
    rows[0] = [0, 1, 0, 0];
    const loss = prototypeLoss(tf.tensor2d(rows), size).dataSync()[0]!;
    // One of twelve rows, whose similarity to its own sign is 0 and to the other one 1.
    expect(loss).toBeGreaterThan(value(0.01) + 6 / 12 - 0.1);
  });

  it('has a gradient that draws the drawings of a sign together', () => {
    const start = embeddings(0.5);
    const gradient = tf.grad((rows) => prototypeLoss(rows as Tensor2D, size))(start) as Tensor2D;
    const moved = start.sub(gradient.mul(0.5)) as Tensor2D;
    expect(prototypeLoss(moved, size).dataSync()[0]!).toBeLessThan(
      prototypeLoss(start, size).dataSync()[0]!,
    );
  });
});
