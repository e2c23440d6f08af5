import { describe, expect, it } from '@jest/globals';
import { centresOf } from './class-centres.js';

describe('centresOf', () => {
  it('finds the directions in which vectors lie', () => {
    const vectors = Float32Array.of(1, 0, 0.96, 0.28, 0, 1, 0.28, 0.96);
    const centres = [...centresOf(vectors, 2, 2, 1)];
    const first = [centres.slice(0, 2), centres.slice(2)].sort((a, b) => b[0]! - a[0]!);
    expect(first[0]![0]).toBeCloseTo(0.99, 2);
    expect(first[1]![1]).toBeCloseTo(0.99, 2);
  });

  it('repeats them where there are fewer vectors than centres', () => {
    const centres = centresOf(Float32Array.of(0.6, 0.8), 2, 3, 1);
    expect([...centres]).toEqual([0.6, 0.8, 0.6, 0.8, 0.6, 0.8].map((n) => expect.closeTo(n, 5)));
  });
});
