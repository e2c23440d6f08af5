import { performance } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import { residentMb } from './resident.mjs';

/** The most that a process held while something was done. */
export async function watched(pid, work) {
  let most = 0;
  let isDone = false;
  const watching = (async () => {
    while (!isDone) {
      most = Math.max(most, await residentMb(pid));
      await wait(200);
    }
  })();
  const began = performance.now();
  try {
    const result = await work();
    return { result, seconds: (performance.now() - began) / 1000, mostMb: () => most };
  } finally {
    isDone = true;
    await watching;
  }
}
