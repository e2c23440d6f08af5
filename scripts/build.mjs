import { build } from './lib/build.mjs';
import { runScript } from './lib/run-script.mjs';
import { createReporter } from './lib/steps.mjs';

// `npm run build` makes everything, `npm run openapi` only what the web app's types need.
const web = !process.argv.includes('--without-web');

await runScript(async () => {
  await build(createReporter(), { web, types: true });
  return 0;
});
