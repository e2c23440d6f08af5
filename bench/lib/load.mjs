import http from 'node:http';
import { performance } from 'node:perf_hooks';
import { summary } from './statistics.mjs';

/** Sends one request and reads the whole answer. */
export function send(agent, url, { method = 'POST', headers, body }) {
  return new Promise((resolve, reject) => {
    const request = http.request(url, { agent, method, headers }, (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8');
        resolve({ status: response.statusCode, headers: response.headers, text });
      });
    });
    request.on('error', reject);
    request.end(body);
  });
}

/** A guest's cookie. */
export async function signIn(address) {
  const { status, headers } = await send(undefined, `${address}/api/auth/sign-in/anonymous`, {
    headers: { 'content-type': 'application/json', origin: address },
    body: '{}',
  });
  if (status !== 200) throw new Error(`no guest: ${status}`);
  return headers['set-cookie'].map((cookie) => cookie.split(';')[0]).join('; ');
}

/**
 * Clients that each send their next request when the last was answered, for a time or a number of them.
 *
 * @param bodies JSON texts, taken in turn
 * @param most requests, however long they take; absent: as many as fit into `seconds`
 */
export async function measureHttp({ address, cookie, bodies, clients, seconds, warmUp, most }) {
  const agent = new http.Agent({ keepAlive: true, maxSockets: clients });
  const headers = { 'content-type': 'application/json', cookie };
  let turn = 0;
  const once = async () => {
    const body = bodies[turn++ % bodies.length];
    const answer = await send(agent, `${address}/api/predictions`, { headers, body });
    if (answer.status !== 201) throw new Error(`${answer.status}: ${answer.text.slice(0, 300)}`);
  };
  for (let count = 0; count < warmUp; count++) await once();

  const latencies = [];
  const start = performance.now();
  const end = start + seconds * 1000;
  let begun = 0;
  const goesOn = () => (most === undefined ? performance.now() < end : begun++ < most);
  const client = async () => {
    while (goesOn()) {
      const sent = performance.now();
      await once();
      latencies.push(performance.now() - sent);
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  agent.destroy();
  return summary(latencies, (performance.now() - start) / 1000);
}

/**
 * Clients that go on until told to end, spread over servers, and remember every answer.
 *
 * @param {{ addresses: string[], cookie: string, bodies: string[], clients: number }} options
 */
export function startClients({ addresses, cookie, bodies, clients }) {
  const agent = new http.Agent({ keepAlive: true, maxSockets: clients });
  const headers = { 'content-type': 'application/json', cookie };
  const answers = [];
  let turn = 0;
  let ended = false;
  const once = async (address) => {
    const drawing = turn++ % bodies.length;
    const start = performance.now();
    const answer = await send(agent, `${address}/api/predictions`, {
      headers,
      body: bodies[drawing],
    })
      // A connection that breaks is a failed request like any other.
      .catch((error) => ({ status: 0, text: String(error) }));
    answers.push({ drawing, start, end: performance.now(), ...answer, headers: undefined });
  };
  const client = async (_, index) => {
    while (!ended) await once(addresses[index % addresses.length]);
  };
  const running = Promise.all(Array.from({ length: clients }, client));
  return {
    /** All answers since the last call. */
    take: () => answers.splice(0),
    end: async () => {
      ended = true;
      await running;
      agent.destroy();
    },
  };
}
