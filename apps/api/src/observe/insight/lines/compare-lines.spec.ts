import { describe, expect, it } from '@jest/globals';
import { compareLines } from './compare-lines.js';

const MONDAY = new Date('2026-03-02T00:00:00Z');
const TUESDAY = new Date('2026-03-03T00:00:00Z');

const line = (answered: string, truth: string, start = MONDAY) => ({ start, answered, truth });

const pairsOf = async (...lines: ReturnType<typeof line>[]) =>
  Object.fromEntries(
    (await compareLines(lines)).counts.map(({ answered, truth, count }) => [
      `${answered}>${truth}`,
      count,
    ]),
  );

describe('compareLines', () => {
  it('counts characters and edits by step, spaces and rows aside', async () => {
    const { steps } = await compareLines([
      line('1742', '1745'),
      line('two words', 'twowords'),
      line('29\n07', '2907', TUESDAY),
      line('', '12', TUESDAY),
    ]);
    expect(Object.fromEntries(steps)).toEqual({
      '2026-03-02T00:00:00.000Z': { compared: 2, characters: 12, edits: 1 },
      '2026-03-03T00:00:00.000Z': { compared: 2, characters: 6, edits: 2 },
    });
  });

  it('counts which character stands for which, right, missed and too many ones', async () => {
    expect(await pairsOf(line('17', '77'), line('77', '7'), line('1', '12'))).toEqual({
      '1>7': 1,
      '7>7': 2,
      '7>': 1,
      '1>1': 1,
      '>2': 1,
    });
  });

  it('takes no more time than it may, and says how far it came', async () => {
    const long = 'a'.repeat(100);
    const lines = Array.from({ length: 5 }, () => line(long, long));
    const { steps } = await compareLines(lines, 30_000);
    expect([...steps.values()]).toEqual([{ compared: 3, characters: 300, edits: 0 }]);
  });

  it('lets others work in between', async () => {
    const long = 'a'.repeat(500);
    let worked = 0;
    const other = setInterval(() => worked++, 0);
    await compareLines(Array.from({ length: 40 }, () => line(long, long)));
    clearInterval(other);
    expect(worked).toBeGreaterThan(0);
  });
});
