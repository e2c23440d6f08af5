import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { inRoot } from './paths.mjs';

/** What the API serves at /pad/inkling-pad.js, see apps/api/src/http/web/serve-pad.ts. */
export const PAD_FILE = 'packages/pad/dist/inkling-pad.js';

/** The most that any page is asked to load for it. */
const MOST_GZIPPED_BYTES = 40_000;

/** The licences of what is in it want to be named wherever it goes. */
const BANNER =
  '/* Inkling pad, MIT licence, (c) 2026 The Inkling contributors. Contains, all MIT: openapi-fetch (c) 2023 Drew Powers; ' +
  'eventsource-parser (c) Espen Hovlandsdal; perfect-freehand (c) 2021 Stephen Ruiz Ltd. */';

/** One file with all that the pad needs: a page elsewhere loads nothing else. */
export const bundlePad = async () => {
  // Set-up reads this file before it has installed anything.
  const { rolldown } = await import('rolldown');
  const build = await rolldown({
    input: inRoot('packages', 'pad', 'src', 'index.ts'),
    platform: 'browser',
    resolve: {
      conditionNames: ['@inkling/source', 'browser', 'import'],
      extensionAlias: { '.js': ['.ts', '.js'] },
    },
  });
  const { output } = await build.generate({ format: 'esm', minify: true, comments: false });
  await build.close();
  if (output.length !== 1) throw new Error('The pad must be one file.');
  const code = `${BANNER}\n${output[0].code}`;
  const gzipped = gzipSync(code, { level: constants.Z_BEST_COMPRESSION });
  if (gzipped.length > MOST_GZIPPED_BYTES) {
    throw new Error(
      `The pad has ${gzipped.length} bytes gzipped, at most ${MOST_GZIPPED_BYTES} are allowed.`,
    );
  }
  const file = inRoot(...PAD_FILE.split('/'));
  await rm(path.dirname(file), { recursive: true, force: true });
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, code);
  await writeFile(`${file}.gz`, gzipped);
  await writeFile(`${file}.br`, brotliCompressSync(code));
};
