import { beforeEach, describe, expect, it } from '@jest/globals';
import { pretendBrowser } from './testing/browser';
import { late, mayReload, ScriptMissing } from './late-script';

describe('a script that is fetched late', () => {
  beforeEach(() => void pretendBrowser());

  it('is told from other errors where it does not come', async () => {
    expect(await late(() => Promise.resolve('page'))()).toBe('page');
    await expect(late(() => Promise.reject(new TypeError('failed')))()).rejects.toThrow(
      ScriptMissing,
    );
  });

  it('reloads the document once, not over and over', () => {
    const storage = sessionStorage;
    const times = [1_000_000, 1_001_000, 1_015_000, 1_030_000];
    expect(times.map((ms) => mayReload(storage, ms))).toEqual([true, false, false, true]);
    const closed = { ...storage, getItem: () => null } as Storage;
    expect(mayReload(closed, 0)).toBe(false);
  });
});
