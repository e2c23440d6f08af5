import { createServer } from 'node:net';
import { Refusal } from '../refusal.mjs';

/** @param {number} port @param {string} host @returns {Promise<number>} the port, chosen when 0 */
const tryPort = (port, host) =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(port, host, () => {
      const address = server.address();
      const got = typeof address === 'object' && address ? address.port : port;
      server.close(() => resolve(got));
    });
  });

/**
 * The port to serve on; 0 chooses a free one.
 *
 * @param {number} port
 * @param {string} host
 */
export const requirePort = async (port, host) => {
  try {
    return await tryPort(port, host);
  } catch (error) {
    switch (/** @type {NodeJS.ErrnoException} */ (error).code) {
      case 'EADDRINUSE':
        throw new Refusal(
          `Port ${port} on ${host} is taken by another program: stop it, or name another port with PORT.`,
        );
      case 'EACCES':
        throw new Refusal(`Port ${port} is not for ordinary users: name one above 1023 with PORT.`);
      case 'EADDRNOTAVAIL':
      case 'ENOTFOUND':
      case 'EAI_AGAIN':
        throw new Refusal(`This machine has no address ${host}: name another with HOST.`);
      default:
        throw error;
    }
  }
};

/**
 * Says early, before minutes of setting up, that the port is taken. What is no port at all is left to
 * the API's schema, which says what was expected.
 *
 * @param {string | undefined} port as set, if at all
 * @param {string | undefined} host
 */
export const requireLikelyPort = async (port, host) => {
  const number = Number(port || 3000);
  if (Number.isInteger(number) && number >= 0 && number <= 65_535) {
    await requirePort(number, host || '127.0.0.1');
  }
};

/** The address to open in a browser on this machine. @param {string} host @param {number} port */
export const addressOf = (host, port) => {
  const everywhere = host === '0.0.0.0' || host === '::';
  const name = everywhere ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host;
  return `http://${name}:${port}`;
};
