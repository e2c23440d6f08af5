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
  const glyphAt = (run: number) => {
    const start = (run % count) * GLYPH_PIXELS;
    return glyphs.slice(start, start + GLYPH_PIXELS);
  };
  const [championMs, challengerMs] = await takeTurns([
    (run) => champion.run(glyphAt(run), 1),
    (run) => challenger.run(glyphAt(run), 1),
  ]);
  return { championMs, challengerMs };
}

/** @returns the median of each, in ms */
export async function takeTurns(
  both: readonly [(run: number) => Promise<unknown>, (run: number) => Promise<unknown>],
): Promise<[number, number]> {
  const times: [number[], number[]] = [[], []];
  for (let run = 0; run < WARM_UP + RUNS; run++) {
    // Who comes second finds the input in the processor's cache: they take turns at that too.
    const order = run % 2 === 0 ? ([0, 1] as const) : ([1, 0] as const);
    for (const which of order) {
      const before = performance.now();
      await both[which](run);
      const took = performance.now() - before;
      if (run >= WARM_UP) times[which].push(took);
    }
  }
  return [median(times[0]), median(times[1])];
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return (sorted[Math.ceil(middle) - 1]! + sorted[Math.floor(middle)]!) / 2;
}
