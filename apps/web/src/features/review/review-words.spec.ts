import { describe, expect, it } from '@jest/globals';
import type { SampleRevision } from '@inkling/contract';
import { counted } from '../../shared/words';
import { reviewItem } from './testing/review-item';
import { withItems } from './tiles';
import {
  conflictWords,
  doubtOf,
  personName,
  revisionWords,
  spokenItem,
  verdictWords,
} from './review-words';

const tileOf = (change: Parameters<typeof reviewItem>[1]) =>
  withItems(new Map(), [reviewItem('a', change)]).get('a')!;
const mia = { id: 'mia', name: 'Mia', isGuest: false };
const suspicion = (value: number) => ({ value, reasons: [] });

describe('what a screen reader says of an item', () => {
  it.each([
    [{ suspicion: suspicion(0.9) }, 'read as 7, corrected to 1, by Mia, suspicious'],
    [{ suspicion: suspicion(0.01) }, 'read as 7, corrected to 1, by Mia'],
    [{ label: '7' }, 'read as 7, confirmed, by Mia'],
    [{ label: 'a', predicted: 'A' }, 'read as capital A, corrected to small a, by Mia'],
    [
      { status: 'approved', reviewerLabel: '4' },
      'read as 7, corrected to 1, by Mia, approved, as 4',
    ],
    [{ writer: null }, 'read as 7, corrected to 1, by a deleted person'],
    [
      { line: { id: 'l', lineId: 'n', text: '2917', at: 2 } },
      'read as 7, corrected to 1, by Mia, from the line 2917',
    ],
  ] as const)('%j: %s', (change, words) => {
    expect(spokenItem(tileOf(change))).toBe(words);
  });
});

describe('words of a review', () => {
  it('knows guests by the end of their id', () => {
    expect(personName({ id: '0189-77ab', name: 'Anonymous', isGuest: true })).toBe('guest 77ab');
  });

  it('calls a label suspicious only when it is rather wrong than right', () => {
    expect([null, suspicion(0.1), suspicion(0.3), suspicion(0.5)].map(doubtOf)).toEqual([
      ...['none', 'none', 'doubtful', 'suspicious'],
    ]);
  });

  it('says calmly who was first', () => {
    const at = '2026-01-01T12:00:00.000Z';
    const now = Date.parse(at) + 60_000;
    const decided = { id: 'a', status: 'approved', label: '1', revision: 2, at } as const;
    expect(conflictWords({ ...decided, change: 'approved', by: mia }, now)).toMatch(
      /^Mia approved this \(1\), 1 minute ago\./,
    );
    const rejected = { ...decided, status: 'rejected', change: 'rejected', by: null } as const;
    expect(conflictWords(rejected, now)).toMatch(/^Someone rejected this, 1 minute ago\./);
  });

  it('tells the history of a sample', () => {
    const revision = (change: string, more: Partial<SampleRevision> = {}): SampleRevision => ({
      ...{ revision: 1, change, label: '1', reviewerLabel: null, status: 'pending', before: null },
      ...{ by: mia, at: '2026-01-01T12:00:00.000Z', note: null, automatic: false },
      decisionId: null,
      ...more,
    });
    const before = { label: '4', reviewerLabel: null, status: 'pending' } as const;
    expect(revisionWords(revision('corrected'))).toBe('Mia labelled it 1');
    expect(revisionWords(revision('corrected again', { before }))).toBe(
      'Mia changed it from 4 to 1',
    );
    expect(revisionWords(revision('approved', { reviewerLabel: '2' }))).toBe(
      'Mia approved it as 2',
    );
    expect(revisionWords(revision('approved', { automatic: true, by: null }))).toBe(
      'Approved automatically as 1: trusted writer',
    );
    expect(revisionWords(revision('rejected', { by: null }))).toBe('A deleted person rejected it');
  });

  it('says what was done to one and to many', () => {
    expect(verdictWords(1, { decision: 'approve' })).toBe('Approved.');
    expect(verdictWords(12, { decision: 'approve', as: '7' })).toBe('Approved 12 as 7.');
    expect(verdictWords(3, { decision: 'reject' })).toBe('Rejected 3.');
    expect(verdictWords(3, { decision: 'reopen' })).toBe('Reopened 3.');
    expect(counted(1, 'correction')).toBe('1 correction');
    expect(counted(1200, 'correction')).toBe('1,200 corrections');
  });
});
