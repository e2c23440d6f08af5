import { describe, expect, it } from '@jest/globals';
import { judge } from './judge.js';
import { labelOf, type LockedCorrection } from './verdict.js';

const correction = (change: Partial<LockedCorrection> = {}): LockedCorrection => ({
  id: 'c',
  sampleId: 's',
  network: 'characters',
  task: 'letters',
  label: 'C',
  reviewerLabel: null,
  status: 'pending',
  revision: 1,
  ...change,
});

const judged = (request: Parameters<typeof judge>[1], change: Partial<LockedCorrection> = {}) => {
  const [verdict] = judge([correction(change)], request);
  const { status, reviewerLabel } = verdict!;
  return { status, reviewerLabel, label: labelOf(verdict!.correction, verdict!) };
};

describe('judge', () => {
  it("takes the writer's word unless the reviewer has another", () => {
    expect(judged({ decision: 'approve' })).toEqual({
      status: 'approved',
      reviewerLabel: null,
      label: 'C',
    });
    expect(judged({ decision: 'approve', label: 'o' })).toEqual({
      status: 'approved',
      reviewerLabel: 'O',
      label: 'O',
    });
    // The same class in another case is the writer's own.
    expect(judged({ decision: 'approve', label: 'c' })).toMatchObject({ reviewerLabel: null });
  });

  it('rejects and reopens without a label of its own', () => {
    const decided = { status: 'approved', reviewerLabel: 'O' } as const;
    expect(judged({ decision: 'reject' }, decided)).toEqual({
      status: 'rejected',
      reviewerLabel: null,
      label: 'C',
    });
    expect(judged({ decision: 'reopen' }, decided)).toEqual({
      status: 'pending',
      reviewerLabel: null,
      label: 'C',
    });
  });

  it('refuses a label that one of the tasks does not have, and names those it has', () => {
    const both = [correction(), correction({ id: 'd', network: 'digits', task: 'digits' })];
    expect(() => judge(both, { decision: 'approve', label: 'C' })).toThrow(
      '"C" is no label of digits. Labels: 0 1 2 3 4 5 6 7 8 9',
    );
  });
});
