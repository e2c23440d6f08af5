// Pictures that cost as much as they can: one after another, then eight at a time beside people who draw.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { drawingsFor } from '../lib/drawings.mjs';
import { send, signIn } from '../lib/load.mjs';
import { residentMb } from '../lib/resident.mjs';
import { startServers } from '../lib/server.mjs';
import { percentile } from '../lib/statistics.mjs';

export const name = 'pictures';

const ATTACKERS = 8;
const CALM_SECONDS = 8;
const LOOK_AT_MEMORY_EVERY_MS = 50;
const LOOKS_A_FAMILY = 10;

const WANTED = { memoryMb: 300, healthMs: 200, inkTimes: 2 };

/** A process and those that it started. */
async function familyOf(pid) {
  const children = new Map();
  for (const entry of await readdir('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    const status = await readFile(`/proc/${entry}/stat`, 'utf8').catch(() => undefined);
    const parent = Number(status?.slice(status.lastIndexOf(')') + 2).split(' ')[1]);
    if (status) children.set(parent, [...(children.get(parent) ?? []), Number(entry)]);
  }
  const family = [pid];
  for (const each of family) family.push(...(children.get(each) ?? []));
  return family;
}

/** What they hold together, in MB. */
async function sizeOf(family) {
  const sizes = await Promise.all(family.map((each) => residentMb(each).catch(() => 0)));
  return sizes.reduce((sum, size) => sum + size, 0);
}

function startMemory(pid) {
  let most = 0;
  let ended = false;
  const looking = (async () => {
    for (let looks = 0, family; !ended; looks++) {
      // Processes that ended are replaced; looking for them costs more than looking at them.
      if (looks % LOOKS_A_FAMILY === 0) family = await familyOf(pid);
      most = Math.max(most, await sizeOf(family));
      await wait(LOOK_AT_MEMORY_EVERY_MS);
    }
  })();
  return {
    end: async () => {
      ended = true;
      await looking;
      return most;
    },
  };
}

/** A process of its own that runs one of the files beside this one, in a session of its own. */
function start(file) {
  const child = fork(fileURLToPath(new URL(`lib/${file}`, import.meta.url)), {
    detached: true,
    serialization: 'advanced',
  });
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`${file} ended (${code})`);
  });
  ended.catch(() => undefined);
  return {
    /** What it says next, when `message` was sent if there is one. */
    ask: async (message) => {
      const said = Promise.race([once(child, 'message'), ended]);
      if (message !== undefined) child.send(message);
      return (await said)[0];
    },
    send: (message) => child.send(message),
    end: () => child.kill('SIGKILL'),
  };
}

/** What people wait, and the memory of the server, for as long as `work` takes. */
async function during({ pid }, people, work) {
  // What they measured before is nobody's.
  await people.ask('begin');
  const memory = startMemory(pid);
  const result = await work();
  const [{ inkMs, healthMs }, mostMb] = await Promise.all([people.ask('end'), memory.end()]);
  return { result, inkMs, healthMs, mostMb };
}

export async function run() {
  const { ink: bodies, PNG: ordinary } = await drawingsFor('digits');
  const attackers = start('attackers.mjs');
  const people = start('people.mjs');
  const { servers, stop } = await startServers();
  try {
    const [server] = servers;
    const { address } = server;
    // The pictures are made.
    await attackers.ask();
    const cookie = await signIn(address);
    // Everything is loaded, and the picture processes have read something.
    const headers = { 'content-type': 'application/json', cookie };
    const read = (body) => send(undefined, `${address}/api/predictions`, { headers, body });
    for (const body of [...ordinary, ...bodies]) await read(body);
    people.send({ address, cookie, bodies });
    const calm = await during(server, people, () => wait(CALM_SECONDS * 1000));
    const attack = () => attackers.ask({ address, attackers: ATTACKERS });
    const storm = await during(server, people, attack);
    const again = await read(ordinary[0]);
    return rowsOf(calm, storm, again.status);
  } finally {
    attackers.end();
    people.end();
    await stop();
  }
}

function rowsOf(calm, storm, statusAfter) {
  const answers = storm.result;
  const statuses = new Map();
  for (const { status } of answers) statuses.set(status, (statuses.get(status) ?? 0) + 1);
  const odd = answers.filter(({ status }) => ![201, 400, 413, 422, 503].includes(status));
  const overloaded = answers.filter(({ status }) => status === 503);
  const p99 = (latencies) => percentile(latencies, 0.99);
  const times = p99(storm.inkMs) / p99(calm.inkMs);
  const grownMb = storm.mostMb - calm.mostMb;
  const health = Math.max(...storm.healthMs);
  return [
    {
      figure: `answers to ${answers.length} pictures, ${ATTACKERS} at a time`,
      wanted: '201, 400, 413, 422 or 503 with Retry-After',
      measured: [...statuses].map(([status, count]) => `${count}x ${status}`).join(', '),
      holds: odd.length === 0 && overloaded.every(({ retryAfter }) => Number(retryAfter) > 0),
    },
    {
      figure: 'memory of all processes (RSS)',
      wanted: `at most +${WANTED.memoryMb} MB`,
      measured: `${calm.mostMb.toFixed(0)} MB, +${grownMb.toFixed(0)} MB`,
      holds: grownMb <= WANTED.memoryMb,
    },
    {
      figure: 'ink p99 beside it',
      wanted: `at most ${WANTED.inkTimes} x the calm one`,
      measured: `${p99(storm.inkMs).toFixed(1)} ms, ${times.toFixed(2)} x of ${p99(calm.inkMs).toFixed(1)} ms`,
      holds: times <= WANTED.inkTimes,
    },
    {
      figure: 'health, slowest answer',
      wanted: `under ${WANTED.healthMs} ms`,
      measured: `${health.toFixed(0)} ms (calm: ${Math.max(...calm.healthMs).toFixed(0)} ms)`,
      holds: health < WANTED.healthMs,
    },
    {
      figure: 'an ordinary picture afterwards',
      wanted: '201',
      measured: String(statusAfter),
      holds: statusAfter === 201,
    },
  ];
}
