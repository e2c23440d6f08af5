// A process of its own: what else the bench does must not slow the clock of those who draw and ask for health.
import { once } from 'node:events';
import http from 'node:http';
import { performance } from 'node:perf_hooks';
import { send } from '../../lib/load.mjs';

const DRAW_EVERY_MS = 40;
const ASK_HEALTH_EVERY_MS = 50;

/** Sends again and again, at a steady pace, until told to end. @returns latencies in ms */
function startPace(everyMs, ask) {
  const latencies = [];
  const sent = [];
  const timer = setInterval(() => {
    const start = performance.now();
    sent.push(
      ask().then(
        () => latencies.push(performance.now() - start),
        // A request that failed took for ever.
        () => latencies.push(Infinity),
      ),
    );
  }, everyMs);
  return {
    end: async () => {
      clearInterval(timer);
      await Promise.all(sent);
      return latencies;
    },
  };
}

const [{ address, cookie, bodies }] = await once(process, 'message');
const agent = new http.Agent({ keepAlive: true, maxSockets: 64 });
const headers = { 'content-type': 'application/json', cookie };

for (;;) {
  let turn = 0;
  const ink = startPace(DRAW_EVERY_MS, async () => {
    const body = bodies[turn++ % bodies.length];
    const { status } = await send(agent, `${address}/api/predictions`, { headers, body });
    if (status !== 201) throw new Error(String(status));
  });
  const health = startPace(ASK_HEALTH_EVERY_MS, async () => {
    const { status } = await send(agent, `${address}/api/health/live`, { method: 'GET' });
    if (status !== 200) throw new Error(String(status));
  });
  // Asked for what was measured: then they begin anew.
  await once(process, 'message');
  const [inkMs, healthMs] = await Promise.all([ink.end(), health.end()]);
  process.send({ inkMs, healthMs });
}
