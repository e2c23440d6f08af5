import { spawn, type ChildProcess } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { DatabaseSetUpError, explainFolderError } from '../errors.js';
import type { Account } from './account.js';
import { endWithProcess } from './end-with-process.js';
import { askServer, createPatience } from './readiness.js';
import { keepLogShort, openServerLog } from './server-log.js';

const POLL_MS = 25;

export interface ServerOptions {
  readonly postgres: string;
  readonly cluster: string;
  readonly dataDir: string;
  readonly port: number;
  readonly logFile: string;
  readonly settings: Readonly<Record<string, string>>;
  readonly account: Account | undefined;
  readonly endsWithProcess: boolean;
}

/** A running Postgres process. */
export interface Server {
  readonly child: ChildProcess;
  /** Settles when the process has ended, for whatever reason: with how, for people. */
  readonly exited: Promise<string>;
}

/**
 * Starts the process, not yet ready. It is given a process group of its own, so that Ctrl-C in the
 * terminal reaches Inkling alone, which stops Postgres after everything that uses it; and it writes
 * to a file rather than to a pipe, which would break under it when Inkling is killed.
 */
export const spawnServer = async (options: ServerOptions): Promise<Server> => {
  const settings = { ...options.settings };
  settings['listen_addresses'] = '127.0.0.1';
  settings['unix_socket_directories'] = '';
  const log = await openServerLog(options.logFile).catch((error: unknown) => {
    throw explainFolderError(error, options.dataDir);
  });
  try {
    const child = spawn(
      options.postgres,
      [
        '-D',
        options.cluster,
        '-p',
        String(options.port),
        ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
      ],
      {
        ...options.account,
        cwd: '/',
        detached: true,
        env: { ...process.env, LC_ALL: 'C' },
        stdio: ['ignore', log.fd, log.fd],
      },
    );
    const exited = new Promise<string>((resolve) => {
      child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`));
      child.once('error', (error) => resolve(error.message));
    });
    keepLogShort(options.logFile, exited);
    if (options.endsWithProcess && child.pid !== undefined) {
      void exited.then(endWithProcess(child.pid));
    }
    return { child, exited };
  } finally {
    await log.close();
  }
};

/** What the server wrote last, to say why it did not start. */
const explainExit = async (options: ServerOptions, from: number): Promise<unknown> => {
  const log = (await readFile(options.logFile, 'utf8').catch(() => '')).slice(from);
  if (log.includes('No space left on device')) {
    return explainFolderError({ code: 'ENOSPC' }, options.dataDir);
  }
  const reason = log
    .split('\n')
    .filter((line) => /FATAL|PANIC|ERROR/.test(line))
    .at(-1);
  return new DatabaseSetUpError(
    'postgres-failed',
    `The embedded Postgres did not start: ${reason?.trim() ?? `see ${options.logFile}`}`,
  );
};

const logLength = (logFile: string): Promise<number> =>
  readFile(logFile, 'utf8').then(
    (text) => text.length,
    () => 0,
  );

/** Starts the server and waits until it takes connections to `url`. */
export const startServer = async (options: ServerOptions, url: string): Promise<Server> => {
  const from = await logLength(options.logFile);
  const server = await spawnServer(options);
  let ended = false;
  void server.exited.then(() => {
    ended = true;
  });
  const isOver = createPatience(Date.now());
  try {
    for (;;) {
      if (ended) throw await explainExit(options, from);
      const answer = await askServer(url);
      if (answer === 'ready') return server;
      if (isOver(answer, Date.now())) break;
      await wait(POLL_MS);
    }
    throw new DatabaseSetUpError(
      'postgres-failed',
      `The embedded Postgres did not get ready: see ${options.logFile}`,
    );
  } catch (error) {
    await stopServer(server);
    if ((error as { code?: string }).code === '28P01') {
      throw new DatabaseSetUpError(
        'damaged-data',
        `The password in ${options.dataDir}/postgres.json is not that of its database: ` +
          'restore the file from a backup.',
      );
    }
    throw error;
  }
};

/** What to try, and how long to wait for it: break connections; drop all; end it by force. */
const STOP_STEPS: readonly (readonly [NodeJS.Signals, number])[] = [
  ['SIGINT', 15_000],
  ['SIGQUIT', 5_000],
  ['SIGKILL', 5_000],
];

export const stopServer = async (server: Server): Promise<void> => {
  for (const [signal, patienceMs] of STOP_STEPS) {
    if (server.child.exitCode !== null || server.child.signalCode !== null) return;
    server.child.kill(signal);
    const timer = new AbortController();
    const timeout = wait(patienceMs, undefined, { signal: timer.signal }).catch(() => undefined);
    await Promise.race([server.exited, timeout]);
    timer.abort();
  }
};
