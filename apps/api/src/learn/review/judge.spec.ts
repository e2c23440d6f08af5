import { describe, expect, it } from '@jest/globals';
import { judge, type Wanted } from './judge.js';
import {
  countsAs,
  type LockedCharacter,
  type LockedCorrection,
  type LockedLine,
} from './verdict.js';

const character = (change: Partial<LockedCharacter> = {}): LockedCharacter => ({
  kind: 'character',
  id: 'c',
  sampleId: 's',
  network: 'characters',
  task: 'letters',
  written: 'C',
  reviewed: null,
  status: 'pending',
  revision: 1,
  ...change,
});

const line = (change: Partial<LockedLine> = {}): LockedLine => ({
  kind: 'line',
  id: 'l',
  lineId: 'n',
  task: 'text',
  rows: 1,
  written: 'two words',
  reviewed: null,
  status: 'pending',
  revision: 1,
  ...change,
});

const judged = (wanted: Wanted, correction: LockedCorrection = character()) => {
  const [verdict] = judge([correction], wanted);
  const { status, reviewed } = verdict!;
  return { status, reviewed, counts: countsAs(verdict!.correction, verdict!) };
};

describe('judge', () => {
  it("takes the writer's word unless the reviewer has another", () => {
    expect(judged({ decision: 'approve' })).toEqual({
      status: 'approved',
      reviewed: null,
      counts: 'C',
    });
    expect(judged({ decision: 'approve', label: 'o' })).toEqual({
      status: 'approved',
      reviewed: 'O',
      counts: 'O',
    });
    // The same class in another case is the writer's own.
    expect(judged({ decision: 'approve', label: 'c' })).toMatchObject({ reviewed: null });
  });

  it('rejects and reopens without a label of its own', () => {
    const decided = character({ status: 'approved', reviewed: 'O' });
    expect(judged({ decision: 'reject' }, decided)).toEqual({
      status: 'rejected',
      reviewed: null,
      counts: 'C',
    });
    expect(judged({ decision: 'reopen' }, decided)).toEqual({
      status: 'pending',
      reviewed: null,
      counts: 'C',
    });
  });

  it('refuses a label that one of the tasks does not have, and names those it has', () => {
    const both = [character(), character({ id: 'd', network: 'digits', task: 'digits' })];
    expect(() => judge(both, { decision: 'approve', label: 'C' })).toThrow(
      '"C" is no label of digits. Labels: 0 1 2 3 4 5 6 7 8 9',
    );
  });

  it('retypes a line, case and all, and keeps the text only where it differs', () => {
    expect(judged({ decision: 'approve', text: ' Two   words ' }, line())).toEqual({
      status: 'approved',
      reviewed: 'Two words',
      counts: 'Two words',
    });
    expect(judged({ decision: 'approve', text: 'two words ' }, line())).toMatchObject({
      reviewed: null,
    });
    const retyped = line({ status: 'approved', reviewed: 'Two words' });
    expect(judged({ decision: 'approve' }, retyped)).toMatchObject({ reviewed: null });
    expect(judged({ decision: 'reopen' }, retyped)).toMatchObject({ counts: 'two words' });
  });

  it('refuses a text of other rows', () => {
    const two = line({ rows: 2, written: 'two\nrows' });
    expect(judged({ decision: 'approve', text: 'no\nrows' }, two)).toMatchObject({
      reviewed: 'no\nrows',
    });
    for (const text of ['two rows', 'two\n\nrows', 'two\n ']) {
      expect(() => judge([two], { decision: 'approve', text })).toThrow(/row/);
    }
  });

  it('refuses a label for a line and a text for a character', () => {
    const mixed = [character(), line()];
    expect(() => judge(mixed, { decision: 'approve', label: 'o' })).toThrow('A line has no label');
    expect(() => judge(mixed, { decision: 'approve', text: 'o' })).toThrow('A character has no');
    expect(judge(mixed, { decision: 'approve' }).map(({ status }) => status)).toEqual([
      'approved',
      'approved',
    ]);
  });
});
