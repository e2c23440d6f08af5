import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A way to a database that can be made to hang, as a stopped Postgres does. */
export interface Freezable {
  /** Connection string. */
  readonly url: string;
  /** From now on nothing goes through; connections are accepted all the same, as the kernel does. */
  freeze(): void;
  /** What was sent meanwhile arrives, and all goes on. */
  thaw(): void;
  close(): Promise<void>;
}

/** A proxy in front of a database that other tests use meanwhile. */
export const freezable = async (url: string): Promise<Freezable> => {
  const target = new URL(url);
  const sockets = new Set<Socket>();
  let frozen = false;
  const keep = (socket: Socket): void => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    if (frozen) socket.pause();
  };
  const server = createServer({ pauseOnConnect: true }, (client) => {
    const database = connect(Number(target.port), target.hostname);
    for (const [from, to] of [
      [client, database],
      [database, client],
    ] as const) {
      keep(from);
      // By hand: a pipe would resume what was paused.
      from.on('data', (data) => to.write(data));
      from.once('close', () => to.destroy());
      from.on('error', () => to.destroy());
    }
    if (frozen) client.pause();
    else client.resume();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const reached = new URL(url);
  reached.port = String((server.address() as AddressInfo).port);
  return {
    url: reached.toString(),
    freeze: () => {
      frozen = true;
      for (const socket of sockets) socket.pause();
    },
    thaw: () => {
      frozen = false;
      for (const socket of sockets) socket.resume();
    },
    close: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
};
