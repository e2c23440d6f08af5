import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { glyphFromStrokes, GLYPH_PIXELS, type Stroke } from '@inkling/ink';
import { createRandom } from '../../random.js';
import { describeWithTensorflow } from '../../onnx/testing/describe-with-tensorflow.js';
import { drawOtherDoodle, OTHER_DOODLE_KINDS } from '../../judge/likeness/other-doodles.js';
import { DOODLE_KINDS, drawDoodle } from './doodles/kinds.js';
import { inARow, pictureInARow } from './several.js';

const fixtures = new URL('../../../../../fixtures/', import.meta.url);
const inks = JSON.parse(readFileSync(new URL('unipen.json', fixtures), 'utf8')) as {
  label: string;
  strokes: Stroke[];
}[];
const glyphs = inks.slice(0, 20).map(({ strokes }) => glyphFromStrokes(strokes).glyph);

describe('doodles', () => {
  const generators = [
    ['to learn from', DOODLE_KINDS, drawDoodle],
    ['for the figure', OTHER_DOODLE_KINDS, drawOtherDoodle],
  ] as const;

  it.each(generators)(
    '%s: all kinds give glyphs, no two alike, the same from a seed',
    (_, kinds, draw) => {
      const drawn = kinds.flatMap((kind) =>
        [1, 2, 3].map((seed) => glyphFromStrokes(draw(kind, createRandom(seed))).glyph.join()),
      );
      expect(new Set(drawn).size).toBe(3 * kinds.length);
      const again = glyphFromStrokes(draw(kinds[0]!, createRandom(1))).glyph.join();
      expect(again).toBe(drawn[0]);
    },
  );
});

describe('several characters', () => {
  const seeds = Array.from({ length: 30 }, (_, seed) => seed);
  const widths = (glyph: Float32Array): number => {
    const columns = [...glyph].flatMap((value, at) => (value > 0.3 ? [at % 28] : []));
    return Math.max(...columns) - Math.min(...columns) + 1;
  };

  it('stand side by side as ink', () => {
    for (const seed of seeds) {
      const random = createRandom(seed);
      const row = inARow([inks[seed]!.strokes, inks[seed + 1]!.strokes, inks[3]!.strokes], random);
      expect(row).toHaveLength(
        inks[seed]!.strokes.length + inks[seed + 1]!.strokes.length + inks[3]!.strokes.length,
      );
      expect(widths(glyphFromStrokes(row).glyph)).toBeGreaterThanOrEqual(18);
    }
  });

  it('stand side by side as a picture', () => {
    for (const seed of seeds.slice(0, 8)) {
      const glyph = pictureInARow(glyphs.slice(seed, seed + 3), createRandom(seed));
      expect(glyph).toHaveLength(GLYPH_PIXELS);
      expect(widths(glyph)).toBeGreaterThanOrEqual(14);
    }
  });
});

describeWithTensorflow('likenessTask', () => {
  let tf: typeof import('@tensorflow/tfjs-node');
  let task: typeof import('./likeness-task.js');

  beforeAll(async () => {
    ({ tf } = await import('../../tensorflow.js'));
    task = await import('./likeness-task.js');
  });

  it('leaves open what nobody could tell', () => {
    expect(task.targetOfCharacter('7')).toEqual([1, undefined, 0]);
    expect(task.targetOfCharacter('K')).toEqual([0, 1, 0]);
    expect(task.targetOfCharacter('O')).toEqual([undefined, 1, 0]);
  });

  it('counts what is told alone: the loss is that of a coin before anything is learnt', () => {
    const sources = {
      pictures: {
        count: glyphs.length,
        glyphs: Float32Array.from(glyphs.flatMap((glyph) => [...glyph])),
        labels: Uint8Array.from(glyphs, (_, at) => at % 10),
      },
      labels: [...'0123456789'],
      ink: inks,
      words: [inks[0]!.strokes],
      foreign: { names: ['sign'], glyphs: glyphs[0]!.slice() },
      signs: [inks[1]!.strokes],
    };
    const batch = task.likenessBatch(sources, 200, createRandom(3));
    expect(batch.weights.some((weight) => weight === 0)).toBe(true);
    expect(batch.targets.filter((_, at) => batch.weights[at] === 0).every((t) => t === 0)).toBe(
      true,
    );
    for (const kind of [0, 1, 2]) {
      const told = [...batch.targets].filter((_, at) => at % 3 === kind && batch.weights[at] === 1);
      expect(new Set(told)).toEqual(new Set([0, 1]));
    }
    const { loss } = task.likenessTask(sources, 200, 1, () => ({}));
    const [coin, far] = tf.tidy(() =>
      [tf.zeros([200, 3]), tf.tensor2d(batch.targets, [200, 3]).mul(60).sub(30)].map(
        (logits) => loss([logits], batch).dataSync()[0]!,
      ),
    ) as unknown as [number, number];
    expect(coin).toBeCloseTo(Math.log(2), 5);
    expect(far).toBeCloseTo(0, 5);
  });
});
