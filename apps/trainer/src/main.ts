import { ConfigError, loadConfig, type Config } from './worker/config.js';
import { messageOf } from '@inkling/contract';
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
  // To `npm start`, which waits a moment for it.
  process.send?.({ type: 'ready' });
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
  // What Prisma says has the reason in its last line.
  const reason = messageOf(error).trim().split('\n').at(-1);
  process.stderr.write(`The trainer could not start: ${reason}\n`);
  process.exit(1);
}
