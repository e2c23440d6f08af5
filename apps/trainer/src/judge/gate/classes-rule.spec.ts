import { describe, expect, it } from '@jest/globals';
import { DIGIT_LABELS } from '@inkling/recognizer';
import { classesRule } from './classes-rule.js';
import { answersWith, range } from './testing/answers-of.js';

/** 100 glyphs of each digit in turn: glyph 7 * 100 is the first 7. */
const labels = range(0, 1000).map((at) => Math.floor(at / 100));
const judge = (championWrong: number[], wrong: number[]) =>
  classesRule(
    labels,
    DIGIT_LABELS,
    answersWith(1000, championWrong),
    answersWith(1000, wrong),
    0.05,
  );

describe('classesRule', () => {
  it('finds the class that was lost, although others won as much', () => {
    const result = judge(range(0, 8), range(700, 708));
    expect(result.passed).toBe(false);
    expect(result.figures).toMatchObject({ lostClasses: '7', worstClass: '7', worstLost: 8 });
    // 2^-8, times ten classes.
    expect(result.figures['worstP']).toBeCloseTo(10 / 256, 12);
    expect(result.sentence).toContain('7 (8 glyphs lost, mostly to 1, 0 won, p = 0.0391)');
  });

  it('leaves in peace what may be chance', () => {
    const result = judge([], range(700, 707));
    expect(result.passed).toBe(true);
    expect(result.sentence).toContain(
      'nearest to it is 7 (7 glyphs lost, mostly to 1, 0 won, p = 0.0781)',
    );
    // The same loss spread over all classes is no class's.
    expect(judge([], [5, 105, 205, 305, 405, 505, 605, 705]).passed).toBe(true);
  });

  it('weighs what is won in the same class', () => {
    expect(judge(range(700, 708), range(708, 720)).passed).toBe(true);
    expect(judge(range(700, 708), range(708, 740)).passed).toBe(false);
  });

  it('names no class where nothing differs', () => {
    const result = judge([3], [3]);
    expect(result.sentence).toMatch(/10 classes\)\.$/);
    expect(result.figures['worstClass']).toBeNull();
  });

  it('names every class that is lost', () => {
    const result = judge([], [...range(100, 120), ...range(700, 730)]);
    expect(result.figures['lostClasses']).toBe('1 7');
  });
});
