import { statfs } from 'node:fs/promises';
import { Inject, Injectable, Logger } from '@nestjs/common';
import type { Ready } from '@inkling/contract';
import { ClassicWriter } from '../../classic/classic-writer.service.js';
import { CONFIG } from '../../config/config.module.js';
import type { Config } from '../../config/load-config.js';
import { DatabaseState } from '../../database/database-state.js';
import { ReplicasRepository } from '../replicas/replicas.repository.js';
import { ChampionFollower } from '../../recognise/serving/champion-follower.service.js';
import { ServedFiles } from '../../recognise/serving/served-files.service.js';
import { ServingService } from '../../recognise/serving/serving.service.js';
import { VersionsInService } from '../../recognise/serving/versions-in-service.js';
import { TrainerStatus } from '../../train/trainer-status.js';
import { HealthRepository } from './health.repository.js';

type Problem = Ready['problems'][number];

const DATABASE_DOWN = { code: 'database_down', detail: 'The database is not responding.' };
const STORAGE_FULL = { code: 'storage_full', detail: 'The disk is full. Make room.' };

/** PostgreSQL writes its log of changes in files of 16 MB. */
const LEAST_ROOM_BYTES = 16 * 1024 * 1024;

@Injectable()
export class HealthService {
  private readonly logger = new Logger(HealthService.name);

  constructor(
    private readonly database: HealthRepository,
    private readonly state: DatabaseState,
    @Inject(CONFIG) private readonly config: Config,
    private readonly serving: ServingService,
    private readonly versions: VersionsInService,
    private readonly champions: ChampionFollower,
    private readonly files: ServedFiles,
    private readonly replicas: ReplicasRepository,
    private readonly trainer: TrainerStatus,
    private readonly classicWriter: ClassicWriter,
  ) {}

  /** `unavailable` when nothing can be predicted or corrected, `degraded` when a part is missing. */
  async ready(): Promise<Ready> {
    const isUp = await this.database.isUp();
    const isFull = isUp && (await this.isFull());
    const models = this.versions
      .all()
      .map(({ id, network, version }) => ({ id, network, version }));
    const problems = [
      ...(isUp ? [] : [DATABASE_DOWN]),
      ...(isFull || (await this.isDiskFull()) ? [STORAGE_FULL] : []),
      ...this.problemsOfModels(),
      ...this.problemsOfFiles(),
      ...(isUp ? await this.problemsElsewhere() : []),
    ];
    // Lines are read beside single characters; alone they are no Inkling.
    const isReading = this.serving.inService().length > 0;
    if (!isUp || isFull || !isReading) return { status: 'unavailable', problems, models };
    return { status: problems.length > 0 ? 'degraded' : 'ok', problems, models };
  }

  /** Looked at only where something found no room: it costs a write. */
  private async isFull(): Promise<boolean> {
    if (!this.state.isFull) return false;
    if (!(await this.database.hasRoom())) return true;
    this.state.noteKept();
    return false;
  }

  /** The database of `npm start` lies there too, and ends when it can write nothing more. */
  private async isDiskFull(): Promise<boolean> {
    const disk = await statfs(this.config.dataDir).catch(() => undefined);
    return disk !== undefined && disk.bavail * disk.bsize < LEAST_ROOM_BYTES;
  }

  private problemsOfModels(): Problem[] {
    return [...this.champions.problems()].map(([network, reason]) => ({
      code: this.versions.get(network) ? 'newer_model_failed' : 'no_model',
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
      const [trainer, others, classicWriter] = await Promise.all([
        this.trainer.problems(),
        this.replicas.othersWithFailures(),
        this.classicWriter.problem(),
      ]);
      const ofReplicas = others.flatMap(({ host, pid, failures }) =>
        Object.entries(failures).map(([network, reason]) => ({
          code: 'replica_behind',
          detail: `The server ${host} (process ${pid}), ${network}: ${reason}.`,
        })),
      );
      const ofOldClients =
        classicWriter === undefined ? [] : [{ code: 'no_classic_writer', detail: classicWriter }];
      return [...trainer, ...ofReplicas, ...ofOldClients];
    } catch (error) {
      this.logger.warn(`the state of the others is not known: ${String(error)}`);
      return [];
    }
  }
}
