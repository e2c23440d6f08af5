import { describe, expect, it } from '@jest/globals';
import { judge } from './judge.js';
import type { LockedCorrection } from './review.repository.js';

const correction = (change: Partial<LockedCorrection> = {}): LockedCorrection => ({
  id: 'c',
  sampleId: 's',
  network: 'characters',
  task: 'letters',
  label: 'C',
  revision: 1,
  ...change,
});

describe('judge', () => {
  it("takes the writer's word unless the reviewer has another", () => {
    expect(judge([correction()], { decision: 'approve' })).toMatchObject([
      { status: 'approved', reviewerLabel: null, label: 'C' },
    ]);
    expect(judge([correction()], { decision: 'approve', label: 'o' })).toMatchObject([
      { status: 'approved', reviewerLabel: 'O', label: 'O' },
    ]);
    // The same class in another case is the writer's own.
    expect(judge([correction()], { decision: 'approve', label: 'c' })).toMatchObject([
      { reviewerLabel: null, label: 'C' },
    ]);
  });

  it('rejects without a label of its own', () => {
    expect(judge([correction()], { decision: 'reject' })).toMatchObject([
      { status: 'rejected', reviewerLabel: null, label: 'C' },
    ]);
  });

  it('refuses a label that one of the tasks does not have, and names those it has', () => {
    const both = [correction(), correction({ id: 'd', network: 'digits', task: 'digits' })];
    expect(() => judge(both, { decision: 'approve', label: 'C' })).toThrow(
      '"C" is no label of digits. Labels: 0 1 2 3 4 5 6 7 8 9',
    );
  });
});
