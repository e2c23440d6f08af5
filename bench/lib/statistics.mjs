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

export const median = (values) => percentile(values, 0.5);

/** The straight line through points, by least squares. */
export function linearFit(points) {
  const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [meanX, meanY] = [mean(points.map(([x]) => x)), mean(points.map(([, y]) => y))];
  let [covariance, variance] = [0, 0];
  for (const [x, y] of points) {
    covariance += (x - meanX) * (y - meanY);
    variance += (x - meanX) ** 2;
  }
  const slope = covariance / variance;
  return { slope, at: (x) => meanY + slope * (x - meanX) };
}
