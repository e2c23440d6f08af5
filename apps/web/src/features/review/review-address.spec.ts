import { describe, expect, it } from '@jest/globals';
import { changedView } from '../../shared/query-fields';
import {
  narrowings,
  NOTHING_NARROWED,
  openedOfQuery,
  queryOfView,
  reviewedOfQuery,
  USUAL_VIEW,
  viewOfQuery,
} from './review-address';

const ID = '01890000-0000-7000-8000-0123456789ab';

describe('address of a review', () => {
  it('has nothing to say about the usual view', () => {
    expect(queryOfView(USUAL_VIEW)).toEqual({});
    expect(viewOfQuery({})).toEqual(USUAL_VIEW);
  });

  it.each([
    { status: 'approved', sort: 'newest' },
    { status: 'pending', sort: 'suspicion', network: 'digits', predicted: '7', label: '1' },
    { status: 'rejected', sort: 'likeness', writer: ID, cluster: ID },
    { status: 'pending', sort: 'likeness', network: 'characters', label: 'a' },
    { status: 'pending', sort: 'suspicion', kind: 'corrected' },
  ] as const)('brings back %j', (view) => {
    const address = new URLSearchParams(queryOfView(view));
    expect(viewOfQuery(Object.fromEntries(address))).toEqual(view);
  });

  it('leaves out what it cannot read, and keeps the rest', () => {
    const query = {
      status: 'maybe',
      sort: ['newest', 'suspicion'],
      network: 'words',
      label: 'far too long',
      kind: 'wrong',
      read: '',
      writer: 'x',
      cluster: null,
    };
    expect(viewOfQuery(query)).toEqual({ status: 'pending', sort: 'newest' });
  });

  it('knows which item is opened', () => {
    expect(openedOfQuery({ open: ID })).toBe(ID);
    expect(openedOfQuery({ open: '../../x' })).toBeNull();
    expect(openedOfQuery({})).toBeNull();
  });

  it('knows whether characters or lines are shown', () => {
    expect(reviewedOfQuery({})).toBe('characters');
    expect(reviewedOfQuery({ show: 'words' })).toBe('characters');
    expect(reviewedOfQuery({ show: 'lines' })).toBe('lines');
  });

  it('counts a confusion pair as one narrowing', () => {
    expect(narrowings(USUAL_VIEW)).toBe(0);
    expect(narrowings({ ...USUAL_VIEW, predicted: '7', label: '1', network: 'digits' })).toBe(2);
  });

  it('takes a field out with undefined', () => {
    const view = changedView(USUAL_VIEW, { network: 'digits', label: '1' });
    expect(view).toEqual({ ...USUAL_VIEW, network: 'digits', label: '1' });
    expect(changedView(view, { network: undefined })).toEqual({ ...USUAL_VIEW, label: '1' });
    const narrow = changedView(view, {
      kind: 'corrected',
      writer: ID,
      cluster: ID,
      predicted: '7',
    });
    expect(changedView(narrow, NOTHING_NARROWED)).toEqual(USUAL_VIEW);
  });
});
