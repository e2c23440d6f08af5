import { describe, expect, it } from '@jest/globals';
import { latencyRule } from './latency-rule.js';

describe('latencyRule', () => {
  it('needs no measurement of the same graph', () => {
    expect(latencyRule('same graph', 1.2)).toMatchObject({
      passed: true,
      figures: { sameGraph: true },
    });
  });

  it('allows another graph a fifth more', () => {
    expect(latencyRule({ championMs: 1, challengerMs: 1.2 }, 1.2).passed).toBe(true);
    const slow = latencyRule({ championMs: 1, challengerMs: 1.3 }, 1.2);
    expect(slow.passed).toBe(false);
    expect(slow.sentence).toContain('1.30 times as long; limit 1.20');
  });
});
