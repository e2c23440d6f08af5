import { describe, expect, it } from '@jest/globals';
import { placeLines, type SaidLine } from './line-holdout.js';

const line = (id: string, text: string, formerPart?: SaidLine['formerPart']): SaidLine => ({
  ...{ id, writerId: 'anna', text, formerPart },
});
const partOf = (lines: readonly SaidLine[], id: string) => placeLines(lines).get(id)?.part;

describe('placeLines', () => {
  it('keeps about one in five back, always the same', () => {
    const lines = Array.from({ length: 500 }, (_, at) => line(`id${at}`, `text ${at}`));
    const places = [...placeLines(lines).values()];
    const held = places.filter(({ part }) => part === 'holdout').length;
    expect(held).toBeGreaterThan(60);
    expect(held).toBeLessThan(140);
    expect([...placeLines(lines).values()]).toEqual(places);
  });

  it('puts what somebody writes twice on one side, in one group', () => {
    const places = placeLines([line('a', '42'), line('b', '42'), line('c', '43')]);
    expect(places.get('b')).toEqual(places.get('a'));
    expect(places.get('c')!.group).not.toBe(places.get('a')!.group);
  });

  it('leaves lines where an earlier job had them, and new ones beside them', () => {
    const held = [line('b', '42'), line('a', '42', 'holdout')];
    expect(partOf(held, 'a')).toBe('holdout');
    expect(partOf(held, 'b')).toBe('holdout');
    expect(partOf([line('a', '42', 'train'), line('b', '42')], 'b')).toBe('train');
  });

  it('takes no new line that stands on both sides already', () => {
    const lines = [line('a', '42', 'train'), line('b', '42', 'holdout'), line('c', '42')];
    expect(partOf(lines, 'a')).toBe('train');
    expect(partOf(lines, 'c')).toBeUndefined();
  });
});
