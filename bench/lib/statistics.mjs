/** The value that a share of all values does not exceed (nearest rank). */
export function percentile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
}

/** Latencies in ms and what they amount to. */
export const summary = (latenciesMs, seconds) => ({
  count: latenciesMs.length,
  p50Ms: percentile(latenciesMs, 0.5),
  p99Ms: percentile(latenciesMs, 0.99),
  perSecond: latenciesMs.length / seconds,
});
