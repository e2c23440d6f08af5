import { describe, expect, it } from '@jest/globals';
import { SharedCounts } from './shared-counts.js';

/** Counts that end when the test says so. */
function counting() {
  const running: { resolve(value: number): void; reject(error: Error): void }[] = [];
  const counts = new SharedCounts<string, number>(
    () => new Promise((resolve, reject) => running.push({ resolve, reject })),
  );
  return { running, counts };
}

describe('SharedCounts', () => {
  it('counts once while nothing changes', async () => {
    const { running, counts } = counting();
    const both = [counts.of('digits', 'a'), counts.of('digits', 'a')];
    running[0]!.resolve(1);
    expect(await Promise.all(both)).toEqual([1, 1]);
    expect(await counts.of('digits', 'a')).toBe(1);
    expect(running).toHaveLength(1);
  });

  it('counts one at a time of each key, and next for all who have asked meanwhile', async () => {
    const { running, counts } = counting();
    const first = counts.of('digits', 'a');
    const later = ['b', 'c', 'd'].map((mark) => counts.of('digits', mark));
    void counts.of('characters', 'a');
    expect(running).toHaveLength(2);
    running[0]!.resolve(1);
    expect(await first).toBe(1);
    expect(running).toHaveLength(3);
    running[2]!.resolve(2);
    expect(await Promise.all(later)).toEqual([2, 2, 2]);
    expect(await counts.of('digits', 'd')).toBe(2);
    expect(running).toHaveLength(3);
  });

  it('counts again after one that failed', async () => {
    const { running, counts } = counting();
    const first = counts.of('digits', 'a');
    const second = counts.of('digits', 'b');
    running[0]!.reject(new Error('away'));
    await expect(first).rejects.toThrow('away');
    running[1]!.reject(new Error('away still'));
    await expect(second).rejects.toThrow('away still');
    const third = counts.of('digits', 'b');
    running[2]!.resolve(3);
    expect(await third).toBe(3);
  });
});
