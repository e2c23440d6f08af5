import { readFile } from 'node:fs/promises';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.wasm': 'application/wasm',
  '.json': 'application/json',
};

export interface Pages {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Serves files of the repository as they are built, and an empty page at `/` whose scripts find packages by
 * their names.
 *
 * @param packages file by name, relative to the root
 */
export async function servePages(packages: Readonly<Record<string, string>>): Promise<Pages> {
  const imports = Object.fromEntries(
    Object.entries(packages).map(([name, file]) => [name, `/${file}`]),
  );
  const page = `<!doctype html><script type="importmap">${JSON.stringify({ imports })}</script>`;
  const server = http.createServer(({ url = '/' }, response) => {
    if (url === '/') {
      response.setHeader('content-type', 'text/html');
      response.end(page);
      return;
    }
    const file = path.join(ROOT, path.normalize(url));
    readFile(file).then(
      (bytes) => {
        response.setHeader('content-type', TYPES[path.extname(file)] ?? 'application/octet-stream');
        response.end(bytes);
      },
      () => {
        response.statusCode = 404;
        response.end();
      },
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      }),
  };
}
