import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';

/** The channel of NOTIFY on which replicas tell each other of changed samples. */
export const MEMORY_CHANNEL = 'memory_changed';

/** Who sends: a replica has its own changes in memory already. */
@Injectable()
export class ReplicaId {
  readonly value = randomUUID();
}
