import { linearFit, median, percentile } from './statistics.mjs';

/** The first swaps of those measured still find the memory growing to its size. */
const SETTLING = 0.2;

/** Fewer answers say nothing about the slowest of a hundred. */
const LEAST_ANSWERS = 20;

/**
 * Judges answers as they come, and sums up: were they right, how long did they take in windows with a
 * swap and without, and does memory grow.
 *
 * @param {readonly string[]} versions ids
 */
export function createBook(versions) {
  const times = [];
  const windows = [];
  /** What a version says of a drawing, the first time. */
  const said = new Map();
  const counts = { requests: 0, failed: 0, inconsistent: 0 };
  const failures = new Set();

  const judge = (answers) => {
    for (const { drawing, start, end, status, text } of answers) {
      counts.requests++;
      times.push([start, end]);
      if (status !== 201) {
        counts.failed++;
        failures.add(`${status}: ${text.slice(0, 200)}`);
        continue;
      }
      const { model, label, candidates, decidedBy, neighbours } = JSON.parse(text);
      const key = `${drawing} ${model.id} ${model.version}`;
      const answer = JSON.stringify([label, candidates, decidedBy, neighbours]);
      if (!said.has(key)) said.set(key, answer);
      if (!versions.includes(model.id) || said.get(key) !== answer) counts.inconsistent++;
    }
  };

  /** Latencies of answers that were under way in a part of a window. */
  const latenciesOf = (isIn) => times.filter(isIn).map(([start, end]) => end - start);

  const p99s = () => {
    const pairs = windows.map(({ began, calm, end }) => ({
      swap: latenciesOf(([start, ended]) => start < calm && ended > began),
      calm: latenciesOf(([start, ended]) => start >= calm && ended <= end),
    }));
    const enough = pairs.filter((pair) => pair.calm.length >= LEAST_ANSWERS);
    return {
      swap: median(enough.map((pair) => percentile(pair.swap, 0.99))),
      calm: median(enough.map((pair) => percentile(pair.calm, 0.99))),
    };
  };

  /** How much a process grew, by the line through its sizes, as a share of its size. */
  const growthOf = (process) => {
    const settled = windows.slice(Math.floor(windows.length * SETTLING));
    const line = linearFit(settled.map(({ residentMbs }, at) => [at, residentMbs[process]]));
    return (line.slope * windows.length) / line.at(0);
  };

  return {
    judge,
    addWindow: (window) => windows.push(window),
    summary: () => {
      const swapMs = windows.map(({ began, swapped }) => swapped - began);
      const p99 = p99s();
      const processes = windows[0].residentMbs.map((_, process) => process);
      const labelsDiffer = differing(said);
      return {
        ...counts,
        failures: [...failures].slice(0, 3),
        swaps: windows.length,
        drawingsReadDifferently: labelsDiffer,
        swapP50Ms: percentile(swapMs, 0.5),
        swapMaxMs: Math.max(...swapMs),
        calmP99Ms: p99.calm,
        swapP99Ms: p99.swap,
        p99Ratio: p99.swap / p99.calm,
        residentFirstMb: windows[0].residentMbs,
        residentLastMb: windows.at(-1).residentMbs,
        growth: Math.max(...processes.map(growthOf)),
      };
    },
  };
}

/** Share of the drawings for which the versions' answers differ: with none, a mixture could not be seen. */
function differing(said) {
  const byDrawing = new Map();
  for (const [key, answer] of said) {
    const [drawing] = key.split(' ');
    byDrawing.set(drawing, (byDrawing.get(drawing) ?? new Set()).add(answer));
  }
  const sets = [...byDrawing.values()];
  return sets.filter((set) => set.size > 1).length / sets.length;
}
