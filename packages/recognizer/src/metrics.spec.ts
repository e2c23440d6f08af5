import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { maskedLogProbabilities } from './calibration.js';
import { evaluationSchema } from './card/card.js';
import { bestClass, measure, rankOf } from './metrics.js';

const about = { dataset: 'test', task: 'digits' };
const log = (...probabilities: number[]) => Float64Array.from(probabilities, Math.log);

describe('measure', () => {
  const labels = ['a', 'b', 'c', 'd', 'e'];
  const answers = [
    { row: log(0.6, 0.2, 0.1, 0.1, 0), label: 0 },
    { row: log(0.1, 0.6, 0.2, 0.1, 0), label: 0 },
    { row: log(0.2, 0.5, 0.2, 0.1, 0), label: 1 },
    { row: log(0.4, 0.3, 0.2, 0.1, 0), label: 3 },
  ];
  const result = measure(
    about,
    { logProbabilities: answers.map(({ row }) => row), labels: answers.map(({ label }) => label) },
    labels,
  );

  it('counts right answers, and right labels among the first three', () => {
    expect(result).toMatchObject({ ...about, samples: 4, top1: 0.5, top3: 0.75 });
  });

  it('averages the loss in nats', () => {
    const losses = [0.6, 0.1, 0.5, 0.1].map((p) => -Math.log(p));
    expect(result.logLoss).toBeCloseTo(losses.reduce((sum, loss) => sum + loss) / 4, 12);
  });

  it('leaves out classes that neither occur nor are answered', () => {
    expect(result.labels).toEqual(['a', 'b', 'd']);
    expect(result.confusion).toEqual([
      [1, 1, 0],
      [0, 1, 0],
      [1, 0, 0],
    ]);
  });

  it('gives precision, recall and F1 for each class', () => {
    expect(result.perClass).toEqual([
      { label: 'a', support: 2, precision: 0.5, recall: 0.5, f1: 0.5 },
      { label: 'b', support: 1, precision: 0.5, recall: 1, f1: 2 / 3 },
      { label: 'd', support: 1, precision: 0, recall: 0, f1: 0 },
    ]);
  });

  it('always fits the card, its rows adding up to the samples', () => {
    const logits = fc.array(fc.double({ min: -20, max: 20, noNaN: true }), {
      minLength: 5,
      maxLength: 5,
    });
    const sample = fc.tuple(logits, fc.nat({ max: 4 }));
    fc.assert(
      fc.property(fc.array(sample, { minLength: 1, maxLength: 30 }), (samples) => {
        const measured = measure(
          about,
          {
            logProbabilities: samples.map(([row]) =>
              maskedLogProbabilities(row, 1, [0, 1, 2, 3, 4]),
            ),
            labels: samples.map(([, label]) => label),
          },
          labels,
        );
        expect(() => evaluationSchema.parse(measured)).not.toThrow();
        const total = measured.confusion.flat().reduce((sum, count) => sum + count, 0);
        const right = measured.confusion.reduce((sum, row, at) => sum + row[at]!, 0);
        expect(total).toBe(samples.length);
        expect(right / total).toBe(measured.top1);
        expect(measured.top3).toBeGreaterThanOrEqual(measured.top1);
      }),
    );
  });

  it('refuses to measure nothing, or what was not allowed to answer', () => {
    expect(() => measure(about, { logProbabilities: [], labels: [] }, labels)).toThrow(
      'test has no samples',
    );
    const masked = Float64Array.of(0, -Infinity);
    expect(() => measure(about, { logProbabilities: [masked], labels: [1] }, labels)).toThrow(
      'The right label "b" of sample 0 was not allowed to answer.',
    );
    expect(() => measure(about, { logProbabilities: [masked], labels: [0, 0] }, labels)).toThrow(
      '1 answers have 2 labels',
    );
  });
});

describe('rankOf', () => {
  it('agrees with bestClass, equals in the order of their indices', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 3 }), { minLength: 1, maxLength: 9 }), (scores) => {
        expect(rankOf(scores, bestClass(scores))).toBe(0);
        const ranks = scores.map((_, index) => rankOf(scores, index));
        expect([...ranks].sort((a, b) => a - b)).toEqual(scores.map((_, index) => index));
      }),
    );
  });
});
