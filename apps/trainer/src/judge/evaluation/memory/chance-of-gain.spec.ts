import { describe, expect, it } from '@jest/globals';
import { createRandom } from '../../../random.js';
import { chanceOfGain } from './chance-of-gain.js';

const chanceOf = (gains: Float64Array, ...others: Float64Array[]) =>
  chanceOfGain([gains, ...others], 0);

describe('chanceOfGain', () => {
  it('counts the flips that gain as much', () => {
    // All of eight hands gain: none of the 256 other ways is as good.
    expect(chanceOf(new Float64Array(8).fill(0.01))).toBe(1 / 256);
    // One hand gains what another loses: 3 of the 4 ways are as good as nothing.
    expect(chanceOf(Float64Array.of(0.01, -0.01))).toBe(3 / 4);
    expect(chanceOf(new Float64Array(3))).toBe(1);
    expect(chanceOf(new Float64Array(0))).toBe(1);
  });

  it('sees no proof in one hand, however much it gains', () => {
    expect(chanceOf(Float64Array.of(0.9, 0, 0, 0, 0, 0, 0, 0))).toBe(1 / 2);
  });

  it('asks more of the best of many settings', () => {
    const random = createRandom(5);
    const noise = () => Float64Array.from({ length: 10 }, () => random.between(-1, 1));
    const gains = Float64Array.from(noise(), (value) => value + 0.4);
    const alone = chanceOf(gains);
    const amongMany = chanceOf(gains, ...Array.from({ length: 20 }, noise));
    expect(alone).toBeLessThan(0.1);
    expect(amongMany).toBeGreaterThan(2 * alone);
  });

  it('is not led astray by settings that are far worse', () => {
    const gains = new Float64Array(8).fill(0.001);
    const worse = new Float64Array(8).fill(-1);
    // That the worse one flipped would gain more, in one way of all, is the price of having tried it.
    expect(chanceOf(gains, worse)).toBe(2 / 256);
  });

  it('is wrong as rarely as it says where no setting is better', () => {
    const random = createRandom(11);
    const settings = () =>
      Array.from({ length: 4 }, () =>
        Float64Array.from({ length: 9 }, () => random.between(-1, 1)),
      );
    let wrong = 0;
    for (let trial = 0; trial < 400; trial++) {
      const gains = settings();
      const totals = gains.map((ofHands) => ofHands.reduce((sum, gain) => sum + gain, 0));
      if (chanceOfGain(gains, totals.indexOf(Math.max(...totals))) <= 0.05) wrong++;
    }
    expect(wrong / 400).toBeLessThan(0.08);
  });

  it('draws flips where there are too many hands for all', () => {
    const many = new Float64Array(40).fill(0.001);
    expect(chanceOf(many)).toBeLessThan(0.001);
    const even = Float64Array.from({ length: 40 }, (_, hand) => (hand % 2 === 0 ? 1 : -1));
    expect(chanceOf(even)).toBeGreaterThan(0.4);
  });
});
