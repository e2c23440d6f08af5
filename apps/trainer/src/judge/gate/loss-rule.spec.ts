import { describe, expect, it } from '@jest/globals';
import { gateRuleResultSchema } from '@inkling/contract';
import { lossRule } from './loss-rule.js';
import { answersWith, range } from './testing/answers-of.js';

const judge = (formerWrong: number[], wrong: number[], count = 5000) =>
  lossRule(
    'gate-set',
    'the champion',
    answersWith(count, formerWrong),
    answersWith(count, wrong),
    0.003,
  );

describe('lossRule', () => {
  it('lets pass who errs as often, on some other glyphs', () => {
    const result = judge(range(0, 23), range(4, 25));
    expect(result.passed).toBe(true);
    expect(result.sentence).toBe(
      'On 5,000 gate glyphs the challenger makes 21 errors, the champion 23: loss at most ' +
        '0.04 points (95% bound), limit 0.30.',
    );
    expect(result.figures).toMatchObject({ lost: 2, won: 4, errors: 21, formerErrors: 23 });
    expect(gateRuleResultSchema.parse(result)).toEqual(result);
  });

  it('stops who loses more than allowed, and who might', () => {
    expect(judge([], range(0, 20)).passed).toBe(false);
    // 8 of 5,000 lost are 0.16 points; the 95 % bound of 34 lost and 26 won is above 0.30.
    const close = judge(range(0, 26), range(26, 60));
    expect(close.figures['loss']).toBeCloseTo(0.0016, 12);
    expect(close.passed).toBe(false);
  });

  it('is not satisfied by a few glyphs', () => {
    const result = judge([], [], 40);
    expect(result.passed).toBe(false);
    expect(result.sentence).toContain('loss at most 7.49 points');
  });

  it('says what is gained', () => {
    expect(judge(range(0, 200), range(0, 100)).sentence).toContain(
      'gain at least 1.68 points (95% bound), loss limit 0.30.',
    );
  });
});
