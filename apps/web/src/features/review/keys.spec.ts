import { describe, expect, it } from '@jest/globals';
import type { Keystroke } from '../../shared/ui/shortcuts';
import { LINE_KEYS, lineCommandOf, REVIEW_KEYS, reviewCommandOf } from './keys';

const stroke = (key: string, held: Partial<Keystroke> = {}): Keystroke => ({
  key,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  altKey: false,
  ...held,
});
const command = (key: string, held?: Partial<Keystroke>) =>
  reviewCommandOf(stroke(key, held), false);
const labelled = (key: string, held?: Partial<Keystroke>) =>
  reviewCommandOf(stroke(key, held), true);

describe('keys of a review', () => {
  it.each([
    ['a', 'approve'],
    ['R', 'reject'],
    ['l', 'relabel'],
    ['c', 'choose-cluster'],
    [' ', 'choose'],
    ['U', 'undo'],
    ['Enter', 'open'],
    ['Escape', 'back'],
    ['?', 'help'],
  ])('%s: %s, whatever caps lock says', (key, does) => {
    expect(command(key)).toEqual({ do: does });
  });

  it.each([
    ['j', 'next'],
    ['K', 'previous'],
    ['ArrowDown', 'down'],
    ['Home', 'row-start'],
    ['PageUp', 'page-up'],
  ])('%s moves: %s', (key, move) => {
    expect(command(key)).toEqual({ do: 'move', move, extend: false });
    expect(command(key, { shiftKey: true })).toEqual({ do: 'move', move, extend: true });
  });

  it('takes a digit as a label at once, a letter never', () => {
    expect(command('7')).toEqual({ do: 'label', label: '7' });
    expect(command('b')).toBeUndefined();
  });

  it('takes every letter as a label, as typed, once a label was asked for', () => {
    for (const key of ['a', 'A', 'r', 'j', 'l', 'u', '0']) {
      expect(labelled(key)).toEqual({ do: 'label', label: key });
    }
    expect(labelled('Escape')).toEqual({ do: 'back' });
    for (const key of [' ', 'Enter', 'ArrowDown', 'Shift', '?']) {
      expect(labelled(key)).toBeUndefined();
    }
  });

  it('leaves the keys of browser and system alone', () => {
    expect(command('r', { ctrlKey: true })).toBeUndefined();
    expect(labelled('r', { metaKey: true })).toBeUndefined();
    expect(command('ArrowLeft', { altKey: true })).toBeUndefined();
    expect(command('F5')).toBeUndefined();
    expect(command('Tab')).toBeUndefined();
  });

  it('knows a few with Ctrl', () => {
    expect(command('a', { ctrlKey: true })).toEqual({ do: 'choose-all' });
    expect(command('z', { metaKey: true })).toEqual({ do: 'undo' });
    expect(command('z', { metaKey: true, shiftKey: true })).toBeUndefined();
    expect(command('End', { ctrlKey: true })).toEqual({ do: 'move', move: 'last', extend: false });
    expect(command(' ', { shiftKey: true })).toEqual({ do: 'choose-row' });
  });

  it.each([
    ['characters', REVIEW_KEYS],
    ['lines', LINE_KEYS],
  ] as const)('shows each key once: %s', (_of, all) => {
    const shown = all.map(({ keys }) => keys.join(' '));
    expect(new Set(shown).size).toBe(shown.length);
  });
});

describe('keys of a review of lines', () => {
  const line = (key: string, held?: Partial<Keystroke>) => lineCommandOf(stroke(key, held), false);

  it.each([
    ['A', 'approve'],
    ['r', 'reject'],
    ['e', 'relabel'],
    ['Enter', 'relabel'],
    ['l', 'open'],
    [' ', 'choose'],
    ['u', 'undo'],
    ['Escape', 'back'],
    ['?', 'help'],
  ])('%s: %s', (key, does) => {
    expect(line(key)).toEqual({ do: does });
  });

  it('have moves and Ctrl as elsewhere, and no key that is a label', () => {
    expect(line('j')).toEqual({ do: 'move', move: 'next', extend: false });
    expect(line('a', { ctrlKey: true })).toEqual({ do: 'choose-all' });
    for (const key of ['7', 'b', 'c', 'F5']) expect(line(key)).toBeUndefined();
    expect(line('e', { altKey: true })).toBeUndefined();
    expect(lineCommandOf(stroke('Escape'), true)).toEqual({ do: 'back' });
  });
});
