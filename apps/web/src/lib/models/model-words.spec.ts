import { expect, it } from '@jest/globals';
import { formerChampion, promotionWords, rollbackWords, statusWords } from './model-words';

const period = (from: string, to: string | null) => ({ from, to, by: 'Anna', reason: '' });
const of = (
  version: number,
  status: 'champion' | 'retired' | 'candidate' | 'rejected',
  ...service: ReturnType<typeof period>[]
) => ({ version, status, service });

it('should say how a version stands', () => {
  expect(statusWords(of(1, 'champion'))).toBe('answers now');
  expect(statusWords(of(1, 'candidate'))).toBe('not in service');
  expect(statusWords(of(1, 'rejected'))).toBe('refused by the gate');
});

it('should say what a promotion changes', () => {
  expect(promotionWords({ version: 8 }, { version: 7 })).toBe(
    'Version 8 answers everybody from then on. Version 7 is retired; it can come back.',
  );
  expect(rollbackWords({ version: 7 }, { version: 8 }, 'digits')).toBe(
    'Version 7 answers everybody from then on; version 8 is retired. ' +
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
