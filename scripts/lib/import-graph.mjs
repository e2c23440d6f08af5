import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

/**
 * What a file imports.
 *
 * @typedef {object} Imports
 * @property {readonly string[]} files relative to the root
 * @property {readonly string[]} packages
 */

/**
 * By file, relative to the root.
 *
 * @typedef {ReadonlyMap<string, Imports>} ImportGraph
 */

const SOURCE = /\.(ts|mjs|vue)$/;
const NOT_OURS = /(^|\/)(node_modules|dist|generated|coverage)\//;

const STATEMENT =
  /^\s*(?:import|export)\s+(?<type>type\s+)?(?:(?<names>[^'";=]*?)\s*from\s*)?'(?<from>[^']+)'/gm;
const DYNAMIC = /\bimport\(\s*'(?<from>[^']+)'\s*\)/g;

/**
 * What the text of a module imports, of statements as Prettier writes them.
 *
 * @param {string} text
 * @param {boolean} withTypes also what it takes types from alone, of which nothing is there when it runs
 * @returns {string[]}
 */
export const importsOf = (text, withTypes) => {
  const statements = [...text.matchAll(STATEMENT)].flatMap(({ groups = {} }) =>
    !withTypes && (groups['type'] || isTypesAlone(groups['names'])) ? [] : [groups['from'] ?? ''],
  );
  const calls = [...text.matchAll(DYNAMIC)].map(({ groups = {} }) => groups['from'] ?? '');
  return [...statements, ...calls];
};

/** @param {string | undefined} names */
const isTypesAlone = (names) => {
  const list = names?.match(/^\{(?<list>[^}]*)\}$/s)?.groups?.['list'];
  const each = list?.split(',').filter((name) => name.trim() !== '') ?? [];
  return each.length > 0 && each.every((name) => /^\s*type\s/.test(name));
};

/**
 * The sources under some folders.
 *
 * @param {string} root
 * @param {readonly string[]} folders relative to it
 * @param {{ readonly withTypes: boolean }} options see `importsOf`
 * @returns {Promise<ImportGraph>}
 */
export const readImportGraph = async (root, folders, { withTypes }) => {
  const found = await Promise.all(
    folders.map(async (folder) => {
      const entries = await readdir(path.join(root, folder), { recursive: true });
      return entries.map((entry) => path.posix.join(folder, entry.split(path.sep).join('/')));
    }),
  );
  const files = found.flat().filter((file) => SOURCE.test(file) && !NOT_OURS.test(file));
  const known = new Set(files);
  const nodes = files.sort().map(async (file) => {
    const names = importsOf(await readFile(path.join(root, file), 'utf8'), withTypes);
    const imports = {
      files: names.flatMap((name) => fileOf(file, name, known) ?? []),
      packages: names.filter((name) => !name.startsWith('.')),
    };
    return /** @type {const} */ ([file, imports]);
  });
  return new Map(await Promise.all(nodes));
};

/**
 * @param {string} from
 * @param {string} name
 * @param {ReadonlySet<string>} known
 */
const fileOf = (from, name, known) => {
  if (!name.startsWith('.')) return undefined;
  const base = path.posix.join(path.posix.dirname(from), name);
  const places = [base, base.replace(/\.js$/, '.ts'), `${base}.ts`, `${base}/index.ts`];
  return places.find((file) => known.has(file));
};

/**
 * Everything that a file leads to; the file itself only where it leads back.
 *
 * @param {ImportGraph} graph
 * @param {string} file
 * @returns {Set<string>}
 */
export const reachedFrom = (graph, file) => {
  /** @type {Set<string>} */
  const reached = new Set();
  const waiting = [...(graph.get(file)?.files ?? [])];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (reached.has(next)) continue;
    reached.add(next);
    waiting.push(...(graph.get(next)?.files ?? []));
  }
  return reached;
};

/**
 * Groups of files that all lead to each other.
 *
 * @param {ImportGraph} graph
 * @returns {string[][]} each in order of its names
 */
export const cyclesOf = (graph) => {
  const reached = new Map([...graph.keys()].map((file) => [file, reachedFrom(graph, file)]));
  /** @type {Set<string>} */
  const grouped = new Set();
  return [...reached].flatMap(([file, others]) => {
    if (grouped.has(file) || !others.has(file)) return [];
    const group = [...others].filter((other) => reached.get(other)?.has(file)).sort();
    for (const member of group) grouped.add(member);
    return [group];
  });
};

/**
 * The same graph between rooms: the folders that lie in another folder. Files beside them, and tests, may
 * use any of them and don't count.
 *
 * @param {ImportGraph} graph
 * @param {string} folder of the rooms
 * @returns {ImportGraph}
 */
export const roomsOf = (graph, folder) => {
  /** @type {Map<string, { files: string[], packages: string[] }>} */
  const rooms = new Map();
  const roomOf = (/** @type {string} */ file) => {
    const [room, ...inside] = path.posix.relative(folder, file).split('/');
    if (!room || room === '..' || inside.length === 0) return undefined;
    return path.posix.join(folder, room);
  };
  for (const [file, imports] of graph) {
    const room = /\.spec\.|\/testing\//.test(file) ? undefined : roomOf(file);
    if (!room) continue;
    const known = rooms.get(room) ?? { files: [], packages: [] };
    const others = imports.files.map(roomOf).filter((other) => other && other !== room);
    known.files.push(.../** @type {string[]} */ (others));
    rooms.set(room, known);
  }
  return rooms;
};
