import { describe, expect, it } from '@jest/globals';
import { curveCells, epochRows, lossTick, withReport, type CurvePoint } from './curve';

const report = (step: number, loss: number, accuracy = 0.5) => ({
  epoch: Math.ceil(step / 10),
  epochs: 3,
  step,
  steps: 30,
  loss,
  accuracy,
  samplesPerSecond: 100,
  etaSeconds: 1,
});

const curve = (...reports: ReturnType<typeof report>[]) =>
  reports.reduce<CurvePoint[]>(withReport, []);

describe('withReport', () => {
  it('should tell where in the epochs a report was', () => {
    const points = curve(report(5, 2), report(10, 1), report(15, 0.5));
    expect(points.map(({ epochs }) => epochs)).toEqual([0.5, 1, 1.5]);
    expect(curveCells(points)[2]).toEqual([15, 1.5, 0.5, 0.5]);
  });

  it('should forget what is told again after a training was broken off', () => {
    const points = curve(report(5, 2), report(10, 1), report(17, 0.7), report(12, 0.8));
    expect(points.map(({ step, loss }) => [step, loss])).toEqual([
      [5, 2],
      [10, 1],
      [12, 0.8],
    ]);
  });

  it('should take the same report twice as one', () => {
    expect(curve(report(5, 2), report(5, 2))).toHaveLength(1);
  });
});

describe('epochRows', () => {
  it('should give the means of each epoch; its last step belongs to it', () => {
    const points = curve(report(5, 2, 0.2), report(10, 1, 0.4), report(15, 0.5, 0.9));
    const rows = epochRows(points);
    expect(rows.map(({ epoch, loss }) => [epoch, loss])).toEqual([
      [1, 1.5],
      [2, 0.5],
    ]);
    expect(rows[0]!.accuracy).toBeCloseTo(0.3);
    expect(epochRows([])).toEqual([]);
  });
});

describe('lossTick', () => {
  it.each([
    [0.18, 0.05, '0.05'],
    [0.18, 0, '0.00'],
    [2.3, 1, '1.0'],
    [0.0042, 0.001, '0.0010'],
    [14, 5, '5'],
  ])('should say with the decimals that a curve up to %d needs: %d', (most, loss, words) => {
    expect(lossTick(curve(report(1, most), report(2, most / 10)))(loss)).toBe(words);
  });

  it('should speak of no curve yet', () => {
    expect(lossTick([])(0.5)).toBe('0.5');
  });
});
