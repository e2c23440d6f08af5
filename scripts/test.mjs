import { CHECKS } from './lib/checks.mjs';
import { hasChromium, HOW_TO_GET_CHROMIUM } from './lib/chromium.mjs';
import { runScript } from './lib/run-script.mjs';
import { setUp } from './lib/set-up.mjs';
import { createReporter } from './lib/steps.mjs';
import { lastLine, sum } from './lib/totals.mjs';

await runScript(async (signal) => {
  const reporter = createReporter();
  reporter.line('Setting up');
  await setUp(reporter);
  if (!hasChromium()) reporter.line(`  ! ${HOW_TO_GET_CHROMIUM}`);
  reporter.line('Testing');
  const tallies = [];
  for (const { name, work } of CHECKS) {
    signal.throwIfAborted();
    let output = '';
    const show = (/** @type {string} */ text) => {
      output += text;
    };
    const tally = await reporter.step(
      name,
      () => work(show),
      ({ failed }) => failed === 0,
    );
    tallies.push(tally);
    const skipped = tally.skipped > 0 ? `, ${tally.skipped} skipped` : '';
    reporter.line(`    ${lastLine(tally)}${skipped}`);
    if (tally.failed > 0) reporter.line(output.trimEnd());
  }
  const total = sum(tallies);
  reporter.line(`\n${lastLine(total)}`);
  return total.failed === 0 ? 0 : 1;
});
