import { describe, expect, it } from '@jest/globals';
import type { GateReport, GateRuleResult } from '@inkling/contract';
import { withSymbols } from './with-symbols.js';

const rule = (name: GateRuleResult['rule'], passed: boolean): GateRuleResult => ({
  ...{ rule: name, passed, sentence: `${name}.`, figures: {} },
});
const report: GateReport = {
  passed: true,
  network: 'characters',
  sizes: { gate: 1, holdout: 1, validation: 1 },
  rules: [rule('holdout', true)],
};
const fresh = { isUntouched: false, championHasSome: false };

describe('withSymbols', () => {
  it('has one more rule where symbols pass', () => {
    const { report: all, isGrown } = withSymbols(report, rule('symbols', true), fresh);
    expect([all.passed, isGrown, all.rules.length]).toEqual([true, true, 2]);
    const refused = withSymbols({ ...report, passed: false }, rule('symbols', true), fresh);
    expect(refused.report.passed).toBe(false);
  });

  it('leaves symbols to memory where they alone fail, and says why', () => {
    const failed = rule('symbols', false);
    const { report: without, isGrown } = withSymbols(report, failed, fresh);
    expect([without.passed, isGrown]).toEqual([true, false]);
    expect(without.leftToMemory).toEqual(failed);
    expect(without.rules).toEqual(report.rules);
  });

  it.each([{ isUntouched: true }, { championHasSome: true }])(
    'refuses what would be nothing new, or lose a class: %j',
    (about) => {
      const result = withSymbols(report, rule('symbols', false), { ...fresh, ...about });
      expect([result.report.passed, result.report.leftToMemory]).toEqual([false, undefined]);
    },
  );
});
