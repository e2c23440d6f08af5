import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { createLatest } from './latest';

describe('createLatest', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  function setUp() {
    const open = new Map<string, { answer: (value: string) => void; signal: AbortSignal }>();
    const answers: string[] = [];
    const failures: unknown[] = [];
    const latest = createLatest<string, string>({
      run: (question, signal) =>
        new Promise((answer, reject) => {
          open.set(question, { answer, signal });
          signal.addEventListener('abort', () => reject(new Error('aborted')));
        }),
      onAnswer: (answer) => answers.push(answer),
      onFailure: (error) => failures.push(error),
    });
    return { latest, open, answers, failures };
  }

  it('waits, and asks only the last of several quick questions', async () => {
    const { latest, open, answers } = setUp();
    latest.ask('one', 100);
    await jest.advanceTimersByTimeAsync(60);
    latest.ask('two', 100);
    await jest.advanceTimersByTimeAsync(99);
    expect([...open.keys()]).toEqual([]);
    await jest.advanceTimersByTimeAsync(1);
    expect([...open.keys()]).toEqual(['two']);
    open.get('two')!.answer('2');
    await jest.advanceTimersByTimeAsync(0);
    expect(answers).toEqual(['2']);
  });

  it('aborts the earlier request and says nothing of it', async () => {
    const { latest, open, answers, failures } = setUp();
    latest.ask('one', 0);
    await jest.advanceTimersByTimeAsync(0);
    latest.ask('two', 0);
    expect(open.get('one')!.signal.aborted).toBe(true);
    await jest.advanceTimersByTimeAsync(0);
    open.get('one')!.answer('1');
    open.get('two')!.answer('2');
    await jest.advanceTimersByTimeAsync(0);
    expect(answers).toEqual(['2']);
    expect(failures).toEqual([]);
  });

  it('forgets the question when cancelled', async () => {
    const { latest, open } = setUp();
    latest.ask('one', 100);
    latest.cancel();
    await jest.advanceTimersByTimeAsync(200);
    expect(open.size).toBe(0);
  });
});
