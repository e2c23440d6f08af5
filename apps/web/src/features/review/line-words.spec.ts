import { describe, expect, it } from '@jest/globals';
import type { LineRevision, LineSample } from '@inkling/contract';
import { doubtReason, lineRevisionWords, samplesWords, spokenLineItem } from './line-words';
import { lineItem } from './testing/review-item';
import { withItems } from './tiles';

const tileOf = (change: Parameters<typeof lineItem>[1]) =>
  withItems(new Map(), [lineItem('a', change)]).get('a')!;
const sample = (at: number, status: LineSample['status']): LineSample => ({
  ...{ id: `${at}`, sampleId: `${at}`, label: '7', at, status },
});
const reason = (text: string, weight: number) => ({ kind: 'text' as const, text, weight });

describe('what a screen reader says of a line', () => {
  it.each([
    [{}, 'read as 2907, corrected to 2947, by Mia, no separate characters'],
    [{ text: '2907' }, 'read as 2907, confirmed, by Mia, no separate characters'],
    [
      { status: 'approved', reviewerText: '2987', samples: [sample(0, 'approved')] },
      'read as 2907, corrected to 2947, by Mia, approved, as 2987, 1 character approved',
    ],
    [
      { predicted: '29\n07', text: '29\n47', suspicion: { value: 0.9, reasons: [] } },
      'read as 29, next row 07, corrected to 29, next row 47, by Mia, suspicious, no separate characters',
    ],
  ] as const)('%j: %s', (change, words) => {
    expect(spokenLineItem(tileOf(change as Parameters<typeof lineItem>[1]))).toBe(words);
  });
});

describe('words of a line', () => {
  it('tells how its characters stand', () => {
    const some = [sample(0, 'pending'), sample(1, 'approved'), sample(2, 'pending')];
    expect(samplesWords(some)).toBe('3 characters: 1 approved, 2 waiting');
    expect(samplesWords([some[0]!, some[2]!])).toBe('2 characters waiting');
  });

  it('gives the weightiest reason of a doubt alone', () => {
    const reasons = [reason('It fits.', -1), reason('Another fits better.', 3)];
    expect(doubtReason(lineItem('a', { suspicion: { value: 0.8, reasons } }))).toBe(
      'Another fits better.',
    );
    expect(doubtReason(lineItem('a', { suspicion: { value: 0.1, reasons } }))).toBeNull();
    expect(doubtReason(lineItem('a'))).toBeNull();
  });

  it('tells its history', () => {
    const revision: LineRevision = {
      ...{ revision: 2, change: 'approved', text: '2947', reviewerText: null, status: 'approved' },
      ...{ by: { id: 'mia', name: 'Mia', isGuest: false }, at: '2026-01-01T12:00:00.000Z' },
      ...{ before: null, note: null, automatic: false, decisionId: null },
    };
    expect(lineRevisionWords(revision)).toBe('Mia approved it as “2947”');
    expect(lineRevisionWords({ ...revision, reviewerText: '29\n87' })).toBe(
      'Mia approved it as “29 ⏎ 87”',
    );
    const before = { text: '2907', reviewerText: null, status: 'pending' } as const;
    const again = { ...revision, change: 'corrected again', before };
    expect(lineRevisionWords(again)).toBe('Mia changed it from “2907” to “2947”');
  });
});
