import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { Plugin, ResolvedConfig } from 'vite';

/** Text that shrinks. Fonts and pictures are compressed already. */
const SHRINKS = /\.(html|js|css|svg|json|txt|wasm|webmanifest)$/;

/** Smaller files fit into one packet as they are. */
const LEAST_BYTES = 1000;

/** The runtime of networks, 14 MB: brotli's last step would take twice the time, half a minute, for 1.6 % of it. */
const LARGE_BYTES = 4_000_000;

const toBrotli = promisify(brotliCompress);
const toGzip = promisify(gzip);

/**
 * Writes `name.br` and `name.gz` beside what shrinks, as small as it gets: built once, sent often. The API
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
  const files = names.filter((one) => SHRINKS.test(one)).map((name) => path.join(folder, name));
  await Promise.all(
    files.map(async (file) => {
      if ((await stat(file)).size >= LEAST_BYTES) await compressFile(file);
    }),
  );
}

async function compressFile(file: string): Promise<void> {
  const bytes = await readFile(file);
  const most = constants.BROTLI_MAX_QUALITY;
  const brotli = await toBrotli(bytes, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: bytes.length < LARGE_BYTES ? most : most - 1,
      [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
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
