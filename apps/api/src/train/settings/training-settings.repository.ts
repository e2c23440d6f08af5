import { Inject, Injectable } from '@nestjs/common';
import { trainingSettingsKey, type TrainingSettings } from '@inkling/contract';
import { PrismaClient } from '@inkling/store';
import { changeTrainingSettings, readTrainingSettings } from '@inkling/store/training';
import type { TrainedNetwork } from '@inkling/recognizer';
import { recordAudit } from '../../database/record-audit.js';
import { PRISMA } from '../../database/database.module.js';

@Injectable()
export class TrainingSettingsRepository {
  constructor(@Inject(PRISMA) private readonly prisma: PrismaClient) {}

  read(network: TrainedNetwork): Promise<TrainingSettings> {
    return readTrainingSettings(this.prisma, network);
  }

  /** Under a lock, so that of two changes at the same moment none is lost. */
  change(
    network: TrainedNetwork,
    change: (before: TrainingSettings) => TrainingSettings,
    byId: string,
  ): Promise<{ readonly before: TrainingSettings; readonly after: TrainingSettings }> {
    return this.prisma.$transaction(async (tx) => {
      const changed = await changeTrainingSettings(tx, network, change);
      await recordAudit(tx, {
        byId,
        action: 'settings.training',
        subject: { type: 'settings', id: trainingSettingsKey(network) },
        before: nameless(changed.before),
        after: nameless(changed.after),
      });
      return changed;
    });
  }
}

/** Why promotion pauses names who rolled back; the log has that person as the one of that entry. */
const nameless = ({ promotion, ...rest }: TrainingSettings) => ({
  ...rest,
  promotion: { automatic: promotion.automatic, paused: promotion.pausedBecause !== null },
});
