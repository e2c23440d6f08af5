import { messageOf } from '@inkling/contract';
import { tell } from './messages.js';

/** Runs a child process' work and tells its trainer how it ended; the process ends with it. */
export async function runAsChild(work: () => Promise<void>): Promise<never> {
  try {
    await work();
    await tell({ type: 'done' });
    process.exit(0);
  } catch (error) {
    console.error(error);
    await tell({ type: 'failed', message: messageOf(error) });
    process.exit(1);
  }
}
