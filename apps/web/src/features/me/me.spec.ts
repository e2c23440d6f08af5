import { expect, it } from '@jest/globals';
import type { OwnInsight } from '@inkling/contract';
import { learnedFrom, ownAccuracy, ownCells, ownChart } from './own-chart';
import { decidedWords } from './me-words';

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

it('knows an accuracy only of drawings whose label is known', () => {
  expect(ownAccuracy(insight)).toBeCloseTo(1 / 3);
  expect(ownChart(insight, false).lines[0]!.points.map(([, y]) => y)).toEqual([1 - 2 / 3, null]);
  expect(ownCells(insight)[0]!.slice(1)).toEqual(['8', '3', '1', '33%', '1']);
  expect(ownCells(insight)[1]!.slice(1)).toEqual(['2', '0', '0', '–', '2']);
  const unlabelled = { predictions: 9, said: 0, corrected: 0, byMemory: 0 };
  expect(ownAccuracy({ ...insight, totals: unlabelled })).toBeNull();
});

it('counts as learned what is used, not what a reviewer rejected', () => {
  const samples = { total: 9, pending: 4, approved: 3, rejected: 2 };
  expect(learnedFrom({ ...insight, samples })).toBe(7);
});

it('says what a sample decided, and for whom', () => {
  expect(decidedWords({ own: 0, others: 0 })).toBe('decided no answer yet');
  expect(decidedWords({ own: 3, others: 0 })).toBe('decided 3 of yours');
  expect(decidedWords({ own: 1, others: 1200 })).toBe('decided 1 of yours, 1,200 of others');
});
