import { describe, expect, it } from '@jest/globals';
import { STRIP_HEIGHT } from '@inkling/ink';
import { createRandom } from '../../random.js';
import { soil } from './soil.js';

/** Bars of ink. */
function clean(width: number) {
  const values = new Float32Array(STRIP_HEIGHT * width);
  for (let row = 2; row < STRIP_HEIGHT - 2; row++) {
    for (let column = 4; column < width; column += 12)
      values.fill(1, row * width + column, row * width + column + 3);
  }
  return { values, width };
}

describe('soil', () => {
  it('leaves strips as high as they were, in range, and the ink in them', () => {
    const strip = clean(90);
    const random = createRandom(4);
    for (let each = 0; each < 200; each++) {
      const { values, width } = soil(strip, random);
      expect(values).toHaveLength(STRIP_HEIGHT * width);
      expect(width).toBeGreaterThan(50);
      expect(width).toBeLessThanOrEqual(90);
      expect(values.every((value) => value >= 0 && value <= 1)).toBe(true);
      expect(values.reduce((sum, value) => sum + value, 0)).toBeGreaterThan(100);
    }
    expect(strip).toEqual(clean(90));
  });

  it('changes most of them, and by the same seed in the same way', () => {
    const soiled = (seed: number) => soil(clean(60), createRandom(seed));
    expect(soiled(7)).toEqual(soiled(7));
    const changed = Array.from({ length: 50 }, (_, seed) => soiled(seed)).filter(
      (strip) => JSON.stringify(strip) !== JSON.stringify(clean(60)),
    );
    expect(changed.length).toBeGreaterThan(30);
  });
});
