import 'reflect-metadata';
import v8 from 'node:v8';
import { messageOf } from '@inkling/contract';
import { AppModule } from './app.module.js';
import { ConfigError, loadConfig, type Config } from './config/load-config.js';
import { createApp } from './create-app.js';
import { Pictures } from './recognise/pictures/pictures.service.js';

// An upload of 8 MB takes 16 MB beside V8's heap, and V8 lets the two grow by 24 MB before it goes through all of the
// heap: with each large upload, for tens of milliseconds. Half of the heap more makes that rare.
v8.setFlagsFromString('--heap-growing-percent=50');

function readConfig(): Config {
  try {
    return loadConfig(process.env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    console.error(`Inkling can't start with these settings:\n${error.message}`);
    process.exit(1);
  }
}

const config = readConfig();
let isToldToEnd = false;
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, () => {
    isToldToEnd = true;
    // Before the application listens for it, it ends the process, as it does of itself.
    if (process.listenerCount(signal) === 0) process.kill(process.pid, signal);
  });
}
try {
  const app = await createApp(config, AppModule.of(config));
  app.get(Pictures, { strict: false }).warmUp();
  await app.listen(config.port, config.host);
  console.log(`listening on ${await app.getUrl()}`);
} catch (error) {
  // Told to end, it closes the database in the middle of the start.
  if (!isToldToEnd) {
    console.error(`Inkling could not start: ${messageOf(error)}`);
    process.exit(1);
  }
}
