import { Inject, Injectable } from '@nestjs/common';
import type { TrainingSettings } from '@inkling/contract';
import { PrismaClient } from '@inkling/database';
import { changeTrainingSettings, readTrainingSettings } from '@inkling/queue';
import type { Network } from '@inkling/recognition';
import { PRISMA } from '../database/database.module.js';

@Injectable()
export class TrainingSettingsRepository {
  constructor(@Inject(PRISMA) private readonly prisma: PrismaClient) {}

  read(network: Network): Promise<TrainingSettings> {
    return readTrainingSettings(this.prisma, network);
  }

  /** Under a lock, so that of two changes at the same moment none is lost. */
  change(
    network: Network,
    change: (before: TrainingSettings) => TrainingSettings,
  ): Promise<{ readonly before: TrainingSettings; readonly after: TrainingSettings }> {
    return this.prisma.$transaction((tx) => changeTrainingSettings(tx, network, change));
  }
}
