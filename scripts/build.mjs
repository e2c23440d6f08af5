import { build } from './lib/build.mjs';
import { runScript } from './lib/run-script.mjs';
import { createReporter } from './lib/steps.mjs';

await runScript(async () => {
  await build(createReporter());
  return 0;
});
