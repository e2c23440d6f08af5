import { describe, expect, it } from '@jest/globals';
import { groupToggled, inOrder, NOTHING_CHOSEN, rangedTo, toggled } from './selection';

const order = ['a', 'b', 'c', 'd', 'e', 'f'];
const chosen = (selection: { chosen: ReadonlySet<string> }) =>
  [...selection.chosen].sort().join('');

describe('selection', () => {
  it('chooses and takes out single ones', () => {
    const one = toggled(NOTHING_CHOSEN, 'b');
    const two = toggled(one, 'd');
    expect(chosen(two)).toBe('bd');
    expect(chosen(toggled(two, 'b'))).toBe('d');
    expect(chosen(NOTHING_CHOSEN)).toBe('');
  });

  it('draws a range from where the last one was chosen, in both directions', () => {
    const start = toggled(NOTHING_CHOSEN, 'c');
    const down = rangedTo(start, order, 'c', 'e');
    expect(chosen(down)).toBe('cde');
    expect(chosen(rangedTo(down, order, 'e', 'a'))).toBe('abc');
  });

  it('shrinks a range without losing what was chosen before it', () => {
    const before = toggled(toggled(NOTHING_CHOSEN, 'f'), 'a');
    const wide = rangedTo(before, order, 'a', 'd');
    expect(chosen(wide)).toBe('abcdf');
    expect(chosen(rangedTo(wide, order, 'd', 'b'))).toBe('abf');
  });

  it('begins a range where somebody stands, when nothing was chosen or the anchor has gone', () => {
    expect(chosen(rangedTo(NOTHING_CHOSEN, order, 'b', 'd'))).toBe('bcd');
    const gone = toggled(NOTHING_CHOSEN, 'x');
    expect(inOrder(rangedTo(gone, order, 'e', 'f'), order)).toEqual(['e', 'f']);
  });

  it('chooses a whole group, and takes it out when it was chosen', () => {
    const some = toggled(NOTHING_CHOSEN, 'b');
    const all = groupToggled(some, ['a', 'b', 'c']);
    expect(chosen(all)).toBe('abc');
    expect(chosen(groupToggled(all, ['b', 'c']))).toBe('a');
  });

  it('lists what is chosen as it stands', () => {
    const mixed = groupToggled(toggled(NOTHING_CHOSEN, 'f'), ['d', 'gone', 'a']);
    expect(inOrder(mixed, order)).toEqual(['a', 'd', 'f']);
  });
});
