import { describe, expect, it } from '@jest/globals';
import { CHARACTERS } from './character-kind';
import { LINES } from './line-kind';
import { lineItem, reviewItem } from './testing/review-item';
import { judged } from './verdict';

describe('judged', () => {
  it('does to an item what the server will', () => {
    const one = reviewItem('a');
    expect(judged(CHARACTERS, one, { decision: 'approve' })).toMatchObject({
      ...{ status: 'approved', reviewerLabel: null, revision: 2 },
    });
    expect(judged(CHARACTERS, one, { decision: 'approve', as: '2' })).toMatchObject({
      reviewerLabel: '2',
    });
    expect(judged(CHARACTERS, one, { decision: 'approve', as: '1' })).toMatchObject({
      reviewerLabel: null,
    });
    const relabelled = { ...one, reviewerLabel: '2' };
    expect(judged(CHARACTERS, relabelled, { decision: 'reject' })).toMatchObject({
      ...{ status: 'rejected', reviewerLabel: null },
    });
    expect(judged(CHARACTERS, relabelled, { decision: 'reopen' })).toMatchObject({
      status: 'pending',
    });
  });

  it('takes the class that a letter stands for', () => {
    const letter = reviewItem('a', { task: 'letters', network: 'characters', label: 'O' });
    expect(judged(CHARACTERS, letter, { decision: 'approve', as: 'c' }).reviewerLabel).toBe('C');
    expect(judged(CHARACTERS, letter, { decision: 'approve', as: 'o' }).reviewerLabel).toBeNull();
  });
});

describe('lines', () => {
  const retype = { decision: 'approve', as: ' 2987 ' } as const;

  it('are retyped as the server will keep the text', () => {
    expect(judged(LINES, lineItem('a'), retype)).toMatchObject({
      ...{ status: 'approved', text: '2947', reviewerText: '2987', revision: 2 },
    });
    const own = { decision: 'approve', as: '2947  ' } as const;
    expect(judged(LINES, lineItem('a'), own).reviewerText).toBeNull();
    const retyped = lineItem('a', { reviewerText: '2987', status: 'approved' });
    expect(judged(LINES, retyped, { decision: 'reopen' })).toMatchObject({
      ...{ status: 'pending', reviewerText: null },
    });
  });

  it('say why a text cannot be theirs', () => {
    const two = lineItem('c', { rows: 2, text: '29\n47' });
    expect(LINES.refusal([lineItem('a')], '2987')).toBeNull();
    expect(LINES.refusal([two], '29\n87 ')).toBeNull();
    expect(LINES.refusal([lineItem('a')], '29\n87')).toBe('This line has one row.');
    expect(LINES.refusal([two], '2987')).toMatch(/^This line has 2 rows/);
    expect(LINES.refusal([lineItem('a')], '  ')).toBe('Write what each row says.');
    expect(LINES.refusal([lineItem('a')], '29😀7')).toMatch(/^Only printable ASCII/);
  });
});
