import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { API_BUNDLE, TRAINER_BUNDLE } from '../bundles.mjs';
import { inRoot } from '../paths.mjs';
import { apiEnvironment } from './api-environment.mjs';
import { awaitLive, missingAt } from './await-live.mjs';
import { claimDataFolder } from './data-folder.mjs';
import { migrate, openDatabase } from './database.mjs';
import { keepRunning } from './keep-running.mjs';
import { addressOf, requirePort } from './port.mjs';
import { startService } from './service.mjs';

const PROGRAMS = { api: API_BUNDLE, trainer: TRAINER_BUNDLE };

/** After that long without a trainer it is said that there is none. */
const TRAINER_WITHIN_MS = 10_000;

const readConfig = async () => {
  const { loadConfig } = await import(inRoot('apps', 'api', 'dist', 'config', 'load-config.js'));
  const config = loadConfig(process.env);
  return { ...config, dataDir: path.resolve(config.dataDir) };
};

/**
 * Settles when the person or system wants Inkling to end.
 *
 * @param {AbortSignal} signal
 * @returns {Promise<void>}
 */
const asked = (signal) =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });

/**
 * Starts everything on a built repository, serves until told to end, and stops all of it in the right
 * order. A part that ends by itself is started again.
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

  const tell = {
    onTrouble: (/** @type {string} */ line) => reporter.line(`  ! ${line}`),
    onRecovery: (/** @type {string} */ line) => reporter.line(`  ✓ ${line}`),
  };
  const logIn = (/** @type {string} */ app) => path.join(config.dataDir, `${app}.log`);
  /** @param {keyof typeof PROGRAMS} app @param {Record<string, string>} env */
  const startApp = (app, env) =>
    startService({
      file: inRoot(PROGRAMS[app]),
      env: { DATABASE_URL: database.url, DATA_DIR: config.dataDir, ...env },
      logFile: logIn(app),
      onTrouble: tell.onTrouble,
      onNotice: (text) => reporter.line(`\n  ${text}\n`),
    });
  /**
   * @template {import('./keep-running.mjs').Running} T
   * @param {string} name
   * @param {keyof typeof PROGRAMS} app
   * @param {T} first
   * @param {() => Promise<T>} start
   */
  const keep = (name, app, first, start) =>
    keepRunning({ name, logFile: logIn(app), first, start, ...tell });

  /** @type {(() => Promise<void>)[]} in the order of starting */
  const stops = [];
  /** @type {{ url: string }} */
  let database;
  try {
    database = await reporter.step('Database', async () => {
      const opened = await openDatabase(config, logIn('postgres'), tell, (line) =>
        reporter.line(`    ${line}`),
      );
      stops.push(opened.stop);
      const applied = await migrate(opened.url);
      if (applied.length > 0) reporter.line(`    applied ${applied.join(', ')}`);
      return opened;
    });
    signal.throwIfAborted();

    await reporter.step('API and web app', async () => {
      const startApi = async () => {
        const service = await startApp('api', {
          ...apiEnvironment(process.env),
          PORT: String(port),
        });
        const ready = awaitLive(address, service, signal, () =>
          tell.onTrouble(`The API is still starting; its log is ${logIn('api')}.`),
        );
        // Told where it matters: when the first one fails, and when another one is there.
        ready.catch(() => undefined);
        return { ...service, ready };
      };
      const api = await startApi();
      stops.push(api.stop);
      await api.ready;
      // One that can't start at all is not started again.
      stops.push(keep('The API', 'api', api, startApi).stop);
    });
    reporter.ready(address, config.dataDir, performance.now() - began);

    // Nobody waits for it, and on two cores it would take a second of the API's start.
    const startTrainer = () => startApp('trainer', {});
    const trainer = await startTrainer();
    stops.push(keep('The trainer', 'trainer', trainer, startTrainer).stop);
    const ended = asked(signal);
    await Promise.race([trainer.ready, trainer.exited, wait(TRAINER_WITHIN_MS), ended]);
    for (const missing of await missingAt(address, signal)) reporter.line(`  ! ${missing}`);
    await ended;
    return 0;
  } finally {
    if (stops.length > 0) await reporter.step('Stopping', () => stopAll(stops));
  }
};

/** Last started, first stopped; one that fails to stop doesn't keep the others. @param {(() => Promise<void>)[]} stops */
const stopAll = async (stops) => {
  for (const stop of [...stops].reverse()) await stop().catch(() => undefined);
};
