import { describe, expect, it } from '@jest/globals';
import { lossBound } from '@inkling/recognizer';
import { createRandom } from '../../random.js';
import { classLostProbability, falseAlarm } from './class-power.js';
import { lossPower } from './loss-power.js';

describe('lossPower', () => {
  const digits = lossPower(5000, 0.003);

  it('an equal network passes nearly always', () => {
    expect(digits.passes(0, 0)).toBeCloseTo(1, 9);
    expect(digits.passes(0.0005, 0.0005)).toBeGreaterThan(0.999);
    expect(digits.passes(0.001, 0.001)).toBeGreaterThan(0.98);
  });

  it('a loss of the limit passes one time in twenty, and greater ones never', () => {
    expect(digits.passes(0.0035, 0.0005)).toBeLessThan(0.06);
    expect(digits.passes(0.0105, 0.0005)).toBeLessThan(1e-6);
  });

  it('is what random gate sets give', () => {
    const random = createRandom(1);
    const [count, lostShare, wonShare, sets] = [500, 0.012, 0.008, 200];
    let passed = 0;
    for (let set = 0; set < sets; set++) {
      let [lost, won] = [0, 0];
      for (let glyph = 0; glyph < count; glyph++) {
        const drawn = random.next();
        if (drawn < lostShare) lost++;
        else if (drawn < lostShare + wonShare) won++;
      }
      if (lossBound({ count, lost, won }) < 0.016) passed++;
    }
    const exact = lossPower(count, 0.016).passes(lostShare, wonShare);
    const deviation = Math.sqrt((exact * (1 - exact)) / sets);
    expect(Math.abs(passed / sets - exact)).toBeLessThan(4 * deviation);
  });
});

describe('classLostProbability', () => {
  it('takes eight lost glyphs in a row among ten classes', () => {
    expect(classLostProbability(7, 1, 0, 10, 0.05)).toBe(0);
    expect(classLostProbability(8, 1, 0, 10, 0.05)).toBeCloseTo(1, 9);
    expect(classLostProbability(500, 0.05, 0, 10, 0.05)).toBeGreaterThan(0.99);
  });

  it('is seldom wrong about an equal network', () => {
    expect(falseAlarm(new Array<number>(10).fill(500), 0.01, 0.05)).toBeLessThan(0.01);
    expect(falseAlarm([500, 300, 100], 0.2, 0.05)).toBeLessThan(0.05);
  });
});
