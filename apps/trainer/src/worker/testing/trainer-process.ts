import { pathToFileURL } from 'node:url';
import { loadConfig } from '../config.js';
import { DEFAULT_OPTIONS } from '../options.js';
import { startTrainer } from '../start-trainer.js';

// A trainer that hurries, as a process of its own: `trainer-process <options as JSON>`.

const { programs, ...timings } = JSON.parse(process.argv[2]!) as {
  programs: Record<string, string>;
};
const files = Object.entries(programs).map(([name, file]) => [name, pathToFileURL(file)]);
const trainer = await startTrainer(loadConfig(process.env), {
  ...DEFAULT_OPTIONS,
  ...timings,
  programs: { ...DEFAULT_OPTIONS.programs, ...Object.fromEntries(files) },
});
process.on('SIGTERM', () => void trainer.stop().then(() => process.exit(0)));
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
