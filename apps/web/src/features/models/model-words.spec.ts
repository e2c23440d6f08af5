import { expect, it } from '@jest/globals';
import {
  expectedWords,
  formerChampion,
  gateShareWords,
  newerBase,
  oldToNew,
  promotionWords,
  rollbackWords,
  statusWords,
} from './model-words';

const period = (from: string, to: string | null) => ({ from, to, by: 'Anna', reason: '' });
const of = (
  version: number,
  status: 'champion' | 'retired' | 'candidate' | 'rejected',
  ...service: ReturnType<typeof period>[]
) => ({ version, status, service });

it('should say how a version stands', () => {
  expect(statusWords(of(1, 'champion'))).toBe('in service');
  expect(statusWords(of(1, 'candidate'))).toBe('not promoted');
  expect(statusWords(of(1, 'rejected'))).toBe('failed the gate');
});

it('should name the words that are expected, some of many', () => {
  expect(expectedWords(undefined)).toBeNull();
  expect(expectedWords([])).toBeNull();
  const two = ['pipette', 'agar'].map((word) => ({ word, people: 2 }));
  expect(expectedWords(two)).toBe('pipette, agar');
  const many = Array.from({ length: 1040 }, () => ({ word: 'w', people: 2 }));
  expect(expectedWords(many)).toMatch(/^(w, ){29}w and 1,010 more$/);
});

it('should say what is read right of the gate set, of lines of all its parts', () => {
  const metric = (dataset: string, task: string, samples: number, top1: number) => ({
    ...{ dataset, task, samples, top1 },
  });
  const digits = [
    metric('Gate set', 'letters', 10, 0.5),
    metric('Gate set', 'digits', 5004, 0.9928),
    metric('MNIST test', 'digits', 10_000, 0.5),
  ];
  expect(gateShareWords({ network: 'digits', metrics: digits })).toBe(
    'reads 99.28% of the gate set',
  );
  const lines = [
    metric('Gate set: numbers', 'digits', 300, 0.9),
    metric('Gate set: words', 'text', 100, 0.5),
    metric('words, as ink', 'text', 600, 0.1),
  ];
  expect(gateShareWords({ network: 'lines', metrics: lines })).toBe(
    '80.00% of the gate set wholly right',
  );
  expect(gateShareWords({ network: 'lines', metrics: lines.slice(2) })).toBeNull();
});

it('should compare from old to new, whichever was selected first', () => {
  const versions = [
    { id: 'x', version: 10 },
    { id: 'y', version: 9 },
  ];
  expect(oldToNew(versions, 'x', 'y')).toEqual({ a: 'y', b: 'x' });
  expect(oldToNew(versions, 'y', 'x')).toEqual({ a: 'y', b: 'x' });
  expect(oldToNew(versions, 'x', 'not known')).toEqual({ a: 'x', b: 'not known' });
});

it('should say what a promotion changes', () => {
  expect(promotionWords({ version: 8 }, { version: 7 })).toBe(
    'Version 8 will answer everyone. Version 7 is retired; you can roll back to it.',
  );
  expect(rollbackWords({ version: 7 }, { version: 8 }, 'digits')).toBe(
    'Version 7 will answer everyone; version 8 is retired. ' +
      'Automatic promotion of digits pauses until an admin resumes it.',
  );
});

it('should know which version a rollback puts back', () => {
  const one = of(1, 'retired', period('2026-01-01', '2026-01-02'));
  const two = of(2, 'retired', period('2026-01-02', '2026-01-05'));
  // In service a second time.
  const again = of(
    3,
    'retired',
    period('2026-01-05', '2026-01-06'),
    period('2026-01-03', '2026-01-04'),
  );
  const champion = of(4, 'champion', period('2026-01-06', null));
  const refused = of(5, 'rejected');
  expect(formerChampion([refused, champion, two, one])).toBe(two);
  expect(formerChampion([champion, again, two, one])).toBe(again);
  expect(formerChampion([champion, refused])).toBeUndefined();
});

it('should know a base model that the champion does not come from', () => {
  const version = (
    id: string,
    parentId: string | null,
    status: 'champion' | 'retired' | 'candidate',
    ...service: ReturnType<typeof period>[]
  ) => ({
    ...{ id, parentId, status, service },
    origin: parentId === null ? ('shipped' as const) : ('trained' as const),
  });
  const old = version('old', null, 'retired', period('2026-01-01', '2026-01-02'));
  const tuned = version('tuned', 'old', 'champion', period('2026-01-02', null));
  const base = version('base', null, 'candidate');
  expect(newerBase([tuned, old])).toBeUndefined();
  expect(newerBase([base, tuned, old])).toBe(base);
  // Trained again from it.
  const again = version('again', 'base', 'champion', period('2026-01-03', null));
  expect(newerBase([again, base, { ...tuned, status: 'retired' as const }, old])).toBeUndefined();
  // Somebody tried it and went back.
  const tried = { ...base, service: [period('2026-01-03', '2026-01-04')] };
  expect(newerBase([tried, tuned, old])).toBeUndefined();
});
