import { describe, expect, it } from '@jest/globals';
import { GLYPH_PIXELS } from '@inkling/ink';
import { createRandom } from '../../random.js';
import { BalancedReplay } from './balanced-replay.js';
import { mixedBatches, planBatches, type MixedBatch, type Mixture } from './mixed-batches.js';
import { RECIPES } from './recipe.js';
import { digitPictures, drawnDigits } from './testing/fixtures.js';

const replay = digitPictures();
const replayTargets = new Float32Array(replay.count * 10);
replay.labels.forEach((label, row) => (replayTargets[row * 10 + label] = 1));
const corrections = drawnDigits();
const mixture: Mixture = {
  classes: 10,
  corrections,
  correctionTargets: oneHot(corrections.labels, 10),
  replay,
  replayTargets,
};
const recipe = RECIPES.digits;

describe('planBatches', () => {
  it('shows every correction once, with the wanted replay', () => {
    expect(planBatches(200, 50, 4)).toEqual({ batchSize: 50, corrections: 10, steps: 20 });
    expect(planBatches(201, 50, 4).steps).toBe(21);
  });

  it('has room for both whatever the ratio', () => {
    expect(planBatches(500, 8, 20).corrections).toBe(1);
    expect(planBatches(500, 8, 0.05).corrections).toBe(7);
  });

  it('shows a few corrections several times', () => {
    expect(planBatches(10, 50, 4).steps).toBe(7);
  });
});

describe('mixedBatches', () => {
  const plan = planBatches(mixture.corrections.count, 40, 3);
  const draw = (seed: number) => [...mixedBatches(mixture, plan, recipe, seed)];

  it('has corrections first, then replay as it is, with the targets of each', () => {
    const batches = draw(1);
    expect(batches).toHaveLength(plan.steps);
    for (const { count, glyphs, targets, labels } of batches) {
      expect(count).toBe(40);
      for (let slot = 0; slot < count; slot++) {
        const target = targets.subarray(slot * 10, (slot + 1) * 10);
        expect(target.reduce((sum, value) => sum + value)).toBeCloseTo(1);
        expect(target.indexOf(Math.max(...target))).toBe(labels[slot]);
        const glyph = glyphs.subarray(slot * GLYPH_PIXELS, (slot + 1) * GLYPH_PIXELS);
        expect(glyph.every((value) => value >= 0 && value <= 1)).toBe(true);
        expect(isReplayed(glyph)).toBe(slot >= plan.corrections);
      }
    }
  });

  it('is the same for the same seed, and another one for another', () => {
    expect(draw(1)).toEqual(draw(1));
    expect(same(draw(1), draw(2))).toBe(false);
  });

  it('shows each correction as often as any other, to within one', () => {
    const ones = Float32Array.from({ length: 12 * GLYPH_PIXELS }, () => 1);
    const corrections = {
      count: 12,
      glyphs: ones,
      labels: Uint8Array.from({ length: 12 }, (_, at) => at),
    };
    const counts = new Int32Array(12);
    const some = planBatches(12, 16, 1);
    const replayTargets = new Float32Array(replay.count * 12);
    for (const { labels } of mixedBatches(
      {
        classes: 12,
        corrections,
        correctionTargets: oneHot(corrections.labels, 12),
        replay,
        replayTargets,
      },
      some,
      recipe,
      1,
    )) {
      labels.slice(0, some.corrections).forEach((label) => counts[label]!++);
    }
    expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
  });
});

describe('BalancedReplay', () => {
  it('evens out what corrections show too often, and still replays their class', () => {
    const balance = new BalancedReplay(replay.labels, 10, createRandom(3));
    const shown = new Int32Array(10);
    const replayed = new Int32Array(10);
    for (let step = 0; step < 40; step++) {
      for (let at = 0; at < 5; at++) {
        balance.countCorrection(7);
        shown[7]!++;
      }
      for (let at = 0; at < 20; at++) {
        const label = replay.labels[balance.draw()]!;
        replayed[label]!++;
        shown[label]!++;
      }
    }
    // 800 draws: half of them over ten classes, the others over the nine that were not corrected.
    expect(replayed[7]).toBeGreaterThanOrEqual(30);
    const others = [...shown].filter((_, label) => label !== 7);
    expect(Math.max(...others) - Math.min(...others)).toBeLessThanOrEqual(4);
    expect(shown[7]).toBeLessThan(4 * Math.min(...others));
  });

  it('draws no row twice before it has drawn all of the class', () => {
    const labels = Uint8Array.from([3, 3, 3, 3]);
    const balance = new BalancedReplay(labels, 10, createRandom(1));
    const first = [0, 1, 2, 3].map(() => balance.draw());
    expect([...first].sort()).toEqual([0, 1, 2, 3]);
  });

  it('says so when there is nothing', () => {
    expect(() => new BalancedReplay(new Uint8Array(), 10, createRandom(1))).toThrow(
      'nothing to replay',
    );
  });
});

const isReplayed = (glyph: Float32Array) =>
  Array.from({ length: replay.count }, (_, row) =>
    replay.glyphs.subarray(row * GLYPH_PIXELS, (row + 1) * GLYPH_PIXELS),
  ).some((other) => other.every((value, at) => value === glyph[at]));

const same = (a: readonly MixedBatch[], b: readonly MixedBatch[]) =>
  a.every(({ glyphs }, at) => glyphs.every((value, pixel) => value === b[at]!.glyphs[pixel]));

function oneHot(labels: Uint8Array, classes: number): Float32Array {
  const targets = new Float32Array(labels.length * classes);
  labels.forEach((label, row) => (targets[row * classes + label] = 1));
  return targets;
}
