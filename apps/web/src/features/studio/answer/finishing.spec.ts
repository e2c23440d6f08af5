import { describe, expect, it } from '@jest/globals';
import { finishing } from './finishing';

describe('finishing', () => {
  it('answers who waits', async () => {
    const late: string[] = [];
    const { signal } = new AbortController();
    const push = (answer: string) => void late.push(answer);
    expect(await finishing(() => Promise.resolve('7'), signal, push)).toBe('7');
    await expect(finishing(() => Promise.reject(new Error('no')), signal, push)).rejects.toThrow(
      'no',
    );
    expect(late).toEqual([]);
  });

  it('hands over what comes when nobody waits any more, and cuts nothing off', async () => {
    const late: string[] = [];
    const controller = new AbortController();
    let answer!: (label: string) => void;
    let inner!: AbortSignal;
    const asked = finishing(
      (signal) => {
        inner = signal;
        return new Promise<string>((resolve) => (answer = resolve));
      },
      controller.signal,
      (label) => void late.push(label),
    );
    controller.abort();
    await expect(asked).rejects.toThrow('aborted');
    expect([inner.aborted, late]).toEqual([false, []]);
    answer('7');
    await Promise.resolve();
    expect(late).toEqual(['7']);
  });

  it('does not begin what nobody waits for', async () => {
    let runs = 0;
    const count = () => Promise.resolve(++runs);
    const waiting = finishing(count, AbortSignal.abort(), () => undefined);
    await expect(waiting).rejects.toThrow('aborted');
    expect(runs).toBe(0);
  });
});
