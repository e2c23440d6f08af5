import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { Plugin, ResolvedConfig } from 'vite';

/** Text that shrinks. Fonts and pictures are compressed already. */
const SHRINKS = /\.(html|js|css|svg|json|txt|wasm|webmanifest)$/;

/** Smaller files fit into one packet as they are. */
const LEAST_BYTES = 1000;

const toBrotli = promisify(brotliCompress);
const toGzip = promisify(gzip);

/**
 * Writes `name.br` and `name.gz` beside what shrinks, in the best quality: built once, sent often. The API
 * server sends them to browsers that take them (apps/api/src/http/web/serve-web.ts).
 */
export function compressedFiles(): Plugin {
  let config: ResolvedConfig;
  return {
    name: 'inkling:compressed-files',
    apply: 'build',
    configResolved(resolved) {
      config = resolved;
    },
    // After what other plugins write, and with the files of public/.
    closeBundle: {
      order: 'post',
      sequential: true,
      async handler(error?: Error) {
        if (error) return;
        await compressFolder(path.resolve(config.root, config.build.outDir));
      },
    },
  };
}

/** Compresses what lies in a folder and below; what would not get smaller stays alone. */
export async function compressFolder(folder: string): Promise<void> {
  const names = await readdir(folder, { recursive: true });
  for (const name of names.filter((one) => SHRINKS.test(one))) {
    const file = path.join(folder, name);
    if ((await stat(file)).size >= LEAST_BYTES) await compressFile(file);
  }
}

async function compressFile(file: string): Promise<void> {
  const bytes = await readFile(file);
  const brotli = await toBrotli(bytes, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
      [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    },
  });
  const gzipped = await toGzip(bytes, { level: constants.Z_BEST_COMPRESSION });
  for (const [ending, smaller] of [
    ['br', brotli],
    ['gz', gzipped],
  ] as const) {
    if (smaller.length < bytes.length) await writeFile(`${file}.${ending}`, smaller);
  }
}
