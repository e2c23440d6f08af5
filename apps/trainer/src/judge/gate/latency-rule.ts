import type { GateRuleResult } from '@inkling/contract';

/** Medians of single inferences that took turns, in ms. */
export interface Latencies {
  readonly championMs: number;
  readonly challengerMs: number;
}

/** As quick as the champion. The same graph with other weights takes the same time: nothing to measure. */
export function latencyRule(measured: Latencies | 'same graph', allowed: number): GateRuleResult {
  if (measured === 'same graph') {
    return {
      rule: 'latency',
      passed: true,
      sentence: 'It has the same graph as the champion, so it takes the same time.',
      figures: { sameGraph: true, allowed },
    };
  }
  const { championMs, challengerMs } = measured;
  const ratio = challengerMs / championMs;
  return {
    rule: 'latency',
    passed: ratio <= allowed,
    sentence:
      `One glyph takes ${challengerMs.toFixed(2)} ms, with the champion ${championMs.toFixed(2)} ms: ` +
      `${ratio.toFixed(2)} times as long; limit ${allowed.toFixed(2)}.`,
    figures: { sameGraph: false, challengerMs, championMs, ratio, allowed },
  };
}
