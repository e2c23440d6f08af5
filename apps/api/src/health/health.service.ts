import { Injectable } from '@nestjs/common';
import type { Ready } from '@inkling/contract';
import { ChampionFollower } from '../serving/champion-follower.service.js';
import { ServingService } from '../serving/serving.service.js';
import { TrainerStatus } from '../training/trainer-status.js';
import { HealthRepository } from './health.repository.js';

@Injectable()
export class HealthService {
  constructor(
    private readonly database: HealthRepository,
    private readonly serving: ServingService,
    private readonly champions: ChampionFollower,
    private readonly trainers: TrainerStatus,
  ) {}

  /** `unavailable` when nothing can be predicted or corrected, `degraded` when a part is missing. */
  async ready(): Promise<Ready> {
    const isUp = await this.database.isUp();
    const models = this.serving
      .inService()
      .map(({ id, network, version }) => ({ id, network, version }));
    const problems: Ready['problems'] = [];
    if (!isUp) problems.push({ code: 'database_down', detail: 'The database does not answer.' });
    for (const [network, reason] of this.champions.problems()) {
      const isServed = models.some((model) => model.network === network);
      problems.push({
        code: isServed ? 'newer_model_failed' : 'no_model',
        detail: `${network}: ${reason}`,
      });
    }
    if (isUp) problems.push(...(await this.trainers.problems()));
    if (!isUp || models.length === 0) return { status: 'unavailable', problems, models };
    return { status: problems.length > 0 ? 'degraded' : 'ok', problems, models };
  }
}
