import {
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { ChampionFollower } from '../../recognise/serving/champion-follower.service.js';
import { VersionsInService } from '../../recognise/serving/versions-in-service.js';
import { ReplicasRepository, type ReplicaState } from './replicas.repository.js';

const BEAT_EVERY_MS = 2000;
const BEATS_BETWEEN_CLEANING = 150;

/** Tells the others, and the trainer above all, that this replica runs and what it serves. */
@Injectable()
export class Heartbeat implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(Heartbeat.name);
  private timer: NodeJS.Timeout | undefined;
  private beating: Promise<void> = Promise.resolve();
  private beats = 0;
  private stopping = false;
  private isDown = false;

  constructor(
    private readonly replicas: ReplicasRepository,
    private readonly versions: VersionsInService,
    private readonly champions: ChampionFollower,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    // At once after a swap: a job is over only when every replica serves what it promoted.
    this.champions.onChange(() => void this.beat());
    await this.beat();
    this.timer = setInterval(() => void this.beat(), BEAT_EVERY_MS);
    this.timer.unref();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping = true;
    clearInterval(this.timer);
    await this.beating;
    await this.replicas.leave().catch(() => undefined);
  }

  /** One after the other, so that the last one written is the newest. */
  private beat(): Promise<void> {
    this.beating = this.beating.then(() => this.write());
    return this.beating;
  }

  private async write(): Promise<void> {
    if (this.stopping) return;
    try {
      await this.replicas.beat(this.state());
      if (this.beats++ % BEATS_BETWEEN_CLEANING === 0) await this.replicas.forgetOld();
      this.isDown = false;
    } catch (error) {
      // Once, and not every two seconds while the database is away.
      if (!this.isDown) this.logger.warn(`no heartbeat was written: ${(error as Error).name}`);
      this.isDown = true;
    }
  }

  private state(): ReplicaState {
    const served = this.versions.all().map(({ network, id }) => [network, id] as const);
    return {
      serving: Object.fromEntries(served),
      failures: Object.fromEntries(this.champions.problems()),
    };
  }
}
