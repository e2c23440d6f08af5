import { writeFile } from 'node:fs/promises';
import { setPriority } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';

/** The lowest but what only idle processors run. */
const NICENESS = 15;

/** Linux takes one such wish of ordinary users in a tenth of a second, from all processes together. */
const TRIES = 5;
const AGAIN_AFTER_MS = 150;

/**
 * Lets everything else go first, for this process and all threads that it starts afterwards. Linux
 * compares sessions before it compares processes (autogroups, see sched(7)): a process that leads a session
 * of its own therefore asks for both. Where a system knows no such wish, or forbids it, nothing changes.
 */
export async function standBack(): Promise<void> {
  try {
    setPriority(NICENESS);
  } catch {
    return;
  }
  if (process.platform !== 'linux') return;
  for (let tries = 0; tries < TRIES; tries++) {
    const error = await writeFile('/proc/self/autogroup', String(NICENESS)).catch(
      (reason: NodeJS.ErrnoException) => reason,
    );
    if (error?.code !== 'EAGAIN') return;
    await wait(AGAIN_AFTER_MS);
  }
}
