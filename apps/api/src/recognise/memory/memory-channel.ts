import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';

/** Who sends: a replica has its own changes in memory already. */
@Injectable()
export class ReplicaId {
  readonly value = randomUUID();
}
