import type { GateReport, GateRuleResult } from '@inkling/contract';

interface About {
  /** The network was not trained: without classes for symbols it is what serves. */
  readonly isUntouched: boolean;
  /** The champion has classes for symbols: without any, an old class would be lost. */
  readonly championHasSome: boolean;
}

/**
 * The verdict on a challenger whose symbols were to get classes. Where these alone don't pass, they are left to memory,
 * and the challenger is what was judged without them; unless it would then be nothing new, or take classes away.
 */
export function withSymbols(
  report: GateReport,
  rule: GateRuleResult,
  { isUntouched, championHasSome }: About,
): { readonly report: GateReport; readonly isGrown: boolean } {
  if (!rule.passed && !isUntouched && !championHasSome) {
    return { report: { ...report, leftToMemory: rule }, isGrown: false };
  }
  const rules = [...report.rules, rule];
  return { report: { ...report, passed: report.passed && rule.passed, rules }, isGrown: true };
}
