import type { Reliability } from '@inkling/contract';

export interface BinCount {
  /** 0 to 9. */
  readonly bin: number;
  readonly count: number;
  readonly right: number;
  /** Mean probability. */
  readonly confidence: number;
}

const BINS = 10;

/**
 * Confidence against being right, and the expected calibration error: the mean distance of the two,
 * weighed by how many drawings a bin has (Guo et al. 2017, "On Calibration of Modern Neural Networks").
 */
export function reliabilityOf(counts: readonly BinCount[]): Omit<Reliability, 'period'> {
  const said = counts.reduce((sum, { count }) => sum + count, 0);
  const distance = counts.reduce(
    (sum, { count, right, confidence }) => sum + Math.abs(right - count * confidence),
    0,
  );
  const bins = Array.from({ length: BINS }, (_, bin) => {
    const found = counts.find((row) => row.bin === bin);
    const { count, right } = found ?? { count: 0, right: 0 };
    return {
      from: bin / BINS,
      to: (bin + 1) / BINS,
      count,
      right,
      confidence: found ? Math.min(1, found.confidence) : null,
      accuracy: found ? right / count : null,
    };
  });
  return { said, error: said === 0 ? null : distance / said, bins };
}
