import { describe, expect, it } from '@jest/globals';
import { reportTables, summaryLine } from './report.js';

const evaluation = {
  dataset: 'MNIST test',
  task: 'digits',
  samples: 12,
  top1: 0.75,
  top3: 1,
  logLoss: 0.25,
  calibrationError: 0.0123,
  labels: ['3', '5'],
  perClass: [
    { label: '3', support: 10, precision: 0.9, recall: 0.8, f1: 0.847 },
    { label: '5', support: 2, precision: 0.5, recall: 0.5, f1: 0.5 },
  ],
  confusion: [
    [8, 2],
    [0, 2],
  ],
};

describe('report', () => {
  it('says what was measured on what', () => {
    expect(summaryLine(evaluation)).toMatch(
      /^MNIST test \[digits\] +12 {2}top-1 +75\.00 % {2}top-3 100\.00 % {2}log loss 0\.2500 {2}ECE +1\.23 %$/,
    );
  });

  it('shows a line for each class with its mistakes, and the matrix with dots for nothing', () => {
    const lines = reportTables(evaluation).split('\n');
    expect(lines[1]).toMatch(/3 +10 +90\.00 % +80\.00 % +84\.70 % +5 2$/);
    expect(lines.slice(-3).map((line) => line.trim().split(/ +/))).toEqual([
      ['3', '5'],
      ['3', '8', '2'],
      ['5', '·', '2'],
    ]);
  });
});
