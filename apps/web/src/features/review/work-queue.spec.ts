import { describe, expect, it } from '@jest/globals';
import { workQueue } from './work-queue';

describe('workQueue', () => {
  it('does one thing after the other, also after one that failed', async () => {
    const log: string[] = [];
    const queue = workQueue((error) => log.push(String(error)));
    queue.add(async () => {
      await new Promise((resolve) => setTimeout(resolve, 5));
      log.push('first');
    });
    queue.add(() => Promise.reject(new Error('second')));
    queue.add(async () => void log.push('third'));
    expect(queue.isBusy()).toBe(true);
    await queue.done();
    expect(log).toEqual(['first', 'Error: second', 'third']);
    expect(queue.isBusy()).toBe(false);
  });
});
