import { Inject, Injectable } from '@nestjs/common';
import { PrismaClient, type Pruned, pruneVersions } from '@inkling/store';
import { readTrainingSettings } from '@inkling/store/training';
import type { TrainedNetwork } from '@inkling/recognizer';
import { PRISMA } from '../../database/database.module.js';

@Injectable()
export class PruningRepository {
  constructor(@Inject(PRISMA) private readonly prisma: PrismaClient) {}

  /** By the number of versions that is set for the network. */
  async prune(network: TrainedNetwork): Promise<Pruned> {
    const { keepVersions } = await readTrainingSettings(this.prisma, network);
    return pruneVersions(this.prisma, network, keepVersions);
  }
}
