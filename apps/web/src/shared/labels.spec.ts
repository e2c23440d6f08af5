import { describe, expect, it } from '@jest/globals';
import { labelProblem, labelScale, otherTaskWords, taskOf } from './labels';

describe('labels', () => {
  it('says what is wrong with a label', () => {
    expect(labelProblem('kilogram')).toBeUndefined();
    expect(labelProblem('123456789')).toBe('That is 9 characters. A label has at most 8.');
    expect(labelProblem('  ')).toMatch(/at least one/);
    expect(labelProblem('a b')).toMatch(/blanks/);
    expect(labelProblem('\u200b')).toMatch(/can’t be seen/);
  });

  it('names the task that has a class', () => {
    expect(otherTaskWords('digits', 'A')).toBe(
      'A is a letter. Choose Letters or Both to teach it.',
    );
    expect(otherTaskWords('letters', '7')).toBe('7 is a digit. Choose Digits or Both to teach it.');
    expect(otherTaskWords('digits', '✓')).toBeUndefined();
    expect(otherTaskWords('characters', 'A')).toBeUndefined();
  });

  it('corrects in all characters what an alphabet read', () => {
    expect(taskOf('letters')).toBe('letters');
    expect(taskOf('0195c0de-0000-7000-8000-000000000000')).toBe('characters');
  });

  it('makes long labels smaller, never single characters', () => {
    expect(labelScale('W', 0.5)).toBe(1);
    expect(labelScale('kg', 3)).toBe(1);
    expect(labelScale('kilogram', 2)).toBeLessThan(0.5);
  });
});
