import path from 'node:path';
import { STYLE_AND_TYPES, TESTS } from './lib/checks.mjs';
import { runScript } from './lib/run-script.mjs';
import { setUp } from './lib/set-up.mjs';
import { ROOT } from './lib/paths.mjs';
import { createReporter, duration } from './lib/steps.mjs';
import { lastLine, sum } from './lib/totals.mjs';

/** @param {import('./lib/checks.mjs').Check} check */
const runCheck = async ({ name, work }) => {
  let output = '';
  const found = await work((text) => {
    output += text;
  });
  return { check: name, ...found, output };
};

/**
 * Whoever is done with a check takes the next.
 *
 * @param {import('./lib/checks.mjs').Lane} lane
 */
const runLane = async ({ atOnce, checks }) => {
  /** @type {Awaited<ReturnType<typeof runCheck>>[]} */
  const results = [];
  const left = checks.entries();
  const work = async () => {
    for (const [at, check] of left) results[at] = await runCheck(check);
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return results;
};

await runScript(async (signal) => {
  const reporter = createReporter();
  reporter.line('Setting up');
  await setUp(reporter, { forTests: true });
  reporter.line('Testing');
  /** @type {import('./lib/totals.mjs').Tally[]} */
  const tallies = [];
  /** @param {{ readonly name: string, readonly lane: import('./lib/checks.mjs').Lane }} group */
  const runGroup = async ({ name, lane }) => {
    signal.throwIfAborted();
    const results = await reporter.step(
      name,
      () => runLane(lane),
      (all) => all.every(({ tally }) => tally.failed === 0),
    );
    for (const { check, tally, slowest, output } of results) {
      const skipped = tally.skipped > 0 ? `, ${tally.skipped} skipped` : '';
      reporter.line(`    ${check}: ${lastLine(tally)}${skipped}`);
      for (const { file, tookMs } of slowest)
        reporter.line(`      ${duration(tookMs)} ${path.relative(ROOT, file)}`);
      if (tally.failed > 0) reporter.line(output.trimEnd());
      tallies.push(tally);
    }
  };
  const beside = runGroup(STYLE_AND_TYPES);
  // Awaited below: one that ends early is not to go unhandled until then.
  beside.catch(() => undefined);
  for (const group of TESTS) await runGroup(group);
  await beside;
  const total = sum(tallies);
  reporter.line(`\n${lastLine(total)}`);
  return total.failed === 0 ? 0 : 1;
});
