import { performance } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import { createPrismaClient } from '@inkling/store';
import { drawingsFor } from './drawings.mjs';
import { startClients } from './load.mjs';
import { adminAt, clientOf, correctAll, guestAt } from './people.mjs';
import { residentMb } from './resident.mjs';
import { addSecondVersion } from './second-version.mjs';
import { startServers } from './server.mjs';
import { createBook } from './swap-book.mjs';

/** Swaps before anything is measured: caches fill, the heap grows to its size. */
const WARM_UP_SWAPS = 10;
const REMEMBERED = 40;

/**
 * Swaps a network back and forth between two versions while clients ask, on one database.
 *
 * @param {{ replicas: number, swaps: number, clients: number, windowMs: number, network: string }} options
 */
export async function runSwaps({ replicas, swaps, clients, windowMs, network }) {
  const { servers, databaseUrl, stop } = await startServers({ replicas });
  const prisma = createPrismaClient(databaseUrl, { connections: 2 });
  try {
    const addresses = servers.map(({ address }) => address);
    const writer = await guestAt(addresses[0]);
    const drawings = await drawingsFor(network);
    await correctAll(writer, network, drawings.labelled.slice(0, REMEMBERED));
    const admin = await adminAt(addresses[0], prisma);
    const [first] = (await admin.get(`/api/models?network=${network}`)).items;
    const versions = [await addSecondVersion(prisma, network), first.id];
    const replicaClients = addresses.map((address) => clientOf(address, admin.cookie));

    const load = startClients({ addresses, cookie: writer.cookie, bodies: drawings.ink, clients });
    const book = createBook(versions);
    for (let swap = -WARM_UP_SWAPS; swap < swaps; swap++) {
      const target = versions[(swap + WARM_UP_SWAPS) % 2];
      const began = performance.now();
      await admin.post(`/api/models/${target}/promote`, { reason: 'bench' });
      await Promise.all(replicaClients.map((client) => awaitVersion(client, network, target)));
      const swapped = performance.now();
      await wait(Math.max(0, began + windowMs - swapped));
      const calm = performance.now();
      // As long as the other, or one of them would meet more of the machine's own disturbances.
      await wait(calm - began);
      const end = performance.now();
      book.judge(load.take());
      if (swap < 0) continue;
      const residentMbs = await Promise.all(servers.map(({ pid }) => residentMb(pid)));
      book.addWindow({ began, swapped, calm, end, residentMbs });
    }
    await load.end();
    book.judge(load.take());
    return { replicas, clients, windowMs, ...book.summary() };
  } finally {
    await prisma.$disconnect();
    await stop();
  }
}

/** Resolves when a replica says that it serves the version. */
async function awaitVersion(client, network, id) {
  for (;;) {
    const { models } = await client.get('/api/health/ready');
    if (models.some((model) => model.network === network && model.id === id)) return;
    await wait(25);
  }
}
