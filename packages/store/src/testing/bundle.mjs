import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, rename, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { rolldown } from 'rolldown';

/*
 * node bundle.mjs ENTRY BUNDLE: puts a TypeScript file and all of ours that it imports into one of JavaScript, and what
 * that was made of beside it; see bundled.ts.
 */
const [entry, target] = process.argv.slice(2);

/** A package that only one of ours has is found from there, not from where the bundle lies. */
const nested = {
  name: 'nested-packages',
  /** @param {string} id @param {string | undefined} importer */
  resolveId: (id, importer) => {
    const workspace = importer?.match(/^.*\/(?:apps|packages)\/[^/]+(?=\/src\/)/)?.[0];
    return workspace !== undefined && existsSync(path.join(workspace, 'node_modules', id))
      ? { id: createRequire(importer).resolve(id), external: true }
      : null;
  },
};

const build = await rolldown({
  input: entry,
  platform: 'node',
  plugins: [nested],
  // Packages of ours answer with their TypeScript, as in Jest; those of others are loaded as ever.
  external: (id, importer) =>
    !/^(?:[./]|@inkling\/)/.test(id) && !path.isAbsolute(id) && !nested.resolveId(id, importer),
  resolve: {
    conditionNames: ['@inkling/source', 'node', 'import'],
    extensionAlias: { '.js': ['.ts', '.js'] },
  },
});
const { output } = await build.generate({
  format: 'esm',
  sourcemap: 'inline',
  entryFileNames: path.basename(target),
  // What is loaded late stays apart: some of it must come after what the entry does first.
  chunkFileNames: '[name]-[hash].mjs',
});
const inputs = await Promise.all(
  (await build.watchFiles).map(async (file) => {
    const { size, mtimeMs } = await stat(file);
    return [file, size, mtimeMs];
  }),
);
await build.close();
const folder = path.dirname(target);
await mkdir(folder, { recursive: true });

/** Others may read it meanwhile. @param {string} file @param {string} text */
const put = async (file, text) => {
  const draft = `${file}.${randomUUID()}`;
  await writeFile(draft, text);
  await rename(draft, file);
};
for (const chunk of output) await put(path.join(folder, chunk.fileName), chunk.code);
// Last: a bundle without it is made again.
await put(`${target}.json`, JSON.stringify(inputs));
