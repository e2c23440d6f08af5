import { describe, expect, it } from '@jest/globals';
import type { Row } from './row.js';
import { classesTable, countsTable, rowsTable } from './table.js';

const row = (suite: string, model: string, more: Partial<Row> = {}): Row => ({
  model,
  suite,
  task: 'digits',
  known: 'unseen',
  figures: {
    samples: 12,
    refused: 0,
    top1: 0.75,
    top3: 1,
    calibrationError: 0.0123,
    mostCertainRight: 0.8,
    sureShare: 0.5,
    sureRight: 0.99,
    sureOtherCase: 0.004,
    macroF1: 0.7,
  },
  ...more,
});
const cells = (table: string) => table.split('\n').map((line) => line.trim().split(/ {2,}/));

describe('rowsTable', () => {
  it('puts the networks of a suite under one another, and writers only where they are known', () => {
    const writers = { writers: 3, worst: 0.5, median: 0.9, best: 1 };
    const table = rowsTable([row('A', 'old'), row('B', 'old', { writers }), row('A', 'new')]);
    const [head, , ...lines] = cells(table);
    expect(head).toContain('ECE');
    const figures = ['12', '75.00', '100.00', '70.00', '1.23', '80.00', '50.00', '99.00', '0.40'];
    expect(lines).toEqual([
      ['A', 'digits', 'old', 'unseen', ...figures],
      ['A', 'digits', 'new', 'unseen', ...figures],
      ['B', 'digits', 'old', 'unseen', ...figures, '3', '50.00', '90.00', '100.00'],
    ]);
  });
});

describe('classesTable', () => {
  it('has a line for each class of the rows that have classes', () => {
    const perClass = [{ label: '3', support: 10, precision: 0.9, recall: 0.8, f1: 0.847 }];
    const figures = { ...row('A', 'old').figures, perClass };
    const table = classesTable([row('A', 'old', { figures }), row('B', 'old')]);
    expect(cells(table).slice(2)).toEqual([
      ['A', 'digits', 'old', '3', '10', '90.00', '80.00', '84.70'],
    ]);
  });
});

describe('countsTable', () => {
  it('has a line for each way of writing and a column for each part', () => {
    const count = { label: '0', name: 'slashed', of: 9, writers: 2 };
    const table = countsTable([
      { ...count, part: 'train', samples: 4 },
      { ...count, part: 'unseen', samples: 5 },
    ]);
    expect(cells(table)).toEqual([
      ['way of writing', 'train', 'unseen'],
      [expect.stringMatching(/^-+$/), expect.stringMatching(/^-+$/), expect.stringMatching(/^-+$/)],
      ['0 slashed', '4 of 9, 2 writers', '5 of 9, 2 writers'],
    ]);
  });
});
