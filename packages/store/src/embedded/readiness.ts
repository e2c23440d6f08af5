import pg from 'pg';

/** `starting` is what the server itself says, while it recovers from a power loss for example. */
export type Answer = 'ready' | 'starting' | 'silent';

/** It listens within moments; to write back what a crash left open may take many minutes. */
const SILENT_FOR_MS = 60_000;
const STARTING_FOR_MS = 60 * 60_000;

const CANNOT_CONNECT_NOW = '57P03';
const WRONG_PASSWORD = '28P01';

/** @throws what the server answers to a wrong password */
export const askServer = async (url: string): Promise<Answer> => {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  // A connection that is broken off while the server starts is no news.
  client.on('error', () => undefined);
  try {
    await client.connect();
    return 'ready';
  } catch (error) {
    const { code } = error as { code?: string };
    if (code === WRONG_PASSWORD) throw error;
    return code === CANNOT_CONNECT_NOW ? 'starting' : 'silent';
  } finally {
    await client.end().catch(() => undefined);
  }
};

/** How long a server that is not ready is waited for: the function says of each answer whether it was the last. */
export const createPatience = (beganMs: number) => {
  let heardMs = beganMs;
  return (answer: Answer, nowMs: number): boolean => {
    if (answer !== 'silent') heardMs = nowMs;
    return nowMs - heardMs >= SILENT_FOR_MS || nowMs - beganMs >= STARTING_FOR_MS;
  };
};
