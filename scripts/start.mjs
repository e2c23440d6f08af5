import path from 'node:path';
import { requireUsableDataFolder } from './lib/product/data-folder.mjs';
import { requireLikelyPort } from './lib/product/port.mjs';
import { runProduct } from './lib/product/run-product.mjs';
import { runScript } from './lib/run-script.mjs';
import { setUp } from './lib/set-up.mjs';
import { createReporter } from './lib/steps.mjs';

await runScript(async (signal) => {
  const began = performance.now();
  const reporter = createReporter();
  reporter.line('Starting Inkling');
  // The configuration is read by the built API's schema; these words are needed before it is built.
  const { DATA_DIR, PORT, HOST } = process.env;
  await requireUsableDataFolder(path.resolve(DATA_DIR || 'data'));
  await requireLikelyPort(PORT, HOST);
  await setUp(reporter);
  signal.throwIfAborted();
  return runProduct(reporter, signal, began);
});
