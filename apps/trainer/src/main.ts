import { ConfigError, loadConfig, type Config } from './worker/config.js';
import { messageOf } from './worker/errors.js';
import { startTrainer } from './worker/start-trainer.js';

let config: Config;
try {
  config = loadConfig(process.env);
} catch (error) {
  if (!(error instanceof ConfigError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
}

try {
  const trainer = await startTrainer(config);
  let stopping: Promise<void> | undefined;
  for (const name of ['SIGTERM', 'SIGINT'] as const) {
    process.on(name, () => {
      stopping ??= trainer.stop().then(
        () => process.exit(0),
        (error: unknown) => {
          process.stderr.write(`${messageOf(error)}\n`);
          process.exit(1);
        },
      );
    });
  }
} catch (error) {
  process.stderr.write(`The trainer could not start: ${messageOf(error)}\n`);
  process.exit(1);
}
