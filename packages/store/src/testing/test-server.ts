import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { startEmbeddedPostgres } from '../embedded/start-embedded-postgres.js';

/** Tests throw their data away: nothing is gained by waiting for the disk. */
const FAST_AND_UNSAFE = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  max_connections: '200',
};

const START_WITHIN_MS = 60_000;

interface State {
  readonly url: string;
  readonly pid: number;
}

const fail = (message: string): never => {
  throw new Error(message);
};

/** The folder that all test files of one Jest run share; see scripts/jest/global-setup.mjs. */
const runFolder = (): string =>
  process.env['INKLING_TEST_RUN'] ?? fail('createTestDatabase works under Jest only');

const readState = async (folder: string): Promise<State | undefined> => {
  const text = await readFile(path.join(folder, 'server.json'), 'utf8').catch(() => undefined);
  return text === undefined ? undefined : (JSON.parse(text) as State);
};

/** Making a folder succeeds for one process only: that one starts the server. */
const isFirst = (folder: string): Promise<boolean> =>
  mkdir(path.join(folder, 'starting')).then(
    () => true,
    () => false,
  );

const start = async (folder: string): Promise<State> => {
  try {
    const server = await startEmbeddedPostgres({
      dataDir: path.join(folder, 'data'),
      settings: FAST_AND_UNSAFE,
    });
    server.release();
    const state = { url: server.url, pid: server.pid };
    await writeFile(path.join(folder, 'server.json.new'), JSON.stringify(state), { mode: 0o600 });
    await rename(path.join(folder, 'server.json.new'), path.join(folder, 'server.json'));
    return state;
  } catch (error) {
    await writeFile(path.join(folder, 'failed'), String(error));
    throw error;
  }
};

const awaitOther = async (folder: string): Promise<State> => {
  const deadline = Date.now() + START_WITHIN_MS;
  while (Date.now() < deadline) {
    const state = await readState(folder);
    if (state) return state;
    const failure = await readFile(path.join(folder, 'failed'), 'utf8').catch(() => undefined);
    if (failure !== undefined) throw new Error(`the test server did not start: ${failure}`);
    await wait(20);
  }
  throw new Error(`no test server within ${START_WITHIN_MS / 1000} s`);
};

/** Connection string of the run's server, which the first caller starts. */
export const testServerUrl = async (): Promise<string> => {
  const folder = runFolder();
  await mkdir(folder, { recursive: true });
  const state = await readState(folder);
  if (state) return state.url;
  return ((await isFirst(folder)) ? await start(folder) : await awaitOther(folder)).url;
};
