import { randomUUID } from 'node:crypto';

/** The channel of NOTIFY on which replicas tell each other of changed samples. */
export const MEMORY_CHANNEL = 'memory_changed';

/** Who sends: a process has its own changes in memory already. */
export const PROCESS_ID = randomUUID();
