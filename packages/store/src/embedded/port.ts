import { createServer } from 'node:net';

const HOST = '127.0.0.1';

const listenOn = (port: number): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(port, HOST, () => {
      const address = server.address();
      const got = typeof address === 'object' && address ? address.port : port;
      server.close(() => resolve(got));
    });
  });

/** `wanted` when it is free on this machine, any free port otherwise. */
export const choosePort = (wanted?: number): Promise<number> =>
  wanted === undefined ? listenOn(0) : listenOn(wanted).catch(() => listenOn(0));
