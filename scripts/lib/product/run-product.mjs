import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { inRoot } from '../paths.mjs';
import { Refusal } from '../refusal.mjs';
import { awaitReady } from './await-ready.mjs';
import { claimDataFolder } from './data-folder.mjs';
import { migrate, openDatabase } from './database.mjs';
import { keepRunning } from './keep-running.mjs';
import { addressOf, requirePort } from './port.mjs';
import { startService } from './service.mjs';

/** It is given so long to say that it is there; the start goes on without it. */
const TRAINER_WITHIN_MS = 10_000;

const readConfig = async () => {
  const { loadConfig } = await import(inRoot('apps', 'api', 'dist', 'config', 'load-config.js'));
  const config = loadConfig(process.env);
  return { ...config, dataDir: path.resolve(config.dataDir) };
};

/**
 * Settles when something should end Inkling.
 *
 * @param {AbortSignal} signal of the person or system
 * @returns {Promise<undefined>}
 */
const asked = (signal) =>
  new Promise((resolve) => {
    if (signal.aborted) resolve(undefined);
    signal.addEventListener('abort', () => resolve(undefined), { once: true });
  });

/**
 * Starts everything on a built repository, serves until told to end or until a part fails, and stops
 * all of it in the right order.
 *
 * @param {import('../steps.mjs').Reporter} reporter
 * @param {AbortSignal} signal
 * @param {number} began when the start began, by `performance.now()`
 * @returns {Promise<number>} exit code
 */
export const runProduct = async (reporter, signal, began) => {
  const config = await readConfig();
  const lock = await claimDataFolder(config.dataDir);
  const port = await requirePort(config.port, config.host);
  const address = addressOf(config.host, port);
  await lock.note(address);

  /** @type {(() => Promise<void>)[]} in the order of starting */
  const stops = [];
  try {
    const database = await reporter.step('Database', async () => {
      const opened = await openDatabase(config, (line) => reporter.line(`    ${line}`));
      if (opened.server) stops.push(() => opened.server.stop());
      const applied = await migrate(opened.url);
      if (applied.length > 0) reporter.line(`    applied ${applied.join(', ')}`);
      return opened;
    });
    signal.throwIfAborted();

    // Before the API, which tells whether there is one. It may be late or missing: all else works.
    const trainer = await keepRunning({
      name: 'The trainer',
      file: inRoot('apps', 'trainer', 'dist', 'main.js'),
      env: { DATABASE_URL: database.url, DATA_DIR: config.dataDir },
      logFile: path.join(config.dataDir, 'trainer.log'),
      onTrouble: (line) => reporter.line(`  ! ${line}`),
      onNotice: (text) => reporter.line(`\n  ${text}\n`),
    });
    stops.push(trainer.stop);

    const logFile = path.join(config.dataDir, 'api.log');
    const { api, problems } = await reporter.step('API and web app', async () => {
      const api = await startService({
        name: 'The API',
        file: inRoot('apps', 'api', 'dist', 'main.js'),
        env: { DATABASE_URL: database.url, DATA_DIR: config.dataDir, PORT: String(port) },
        logFile,
        onTrouble: (line) => reporter.line(`  ! ${line}`),
        onNotice: (text) => reporter.line(`\n  ${text}\n`),
      });
      stops.push(api.stop);
      await Promise.race([trainer.ready, trainer.exited, wait(TRAINER_WITHIN_MS)]);
      return { api, problems: await awaitReady(address, api, signal) };
    });

    for (const problem of problems) reporter.line(`  ! ${problem}`);
    reporter.ready(address, config.dataDir, performance.now() - began);
    const failure = await Promise.race([
      asked(signal),
      api.exited.then((how) => `The API ended (${how}); its log is ${logFile}.`),
      ...(database.server
        ? [
            database.server.exited.then(
              () => `The database ended; its log is in ${config.dataDir}.`,
            ),
          ]
        : []),
    ]);
    if (failure) throw new Refusal(failure);
    return 0;
  } finally {
    if (stops.length > 0) await reporter.step('Stopping', () => stopAll(stops));
  }
};

/** Last started, first stopped; one that fails to stop doesn't keep the others. @param {(() => Promise<void>)[]} stops */
const stopAll = async (stops) => {
  for (const stop of [...stops].reverse()) await stop().catch(() => undefined);
};
