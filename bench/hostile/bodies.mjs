// Bodies that cost a server more than they cost who sends them: too large, too deep, too many keys, too
// slow, too many at once. Beside them somebody draws, and health is asked for.
import http from 'node:http';
import { connect } from 'node:net';
import { performance } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import { drawingsFor } from '../lib/drawings.mjs';
import { send } from '../lib/load.mjs';
import { residentMb } from '../lib/resident.mjs';
import { startServers } from '../lib/server.mjs';
import { percentile } from '../lib/statistics.mjs';

export const name = 'bodies';

const SECONDS = 8;
const SENDERS = 8;
const SLOW_CONNECTIONS = 600;
/** A deadline of 60 s, looked after every 5 s. */
const SLOW_WITHIN_S = 70;
const HOLDERS = 200;

const MB = 1024 * 1024;
const JSON_TYPE = { 'content-type': 'application/json' };

/** Each nearly 12 MB: what a route for pictures takes. */
const worstBodies = () => [
  ['/api/predictions', '['.repeat(11.9 * MB)],
  ['/api/predictions', `{"a":${'{"a":'.repeat(2 * MB)}`],
  ['/api/predictions', `{${'"key":1,'.repeat(1.4 * MB)}"key":1}`],
  ['/api/predictions', `{"task":"digits","ink":{"strokes":[[${'[1,1],'.repeat(1.9 * MB)}[1,1]]]}}`],
  ['/api/predictions', `{"task":"digits","image":"${'\\u0041'.repeat(1.9 * MB)}"}`],
  ['/api/keys', `{"name":"${'a'.repeat(11.9 * MB)}"}`],
  ['/api/auth/sign-in/email', `{"email":"${'a'.repeat(11.9 * MB)}"}`],
  ['/api/corrections/review', `{"ids":${'['.repeat(11.9 * MB)}`],
];

/** Drawings and questions after health, one after the other, until `isOver`. */
async function people(address, isOver) {
  const agent = new http.Agent({ keepAlive: true });
  const [ink] = (await drawingsFor('digits')).ink;
  const waits = { ink: [], health: [] };
  let failed = 0;
  const timed = async (list, path, options) => {
    const began = performance.now();
    const { status } = await send(agent, address + path, options).catch(() => ({ status: 0 }));
    list.push(performance.now() - began);
    if (status !== 200 && status !== 201) failed++;
  };
  while (!isOver()) {
    await timed(waits.ink, '/api/predictions', { headers: JSON_TYPE, body: ink });
    await timed(waits.health, '/api/health/live', { method: 'GET' });
    await wait(5);
  }
  agent.destroy();
  return { ...waits, failed };
}

const forSeconds = (seconds) => {
  const end = performance.now() + seconds * 1000;
  return () => performance.now() > end;
};

/** How long the server's event loop stood still at most since this was asked last, by its own account. */
async function longestStallMs(address) {
  const { text } = await send(undefined, `${address}/metrics`, { method: 'GET' });
  return Number(/^inkling_nodejs_eventloop_lag_max_seconds (\S+)/m.exec(text)[1]) * 1000;
}

/** Sends each of the bodies again and again; who is cut off while sending begins anew. */
async function attack(address, bodies, isOver) {
  const statuses = {};
  let turn = 0;
  const sender = async () => {
    while (!isOver()) {
      const [path, body] = bodies[turn++ % bodies.length];
      const headers = { ...JSON_TYPE, 'content-length': body.length };
      const answer = await send(undefined, address + path, { headers, body }).catch(
        () => undefined,
      );
      const status = answer?.status ?? 'cut off';
      statuses[status] = (statuses[status] ?? 0) + 1;
    }
  };
  await Promise.all(Array.from({ length: SENDERS }, sender));
  return statuses;
}

/** A connection that has said what it will send. */
function announce(address, bytes) {
  const { hostname, port } = new URL(address);
  const socket = connect(Number(port), hostname);
  socket.on('error', () => undefined);
  socket.resume();
  socket.write(
    `POST /api/predictions HTTP/1.1\r\nhost: ${hostname}\r\ncontent-type: application/json\r\n` +
      `content-length: ${bytes}\r\n\r\n`,
  );
  return socket;
}

