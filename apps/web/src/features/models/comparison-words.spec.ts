import { describe, expect, it } from '@jest/globals';
import type { Comparison, ComparisonTable, SampleComparison } from '@inkling/contract';
import {
  bestTable,
  gateWords,
  limitWords,
  sourceName,
  sourceWords,
  verdictWords,
} from './comparison-words';

const table = (part: Partial<ComparisonTable>): ComparisonTable => ({
  source: 'card',
  dataset: 'Gate set',
  task: 'digits',
  samples: 5004,
  labels: [],
  a: { top1: 1, perClass: [], confusion: [] },
  b: { top1: 1, perClass: [], confusion: [] },
  ...part,
});
const comparison: Comparison = {
  network: 'digits',
  a: { id: 'a', version: 7 },
  b: { id: 'b', version: 8 },
  approved: 214,
  limit: 5000,
  tables: [],
  progress: null,
  pictures: null,
  notes: [],
};
const group = (unlearnt: number) => ({ count: unlearnt + 1, unlearnt, samples: [] });
const pictures = (onlyA: number, onlyB: number, chance: number): SampleComparison => ({
  samples: 214,
  unlearnt: 43,
  bothRight: 200,
  bothWrong: 2,
  onlyA: group(onlyA),
  onlyB: group(onlyB),
  chance,
});

it('should take what nobody has learned from first', () => {
  const tables = [
    table({ source: 'approved' }),
    table({ dataset: 'Validation set' }),
    table({ source: 'unlearnt' }),
    table({}),
  ];
  expect(bestTable(tables)).toBe(tables[3]);
  expect(bestTable(tables.slice(0, 3))).toBe(tables[2]);
  expect(bestTable([])).toBeUndefined();
});

it('should say where figures come from and of how many glyphs', () => {
  expect(sourceName(table({}))).toBe('Gate set, digits');
  expect(sourceWords(table({}))).toMatch(/^5,004 glyphs of the gate set/);
  expect(sourceWords(table({ source: 'approved', samples: 1 }))).toMatch(/^1 glyph: .*inflates/);
});

describe('verdictWords', () => {
  it('should count only what neither has learned from', () => {
    expect(verdictWords(comparison, pictures(3, 12, 0.035))).toBe(
      'Of 43 approved samples that neither was trained on, version 8 is correct on 12 where version 7 ' +
        'is wrong, and wrong on 3 where it is correct. That is more than chance (p = 0.035).',
    );
    expect(verdictWords(comparison, pictures(1, 2, 1))).toMatch('may be chance (p = 1.00)');
    expect(verdictWords(comparison, pictures(0, 0, 1))).toMatch(
      'both read the same ones correctly',
    );
  });
});

it('should state the limit where it cuts', () => {
  expect(limitWords(comparison)).toBe('');
  expect(limitWords({ ...comparison, approved: 12_000 })).toBe(
    'The newest 5,000 of 12,000 approved samples are read.',
  );
});

it('should say what the gate set says of the two', () => {
  const figures = (top1: number) => ({ top1, perClass: [], confusion: [] });
  const tables = [table({ a: figures(0.992_806), b: figures(0.982_014) })];
  expect(gateWords({ ...comparison, tables })).toBe(
    'Of 5,004 glyphs of the gate set version 7 reads 99.28% correctly, version 8 98.20% (−1.08 points).',
  );
  expect(gateWords({ ...comparison, tables: [table({ source: 'unlearnt' })] })).toBe('');
  // Of several parts no one stands for the whole.
  expect(gateWords({ ...comparison, network: 'lines', tables })).toBe('');
});
