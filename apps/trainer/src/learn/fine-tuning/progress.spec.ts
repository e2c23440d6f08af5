/** @own-sources with timers that are faked here */
import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import type { TrainingProgress } from '@inkling/contract';
import { ProgressReporter } from './progress.js';

beforeEach(() => void jest.useFakeTimers({ now: 1_700_000_000_000 }));
afterEach(() => void jest.useRealTimers());

/** A training whose first steps take longer, as they do until TensorFlow has warmed up. */
function reportsOf(steps: number, stepMs: number, firstMs: readonly number[]) {
  const reports: (TrainingProgress & { atMs: number })[] = [];
  const reporter = new ProgressReporter({ epochs: 1, steps }, (progress) =>
    reports.push({ ...progress, atMs: Date.now() }),
  );
  for (let step = 1; step <= steps; step++) {
    jest.advanceTimersByTime(firstMs[step - 1] ?? stepMs);
    reporter.step({ epoch: 1, step }, { loss: 1, right: 32, of: 64, count: 64 }, step === steps);
  }
  return { reports, endMs: Date.now() };
}

it.each([
  [200, 100, [6000, 900]],
  [2000, 20, [4000, 300, 100]],
  [60, 1000, [9000]],
  [500, 40, []],
])(
  'should tell no time left until it is within half: %d steps of %d ms',
  (steps, stepMs, first) => {
    const { reports, endMs } = reportsOf(steps, stepMs, first);
    expect(reports[0]!.etaSeconds).toBeNull();
    const told = reports.filter(({ etaSeconds }) => etaSeconds !== null);
    for (const { etaSeconds, atMs } of told) {
      const leftSeconds = (endMs - atMs) / 1000;
      expect(Math.abs(etaSeconds! - leftSeconds)).toBeLessThanOrEqual(leftSeconds / 2);
    }
    // It is told early enough to be of use.
    expect(told[0]!.step).toBeLessThan(steps / 2);
    expect(told.at(-1)).toMatchObject({ step: steps, etaSeconds: 0 });
    expect(told.at(-1)!.samplesPerSecond).toBeCloseTo((64 * 1000) / stepMs, 0);
  },
);

it('should tell that nothing is left of a training that is too short to measure', () => {
  const { reports } = reportsOf(2, 100, []);
  expect(reports.map(({ etaSeconds }) => etaSeconds)).toEqual([null, 0]);
});

it.each([
  ['back', -3_600_000],
  ['forward', 86_400_000],
])('should go on telling the time left when the clock is set %s', (_, byMs) => {
  const reports: TrainingProgress[] = [];
  const reporter = new ProgressReporter({ epochs: 1, steps: 100 }, (one) => reports.push(one));
  for (let step = 1; step <= 50; step++) {
    jest.advanceTimersByTime(200);
    if (step === 20) jest.setSystemTime(Date.now() + byMs);
    reporter.step({ epoch: 1, step }, { loss: 1, right: 1, of: 1, count: 64 }, false);
  }
  const last = reports.at(-1)!;
  expect(last.step).toBeGreaterThan(46);
  expect(last.etaSeconds).toBeCloseTo((100 - last.step) * 0.2, 0);
  expect(last.samplesPerSecond).toBeCloseTo(320, -1);
});
