import { expect, it } from '@jest/globals';
import { LINE_SUSPICION_WEIGHTS, lineSuspicionOf, type RowEvidence } from '@inkling/recognizer';
import { lineReasons, type JudgedCharacter } from './line-reasons.js';

const row = (text: string, read = text, excess = 0): RowEvidence => ({ text, read, excess });
const alike = (label: string): JudgedCharacter => ({
  ...{ label, margin: { value: 7, rival: 1 }, other: '1' },
});
const unlike = (label: string, other: string): JudgedCharacter => ({
  ...{ label, margin: { value: -7, rival: 1 }, other },
});

function reasons(rows: readonly RowEvidence[], characters: readonly JudgedCharacter[] = []) {
  const evidence = { rows, characters: characters.map(({ margin }) => margin) };
  const score = lineSuspicionOf(evidence, LINE_SUSPICION_WEIGHTS.digits);
  return lineReasons(rows, characters, score);
}
const words = (...args: Parameters<typeof reasons>) => reasons(...args).map(({ text }) => text);

it('says that the network reads the same, and nothing of characters that stand nowhere alone', () => {
  expect(words([row('1745')])).toEqual(['The network reads the same.']);
  expect(words([row('1745')], [...'1745'].map(alike))).toEqual([
    'The network reads the same.',
    'All 4 characters that stand alone look right.',
  ]);
});

it('says what fits better, by the words that differ in the row that differs most', () => {
  expect(words([row('1745', '1742', 12)])).toEqual([
    '“1742” fits the ink much better than “1745”.',
  ]);
  expect(words([row('1745', '1742', 3)])[0]).toMatch(/ink better than/);
  expect(words([row('1745', '1742', 1)])[0]).toMatch(/a little better than/);
  const long = row('how much wood would a chuck', 'how much word could a chuck', 20);
  expect(words([row('a', 'b', 4), long, row('same')])[0]).toBe(
    '“word could” fits the ink much better than “wood would”.',
  );
  expect(words([row('the end', 'the end.', 20)])[0]).toContain('“end.” fits');
  expect(words([row('xa end', 'a end', 20)])[0]).toContain(
    '“a” fits the ink much better than “xa”',
  );
});

it('names characters that look like others, and gives the weightiest first', () => {
  const four = [alike('1'), unlike('7', '1'), alike('4'), unlike('5', '2')];
  const told = reasons([row('1745', '1742', 1)], four);
  expect(told.map(({ kind }) => kind)).toEqual(['characters', 'text']);
  expect(told[0]!.text).toBe(
    '2 of 4 characters that stand alone look different: 1 rather than 7, 2 rather than 5.',
  );
  const many = Array.from({ length: 5 }, () => unlike('7', '1'));
  expect(words([row('77777')], many)[0]).toMatch(/^5 of 5 .*: (1 rather than 7, ){3}…\.$/);
});
