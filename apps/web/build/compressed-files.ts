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

/** A file in both forms. */
interface Compressed {
  readonly br: Buffer;
  readonly gz: Buffer;
}

/** What is compressed already, or being compressed. */
interface Begun {
  readonly bytes: Buffer;
  readonly compressed: Promise<Compressed>;
}

export interface CompressedFilesOptions {
  /** Large files that the build copies: they are compressed beside it, in a thread, instead of after it. */
  readonly copied?: readonly string[];
}

/**
 * Writes `name.br` and `name.gz` beside what shrinks, as small as it gets: built once, sent often. The API
 * server sends them to browsers that take them (apps/api/src/http/web/serve-web.ts).
 */
export function compressedFiles({ copied = [] }: CompressedFilesOptions = {}): Plugin {
  let config: ResolvedConfig;
  let begun: Promise<readonly Begun[]>;
  return {
    name: 'inkling:compressed-files',
    apply: 'build',
    configResolved(resolved) {
      config = resolved;
    },
    buildStart() {
      begun = Promise.all(copied.map(begin));
      // Told when it is waited for.
      begun.catch(() => undefined);
    },
    // After what other plugins write, and with the files of public/.
    closeBundle: {
      order: 'post',
      sequential: true,
      async handler(error?: Error) {
        if (error) return;
        await compressFolder(path.resolve(config.root, config.build.outDir), await begun);
      },
    },
  };
}

async function begin(file: string): Promise<Begun> {
  const bytes = await readFile(file);
  const compressed = compress(bytes);
  compressed.catch(() => undefined);
  return { bytes, compressed };
}

/** Compresses what lies in a folder and below; what would not get smaller stays alone. */
export async function compressFolder(folder: string, begun: readonly Begun[] = []): Promise<void> {
  const names = await readdir(folder, { recursive: true });
  const files = names.filter((one) => SHRINKS.test(one)).map((name) => path.join(folder, name));
  await Promise.all(
    files.map(async (file) => {
      if ((await stat(file)).size >= LEAST_BYTES) await compressFile(file, begun);
    }),
  );
}

async function compressFile(file: string, begun: readonly Begun[]): Promise<void> {
  const bytes = await readFile(file);
  const same = begun.find((one) => one.bytes.equals(bytes));
  const compressed = await (same?.compressed ?? compress(bytes));
  for (const [ending, smaller] of Object.entries(compressed)) {
    if (smaller.length < bytes.length) await writeFile(`${file}.${ending}`, smaller);
  }
}

async function compress(bytes: Buffer): Promise<Compressed> {
  const most = constants.BROTLI_MAX_QUALITY;
  const br = await toBrotli(bytes, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: bytes.length < LARGE_BYTES ? most : most - 1,
      [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
      [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    },
  });
  return { br, gz: await toGzip(bytes, { level: constants.Z_BEST_COMPRESSION }) };
}
