import { describe, expect, it } from '@jest/globals';
import { readDraft, writeDraft } from './draft';

const stroke = {
  points: [
    [1, 2, 0],
    [3, 4.5, 16, 0.7],
  ] as never,
  penWidth: 16,
  hasPressure: true,
};

describe('draft', () => {
  it('brings strokes and prediction back', () => {
    const draft = readDraft(writeDraft({ strokes: [stroke], prediction: 'abc' }));
    expect(draft?.sheet.strokes).toEqual([stroke]);
    expect(draft?.prediction).toBe('abc');
  });

  it.each([
    null,
    '',
    'no json',
    '{}',
    '{"strokes":[]}',
    '{"strokes":[{"points":[["a",1]],"penWidth":16,"hasPressure":false}]}',
    '{"strokes":[{"points":[[1,2]]}]}',
  ])('starts blank from %p', (text) => {
    expect(readDraft(text)).toBeNull();
  });
});
