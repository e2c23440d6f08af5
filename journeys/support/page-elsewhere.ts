import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A page of another address, which nobody of ours serves. */
export interface PageElsewhere {
  readonly origin: string;
  /** What its address answers from now on. */
  show(html: string, headers?: Readonly<Record<string, string>>): void;
  close(): Promise<void>;
}

/** A small server for one page, at another site than the journeys' own. */
export async function pageElsewhere(): Promise<PageElsewhere> {
  let shown = { html: '', headers: {} as Readonly<Record<string, string>> };
  const server = createServer((request, response) => {
    if (request.url !== '/') return void response.writeHead(204).end();
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', ...shown.headers });
    response.end(shown.html);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://localhost:${port}`,
    show(html, headers = {}) {
      shown = { html, headers };
    },
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}
