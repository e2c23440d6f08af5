import { describe, expect, it } from '@jest/globals';
import { commandOf, isEnter, labelOfKey } from './shortcuts';

const plain = { ctrlKey: false, metaKey: false, shiftKey: false, altKey: false };

describe('commandOf', () => {
  it.each([
    [{ ...plain, key: 'Escape' }, 'clear'],
    [{ ...plain, key: 'Enter' }, 'confirm'],
    [{ ...plain, key: '?', shiftKey: true }, 'help'],
    [{ ...plain, key: 'z', ctrlKey: true }, 'undo'],
    [{ ...plain, key: 'z', metaKey: true }, 'undo'],
    [{ ...plain, key: 'Z', ctrlKey: true, shiftKey: true }, 'redo'],
    [{ ...plain, key: 'y', ctrlKey: true }, 'redo'],
    [{ ...plain, key: 'z' }, undefined],
    [{ ...plain, key: 'r', ctrlKey: true }, undefined],
    [{ ...plain, key: 'Escape', altKey: true }, undefined],
  ])('%p is %p', (keystroke, command) => {
    expect(commandOf(keystroke)).toBe(command);
  });
});

describe('isEnter', () => {
  it('is not what an input method takes, nor what breaks a line', () => {
    const enter = { key: 'Enter', shiftKey: false, isComposing: false };
    expect(isEnter(enter)).toBe(true);
    expect(isEnter({ ...enter, isComposing: true })).toBe(false);
    expect(isEnter({ ...enter, shiftKey: true })).toBe(false);
    expect(isEnter({ ...enter, key: 'e' })).toBe(false);
  });
});

describe('labelOfKey', () => {
  it('takes the labels of the task', () => {
    expect(labelOfKey({ ...plain, key: '7' }, 'digits')).toBe('7');
    expect(labelOfKey({ ...plain, key: 'A', shiftKey: true }, 'letters')).toBe('A');
    expect(labelOfKey({ ...plain, key: 'a' }, 'characters')).toBe('a');
  });

  it('takes any case of a merged letter, as it was typed', () => {
    expect(labelOfKey({ ...plain, key: 'c' }, 'letters')).toBe('c');
  });

  it('leaves everything else alone', () => {
    expect(labelOfKey({ ...plain, key: 'a' }, 'digits')).toBeUndefined();
    expect(labelOfKey({ ...plain, key: '7' }, 'letters')).toBeUndefined();
    expect(labelOfKey({ ...plain, key: 'Enter' }, 'letters')).toBeUndefined();
    expect(labelOfKey({ ...plain, key: 'a', ctrlKey: true }, 'letters')).toBeUndefined();
    expect(labelOfKey({ ...plain, key: 'ß' }, 'letters')).toBeUndefined();
  });
});
