import { expect, it } from '@jest/globals';
import { byDay, dayRange } from './days';

const at = (iso: string) => ({ at: new Date(iso).toISOString() });

it('puts entries under their days, by the clock of whoever reads', () => {
  const items = [at('2026-06-15T23:59:00'), at('2026-06-15T00:00:00'), at('2026-06-14T12:00:00')];
  expect(byDay(items).map(({ name, items: { length } }) => [name, length])).toEqual([
    ['Monday, 15 June 2026', 2],
    ['Sunday, 14 June 2026', 1],
  ]);
  expect(byDay([])).toEqual([]);
});

it('asks from the begin of a day to the end of another', () => {
  expect(dayRange('2026-06-14', '2026-06-15')).toEqual({
    from: new Date('2026-06-14T00:00:00').toISOString(),
    to: new Date('2026-06-16T00:00:00').toISOString(),
  });
  expect(dayRange('', '2026-06-15')).toEqual({ to: new Date('2026-06-16T00:00:00').toISOString() });
  expect(dayRange('soon', '')).toEqual({});
});
