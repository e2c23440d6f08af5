import path from 'node:path';
import { requireFreeDataFolder } from './lib/product/data-folder.mjs';
import { runProduct } from './lib/product/run-product.mjs';
import { runScript } from './lib/run-script.mjs';
import { setUp } from './lib/set-up.mjs';
import { createReporter } from './lib/steps.mjs';

await runScript(async (signal) => {
  const began = performance.now();
  const reporter = createReporter();
  reporter.line('Starting Inkling');
  // The configuration is read by the built API's schema; this one word is needed before.
  await requireFreeDataFolder(path.resolve(process.env.DATA_DIR || 'data'));
  await setUp(reporter);
  signal.throwIfAborted();
  return runProduct(reporter, signal, began);
});
