import { describe, expect, it } from '@jest/globals';
import {
  lineNarrowings,
  lineViewOfQuery,
  NO_LINE_NARROWED,
  queryOfLineView,
  USUAL_LINE_VIEW,
} from './line-address';
import { changedView } from '../../shared/query-fields';

const ID = '01890000-0000-7000-8000-0123456789ab';

describe('address of a review of lines', () => {
  it('says of the usual view only that it is of lines', () => {
    expect(queryOfLineView(USUAL_LINE_VIEW)).toEqual({ show: 'lines' });
    expect(lineViewOfQuery({ show: 'lines' })).toEqual(USUAL_LINE_VIEW);
  });

  it.each([
    { status: 'approved', sort: 'newest' },
    { status: 'pending', sort: 'suspicion', task: 'text', kind: 'corrected', writer: ID },
  ] as const)('brings back %j', (view) => {
    const address = new URLSearchParams(queryOfLineView(view));
    expect(lineViewOfQuery(Object.fromEntries(address))).toEqual(view);
  });

  it('leaves out what it cannot read, what characters alone have too', () => {
    const query = {
      status: 'x',
      sort: 'likeness',
      task: 'letters',
      kind: [],
      writer: 'me',
      label: '7',
    };
    expect(lineViewOfQuery(query)).toEqual(USUAL_LINE_VIEW);
  });

  it('counts and takes out what narrows', () => {
    const narrow = changedView(USUAL_LINE_VIEW, { task: 'digits', writer: ID });
    expect(lineNarrowings(narrow)).toBe(2);
    expect(changedView(narrow, NO_LINE_NARROWED)).toEqual(USUAL_LINE_VIEW);
  });
});
