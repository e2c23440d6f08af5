import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  expectedCalibrationError,
  fitTemperature,
  maskedLogProbabilities,
  meanLogLoss,
  softmax,
} from './calibration.js';

const logit = fc.double({ min: -80, max: 80, noNaN: true });
const temperature = fc.double({ min: 0.05, max: 20, noNaN: true });

describe('maskedLogProbabilities', () => {
  it('gives probabilities that sum to 1 over the allowed classes and are 0 elsewhere', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(logit, fc.boolean()), { minLength: 2, maxLength: 47 }),
        temperature,
        (classes, divisor) => {
          const allowed = classes.flatMap(([, may], index) => (may || index === 0 ? [index] : []));
          const probabilities = maskedLogProbabilities(
            classes.map(([value]) => value),
            divisor,
            allowed,
          ).map(Math.exp);
          expect(probabilities.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 9);
          probabilities.forEach((p, index) => {
            if (!allowed.includes(index)) expect(p).toBe(0);
          });
        },
      ),
    );
  });

  it('keeps the order of the allowed classes at any temperature', () => {
    fc.assert(
      fc.property(fc.array(logit, { minLength: 3, maxLength: 10 }), temperature, (logits, t) => {
        const scores = maskedLogProbabilities(logits, t, [0, 2]);
        const [more, less] = logits[0]! > logits[2]! ? [0, 2] : [2, 0];
        expect(scores[more]).toBeGreaterThanOrEqual(scores[less]!);
      }),
    );
  });

  it('is the softmax of the logits over the temperature', () => {
    const [a, b] = maskedLogProbabilities([2, 0, 99], 2, [0, 1]).map(Math.exp);
    expect(a).toBeCloseTo(Math.E / (Math.E + 1), 12);
    expect(b).toBeCloseTo(1 / (Math.E + 1), 12);
  });

  it('renormalises: what is masked does not count', () => {
    const masked = maskedLogProbabilities([1, 2, 3], 1, [0, 1]);
    const alone = maskedLogProbabilities([1, 2], 1, [0, 1]);
    expect([...masked]).toEqual([...alone, -Infinity]);
  });
});

describe('softmax', () => {
  it('sums to 1 and leaves masked scores at 0, however large the scores are', () => {
    const score = fc.oneof(fc.double({ min: -1e6, max: 1e6, noNaN: true }), fc.constant(-Infinity));
    fc.assert(
      fc.property(fc.array(score, { maxLength: 46 }), (scores) => {
        const probabilities = softmax([...scores, 0]);
        expect(probabilities.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 9);
        scores.forEach((value, index) => {
          if (value === -Infinity) expect(probabilities[index]).toBe(0);
        });
      }),
    );
  });
});

/** Rows whose labels are drawn from the softmax of logits / `truth`. */
function drawnFrom(truth: number, rows: number) {
  const classes = 4;
  let state = 1;
  const random = () => (state = (state * 48271) % 2147483647) / 2147483647;
  const logits = Float32Array.from({ length: rows * classes }, () => (random() - 0.5) * 8 * truth);
  const labels = Array.from({ length: rows }, (_, row) => {
    const p = softmax(logits.slice(row * classes, (row + 1) * classes).map((v) => v / truth));
    let rest = random();
    return Math.max(
      0,
      p.findIndex((share) => (rest -= share) <= 0),
    );
  });
  return { logits, classes, labels };
}

describe('fitTemperature', () => {
  it.each([0.3, 1, 2.5])('finds the temperature %d that the labels came from', (truth) => {
    expect(fitTemperature(drawnFrom(truth, 20_000)) / truth).toBeCloseTo(1, 1);
  });

  it('is at the bottom of the loss', () => {
    const data = drawnFrom(1.7, 500);
    const all = [0, 1, 2, 3];
    const best = fitTemperature(data);
    const loss = meanLogLoss(data, best, all);
    for (const factor of [0.5, 0.9, 0.99, 1.01, 1.1, 2]) {
      expect(meanLogLoss(data, best * factor, all)).toBeGreaterThan(loss);
    }
  });

  it('regards the allowed classes alone', () => {
    const { logits, labels } = drawnFrom(2, 1000);
    // A fifth class that is always the most likely would spoil the fit if it counted.
    const spoilt = new Float32Array(5000);
    for (let row = 0; row < 1000; row++) {
      spoilt.set(logits.subarray(row * 4, row * 4 + 4), row * 5);
      spoilt[row * 5 + 4] = 100;
    }
    const masked = fitTemperature({ logits: spoilt, classes: 5, labels }, [0, 1, 2, 3]);
    expect(masked).toBeCloseTo(fitTemperature({ logits, classes: 4, labels }), 6);
  });

  it('stays within its range where no temperature is best', () => {
    const allRight = { logits: Float32Array.of(5, 0, 0, 5), classes: 2, labels: [0, 1] };
    expect(fitTemperature(allRight)).toBeGreaterThanOrEqual(0.05);
    const allWrong = { ...allRight, labels: [1, 0] };
    expect(fitTemperature(allWrong)).toBeLessThanOrEqual(20);
  });

  it('refuses nothing, and labels that may not answer', () => {
    const none = { logits: new Float32Array(0), classes: 2, labels: [] };
    expect(() => fitTemperature(none)).toThrow(RangeError);
    const data = { logits: Float32Array.of(5, 0), classes: 2, labels: [1] };
    expect(() => fitTemperature(data, [0])).toThrow('Class 1 of row 0 may not answer.');
  });
});

describe('expectedCalibrationError', () => {
  it('is 0 when what it says is what happens', () => {
    const probabilities = new Array<number>(10).fill(0.7);
    const right = probabilities.map((_, at) => at < 7);
    expect(expectedCalibrationError(probabilities, right)).toBeCloseTo(0, 12);
  });

  it('weighs the bins by their size', () => {
    // Three answers at 0.9 of which one is right (gap 0.9 - 1/3), one right answer at 0.5 (gap 0.5).
    const error = expectedCalibrationError([0.9, 0.9, 0.9, 0.5], [true, false, false, true]);
    expect(error).toBeCloseTo((3 * (0.9 - 1 / 3) + 0.5) / 4, 12);
  });

  it('does not let bins make up for each other, but answers within a bin', () => {
    expect(expectedCalibrationError([0.95, 0.05], [false, true])).toBeCloseTo(0.95, 12);
    expect(expectedCalibrationError([0.5, 0.5], [true, false])).toBe(0);
  });

  it('counts a probability of 1 in the last bin', () => {
    expect(expectedCalibrationError([1, 1], [true, false])).toBe(0.5);
  });

  it('lies in 0..1', () => {
    const answer = fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.boolean());
    fc.assert(
      fc.property(fc.array(answer), (answers) => {
        const error = expectedCalibrationError(
          answers.map(([p]) => p),
          answers.map(([, right]) => right),
        );
        expect(error).toBeGreaterThanOrEqual(0);
        expect(error).toBeLessThanOrEqual(1);
      }),
    );
  });
});
