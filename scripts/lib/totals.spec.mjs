import { describe, expect, it } from '@jest/globals';
import { fromJest, lastLine, single, slowestOf, sum } from './totals.mjs';

const report = (changes) => ({
  numPassedTests: 7,
  numFailedTests: 0,
  numPendingTests: 0,
  numTodoTests: 0,
  numRuntimeErrorTestSuites: 0,
  success: true,
  ...changes,
});

describe('totals', () => {
  it('should count the tests that Jest ran', () => {
    expect(fromJest(report({ numFailedTests: 2, numPendingTests: 1, success: false }), 1)).toEqual({
      passed: 7,
      failed: 2,
      skipped: 1,
    });
  });

  it('should count a test file that could not be run as a failure', () => {
    const tally = fromJest(report({ numRuntimeErrorTestSuites: 1, success: false }), 1);
    expect(tally.failed).toBe(1);
  });

  it('should not call a run passed that ended badly without a failed test', () => {
    expect(fromJest(report({}), 1).failed).toBe(1);
    expect(fromJest(report({ success: false }), 0).failed).toBe(1);
    expect(fromJest(undefined, 0)).toEqual({ passed: 0, failed: 1, skipped: 0 });
  });

  it('should name the files that took longest', () => {
    const took = (name, tookMs) => ({ name, startTime: 1000, endTime: 1000 + tookMs });
    const testResults = [took('a', 20), took('b', 300), took('c', 10), took('d', 40)];
    expect(slowestOf({ testResults })).toEqual([
      { file: 'b', tookMs: 300 },
      { file: 'd', tookMs: 40 },
      { file: 'a', tookMs: 20 },
    ]);
    expect(slowestOf(undefined)).toEqual([]);
  });

  it('should add up and say it in one line', () => {
    const total = sum([single(true), single(false), fromJest(report({}), 0)]);
    expect(lastLine(total)).toBe('8 passed, 1 failed');
  });
});
