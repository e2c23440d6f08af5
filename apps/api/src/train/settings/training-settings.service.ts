import { Injectable, Logger } from '@nestjs/common';
import type { TrainingSettings, TrainingSettingsChange } from '@inkling/contract';
import { cronProblem } from '@inkling/store/training';
import type { TrainedNetwork } from '@inkling/recognizer';
import { validationProblem } from '../../common/validation.js';
import { changeSettings } from './change-settings.js';
import { TrainingSettingsRepository } from './training-settings.repository.js';

@Injectable()
export class TrainingSettingsService {
  private readonly logger = new Logger(TrainingSettingsService.name);

  constructor(private readonly settings: TrainingSettingsRepository) {}

  get(network: TrainedNetwork): Promise<TrainingSettings> {
    return this.settings.read(network);
  }

  async change(
    network: TrainedNetwork,
    change: TrainingSettingsChange,
    by: string,
  ): Promise<TrainingSettings> {
    const { cron } = change.schedule ?? {};
    const problem = cron === undefined ? undefined : cronProblem(cron);
    if (problem !== undefined) {
      throw validationProblem([{ message: problem, path: ['schedule', 'cron'] }]);
    }
    const { after } = await this.settings.change(
      network,
      (current) => changeSettings(current, change),
      by,
    );
    this.logger.log(`training settings of ${network} were changed by ${by}`);
    return after;
  }
}
