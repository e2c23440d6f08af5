import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';

/**
 * A port that something listens on until `free` is called. It is none of those that a system gives to
 * whoever asks for any, so that no other test has it meanwhile once it is free.
 */
export async function takePort(): Promise<{ port: number; free: () => Promise<void> }> {
  for (;;) {
    const port = randomInt(20_000, 32_000);
    const server = createServer();
    try {
      await once(server.listen(port, '127.0.0.1'), 'listening');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') continue;
      throw error;
    }
    return { port, free: () => new Promise((done) => server.close(() => done())) };
  }
}

/** A port known beforehand, at which a server can be found again after a restart. */
export async function freePort(): Promise<number> {
  const { port, free } = await takePort();
  await free();
  return port;
}
