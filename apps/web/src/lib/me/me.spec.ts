import { expect, it } from '@jest/globals';
import type { OwnInsight } from '@inkling/contract';
import { ownCells, ownChart, shareReadRight } from './own-chart';
import { decidedWords } from './words';

const insight: OwnInsight = {
  period: { from: '', to: '', zone: 'UTC', bucket: 'month' },
  rows: [
    { start: '2026-03-01T12:00', predictions: 8, said: 3, corrected: 2, byMemory: 1 },
    { start: '2026-04-01T12:00', predictions: 2, said: 0, corrected: 0, byMemory: 2 },
  ],
  totals: { predictions: 10, said: 3, corrected: 2, byMemory: 3 },
  confusions: [],
  samples: { total: 3, pending: 3, approved: 0, rejected: 0 },
};

it('takes what was not corrected for read right', () => {
  expect(shareReadRight(insight)).toBe(0.8);
  expect(ownChart(insight, false).lines[0]!.points.map(([, y]) => y)).toEqual([0.75, 1]);
  expect(ownCells(insight)[0]!.slice(1)).toEqual(['8', '2', '75 %', '1']);
  const nothing = { predictions: 0, said: 0, corrected: 0, byMemory: 0 };
  expect(shareReadRight({ ...insight, totals: nothing })).toBeNull();
});

it('says what a sample decided, and for whom', () => {
  expect(decidedWords({ own: 0, others: 0 })).toBe('decided no answer yet');
  expect(decidedWords({ own: 3, others: 0 })).toBe('decided 3 of yours');
  expect(decidedWords({ own: 1, others: 1200 })).toBe('decided 1 of yours, 1,200 of others');
});
