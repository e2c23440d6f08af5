import { describe, expect, it } from '@jest/globals';
import { holdoutRule, type HoldoutScore } from './holdout-rule.js';

const score = (errors: number, logLoss: number): HoldoutScore => ({ errors, logLoss });
const judge = (samples: number, champion: HoldoutScore, challenger: HoldoutScore) =>
  holdoutRule(samples, champion, challenger, { fewSamples: 20 });

describe('holdoutRule', () => {
  it.each([
    ['fewer errors', 40, score(5, 0.3), score(4, 0.9), true],
    ['more errors, whatever the log loss', 40, score(5, 0.3), score(6, 0.1), false],
    ['as many errors and a lower log loss', 40, score(5, 0.3), score(5, 0.29), true],
    ['as many errors and the same log loss', 40, score(5, 0.3), score(5, 0.3), false],
    ['few samples: a lower log loss alone', 19, score(1, 0.3), score(2, 0.2), true],
    ['few samples: fewer errors alone', 19, score(2, 0.2), score(1, 0.3), true],
    ['few samples: neither', 19, score(1, 0.2), score(2, 0.3), false],
    ['twenty are enough', 20, score(1, 0.3), score(2, 0.2), false],
  ])('%s', (_, samples, champion, challenger, passed) => {
    expect(judge(samples, champion, challenger).passed).toBe(passed);
  });

  it('tells errors, or the log loss where that decides', () => {
    expect(judge(40, score(5, 0.3), score(1, 0.9)).sentence).toBe(
      'On 40 samples held out, the challenger makes 1 error, the champion 5: better.',
    );
    expect(judge(40, score(5, 0.3), score(6, 0.1)).sentence).toMatch(/: worse\.$/);
    expect(judge(9, score(1, 0.3), score(2, 0.2)).sentence).toBe(
      'On 9 samples held out, the challenger makes 2 errors, the champion 1; its log loss is 0.2000, ' +
        "the champion's 0.3000: better (fewer than 20 samples decide by the log loss).",
    );
  });

  it('does not pass without samples, and says what to do', () => {
    const result = judge(0, score(0, 0), score(0, 0));
    expect(result.passed).toBe(false);
    expect(result.sentence).toContain('Approve more samples');
    expect(result.figures).toMatchObject({ samples: 0, logLoss: null });
  });
});