/** @returns how many of the connections are open still when the deadline is over */
async function dripSlowly(address) {
  const sockets = Array.from({ length: SLOW_CONNECTIONS }, () => announce(address, 60_000));
  const isOver = forSeconds(SLOW_WITHIN_S);
  while (!isOver() && sockets.some(({ closed }) => !closed)) {
    for (const socket of sockets) if (socket.writable) socket.write('x');
    await wait(5000);
  }
  const open = sockets.filter(({ closed }) => !closed).length;
  for (const socket of sockets) socket.destroy();
  return open;
}

/** As much of large bodies as is taken, none of them ever whole. @returns the memory they took at most */
async function holdMany({ address, pid }) {
  const before = await residentMb(pid);
  const sockets = Array.from({ length: HOLDERS }, () => announce(address, 12_000_000));
  const part = Buffer.alloc(11 * MB, ' ');
  for (const socket of sockets) socket.write(part);
  let most = before;
  const isOver = forSeconds(5);
  const drawn = people(address, isOver);
  while (!isOver()) {
    most = Math.max(most, await residentMb(pid));
    await wait(100);
  }
  const { failed } = await drawn;
  for (const socket of sockets) socket.destroy();
  return { grownMb: most - before, failed };
}

export async function run() {
  const { servers, stop } = await startServers();
  const [server] = servers;
  try {
    await people(server.address, forSeconds(1));
    await longestStallMs(server.address);
    const calm = await people(server.address, forSeconds(SECONDS));
    const calmStallMs = await longestStallMs(server.address);
    const before = await residentMb(server.pid);
    const bodies = worstBodies().map(([path, body]) => [path, Buffer.from(body)]);
    await longestStallMs(server.address);
    const isOver = forSeconds(SECONDS);
    const [beside, statuses] = await Promise.all([
      people(server.address, isOver),
      attack(server.address, bodies, isOver),
    ]);
    const stallMs = await longestStallMs(server.address);
    const grown = (await residentMb(server.pid)) - before;
    const held = await holdMany(server);
    const open = await dripSlowly(server.address);

    const health = percentile(beside.health, 0.99);
    const ratio = percentile(beside.ink, 0.99) / percentile(calm.ink, 0.99);
    const told = Object.entries(statuses).map(([status, count]) => `${count} × ${status}`);
    const refused = Object.keys(statuses).every((status) => /^(4\d\d|503|cut off)$/.test(status));
    return [
      {
        figure: `answers to bodies of 12 MB, ${SENDERS} senders for ${SECONDS} s`,
        wanted: 'refused',
        measured: told.join(', '),
        holds: refused,
      },
      {
        figure: 'longest stall of the server meanwhile (health as the senders see it beside, p99)',
        wanted: '≤ 200 ms above the calm one',
        measured: `${stallMs.toFixed(0)} ms, calm ${calmStallMs.toFixed(0)} ms (health ${health.toFixed(0)} ms)`,
        holds: stallMs <= 200 + calmStallMs,
      },
      {
        figure: 'ink beside them, p99 against calm (the senders take their share of the cores)',
        wanted: 'told',
        measured: `${ratio.toFixed(1)} ×, ${beside.failed} of ${beside.ink.length} failed`,
        holds: beside.failed === 0,
      },
      {
        figure: 'memory after them',
        wanted: '≤ +300 MB',
        measured: `${grown.toFixed(0)} MB`,
        holds: grown <= 300,
      },
      {
        figure: `memory while ${HOLDERS} connections send 11 of 12 MB each and wait`,
        wanted: '≤ +300 MB, and people go on drawing',
        measured: `${held.grownMb.toFixed(0)} MB, ${held.failed} failed`,
        holds: held.grownMb <= 300 && held.failed === 0,
      },
      {
        figure: `of ${SLOW_CONNECTIONS} connections with a byte in 5 s, open after ${SLOW_WITHIN_S} s`,
        wanted: '0',
        measured: String(open),
        holds: open === 0,
      },
    ];
  } finally {
    await stop();
  }
}
