import { runScript } from './lib/run-script.mjs';
import { setUp } from './lib/set-up.mjs';
import { createReporter } from './lib/steps.mjs';

await runScript(async () => {
  const reporter = createReporter();
  reporter.line('Setting up Inkling');
  const { trainer } = await setUp(reporter, { retryTensorflow: true });
  reporter.line(
    trainer ? 'All is there. Start with: npm start' : 'Start without a trainer: npm start',
  );
  return 0;
});
