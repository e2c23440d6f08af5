import { Injectable, Logger } from '@nestjs/common';
import type { Ready } from '@inkling/contract';
import { ReplicasRepository } from '../replicas/replicas.repository.js';
import { ChampionFollower } from '../serving/champion-follower.service.js';
import { ServedFiles } from '../serving/served-files.service.js';
import { ServingService } from '../serving/serving.service.js';
import { TrainerStatus } from '../training/trainer-status.js';
import { HealthRepository } from './health.repository.js';

type Problem = Ready['problems'][number];

@Injectable()
export class HealthService {
  private readonly logger = new Logger(HealthService.name);

  constructor(
    private readonly database: HealthRepository,
    private readonly serving: ServingService,
    private readonly champions: ChampionFollower,
    private readonly files: ServedFiles,
    private readonly replicas: ReplicasRepository,
    private readonly trainer: TrainerStatus,
  ) {}

  /** `unavailable` when nothing can be predicted or corrected, `degraded` when a part is missing. */
  async ready(): Promise<Ready> {
    const isUp = await this.database.isUp();
    const models = this.serving
      .inService()
      .map(({ id, network, version }) => ({ id, network, version }));
    const problems = [
      ...(isUp ? [] : [{ code: 'database_down', detail: 'The database does not answer.' }]),
      ...this.problemsOfModels(),
      ...this.problemsOfFiles(),
      ...(isUp ? await this.problemsElsewhere() : []),
    ];
    if (!isUp || models.length === 0) return { status: 'unavailable', problems, models };
    return { status: problems.length > 0 ? 'degraded' : 'ok', problems, models };
  }

  private problemsOfModels(): Problem[] {
    return [...this.champions.problems()].map(([network, reason]) => ({
      code: this.serving.get(network) ? 'newer_model_failed' : 'no_model',
      detail: `${network}: ${reason}.`,
    }));
  }

  private problemsOfFiles(): Problem[] {
    return [...this.files.problems()].map(([network, reason]) => ({
      code: 'model_file_damaged',
      detail: `${network}: ${reason}.`,
    }));
  }

  /** The database may go away meanwhile; then the next call says so. */
  private async problemsElsewhere(): Promise<Problem[]> {
    try {
      const [trainer, others] = await Promise.all([
        this.trainer.problems(),
        this.replicas.othersWithFailures(),
      ]);
      const ofReplicas = others.flatMap(({ host, pid, failures }) =>
        Object.entries(failures).map(([network, reason]) => ({
          code: 'replica_behind',
          detail: `The server ${host} (process ${pid}), ${network}: ${reason}.`,
        })),
      );
      return [...trainer, ...ofReplicas];
    } catch (error) {
      this.logger.warn(`the state of the others is not known: ${String(error)}`);
      return [];
    }
  }
}
