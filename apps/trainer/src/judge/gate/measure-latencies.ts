import { performance } from 'node:perf_hooks';
import { GLYPH_PIXELS } from '@inkling/ink';
import type { NetworkSession } from '@inkling/recognizer';
import type { Latencies } from './latency-rule.js';

const WARM_UP = 30;
const RUNS = 300;

/**
 * Single inferences of two networks that take turns, so that whatever else the machine does slows both
 * alike, and their medians, so that a pause counts for nothing.
 *
 * @param glyphs `[count, 28, 28]`, at least one, taken in turns
 */
export async function measureLatencies(
  champion: NetworkSession,
  challenger: NetworkSession,
  glyphs: Float32Array,
): Promise<Latencies> {
  const count = glyphs.length / GLYPH_PIXELS;
  const times: [number[], number[]] = [[], []];
  for (let run = 0; run < WARM_UP + RUNS; run++) {
    const start = (run % count) * GLYPH_PIXELS;
    const glyph = glyphs.slice(start, start + GLYPH_PIXELS);
    // Who comes second finds the glyph in the processor's cache: they take turns at that too.
    const order = run % 2 === 0 ? [0, 1] : [1, 0];
    for (const which of order) {
      const session = which === 0 ? champion : challenger;
      const before = performance.now();
      await session.run(glyph, 1);
      const took = performance.now() - before;
      if (run >= WARM_UP) times[which]!.push(took);
    }
  }
  return { championMs: median(times[0]), challengerMs: median(times[1]) };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return (sorted[Math.ceil(middle) - 1]! + sorted[Math.floor(middle)]!) / 2;
}
