/**
 * @typedef {object} Tally
 * @property {number} passed
 * @property {number} failed
 * @property {number} skipped
 */

/** @type {Tally} */
export const NONE = { passed: 0, failed: 0, skipped: 0 };

/** @param {readonly Tally[]} tallies @returns {Tally} */
export const sum = (tallies) =>
  tallies.reduce(
    (total, { passed, failed, skipped }) => ({
      passed: total.passed + passed,
      failed: total.failed + failed,
      skipped: total.skipped + skipped,
    }),
    NONE,
  );

/** A check that is one thing: a linter, a type checker. @param {boolean} ok @returns {Tally} */
export const single = (ok) => ({ passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0 });

/**
 * What Jest's JSON report counts. A test file that could not even be run has no tests to count, and
 * counts as one failure; so does a run that failed without any failed test, or left no report.
 *
 * @param {{ numPassedTests: number, numFailedTests: number, numPendingTests: number,
 *   numTodoTests: number, numRuntimeErrorTestSuites: number, success: boolean } | undefined} report
 * @param {number | null} exitCode
 * @returns {Tally}
 */
export const fromJest = (report, exitCode) => {
  if (!report) return single(false);
  const failed = report.numFailedTests + report.numRuntimeErrorTestSuites;
  const silent = failed === 0 && (exitCode !== 0 || !report.success) ? 1 : 0;
  return {
    passed: report.numPassedTests,
    failed: failed + silent,
    skipped: report.numPendingTests + report.numTodoTests,
  };
};

/**
 * The files of a Jest report that took longest, the longest first.
 *
 * @param {{ testResults: readonly { name: string, startTime: number, endTime: number }[] } | undefined} report
 * @returns {{ file: string, tookMs: number }[]} at most three
 */
export const slowestOf = (report) =>
  (report?.testResults ?? [])
    .map(({ name, startTime, endTime }) => ({ file: name, tookMs: endTime - startTime }))
    .sort((a, b) => b.tookMs - a.tookMs)
    .slice(0, 3);

/** The last line of `npm test`. @param {Tally} tally */
export const lastLine = ({ passed, failed }) => `${passed} passed, ${failed} failed`;
