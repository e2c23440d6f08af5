import { describe, expect, it } from '@jest/globals';
import { best, choose, isHarmless } from './choose.js';

const candidate = (setting: string, error: number, logLoss: number, harmless = true) => ({
  setting,
  error,
  logLoss,
  harmless,
});

describe('choose', () => {
  it('takes the lowest error', () => {
    expect(choose([candidate('a', 0.05, 0.1), candidate('b', 0.03, 0.9)])).toBe('b');
  });

  it('takes the better fit among those as good as equal', () => {
    const candidates = [
      candidate('lowest', 0.03, 0.3),
      candidate('as good', 0.0302, 0.2),
      candidate('worse', 0.032, 0.1),
    ];
    expect(choose(candidates)).toBe('as good');
  });

  it('never takes one that does harm, and says so when all do', () => {
    const harmful = candidate('harmful', 0.01, 0.1, false);
    expect(choose([harmful, candidate('b', 0.03, 0.3)])).toBe('b');
    expect(() => choose([harmful])).toThrow('Every setting does harm');
    expect(best([harmful, candidate('b', 2, 2), candidate('c', 1, 2)], 1)).toHaveLength(1);
    expect(best([harmful, candidate('b', 2, 2), candidate('c', 1, 2)], 1)[0]!.setting).toBe('c');
  });
});

describe('isHarmless', () => {
  it('tolerates the larger of an absolute and a relative rise', () => {
    const tolerance = { absolute: 0.001, relative: 0.1 };
    expect(isHarmless(0.001, 0.0019, tolerance)).toBe(true);
    expect(isHarmless(0.001, 0.0021, tolerance)).toBe(false);
    expect(isHarmless(0.1, 0.109, tolerance)).toBe(true);
    expect(isHarmless(0.1, 0.111, tolerance)).toBe(false);
    expect(isHarmless(0.1, 0.05, tolerance)).toBe(true);
  });
});
