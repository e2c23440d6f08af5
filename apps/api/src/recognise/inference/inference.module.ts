import {
  Global,
  Inject,
  Injectable,
  Logger,
  Module,
  type DynamicModule,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { CONFIG } from '../../config/config.module.js';
import type { Config } from '../../config/load-config.js';
import { InferencePool } from './inference-pool.js';
import type { WorkerSource } from './worker-thread.js';

/** Injects the file that worker threads run. */
export const WORKER_SOURCE = Symbol('WORKER_SOURCE');

const BUILT_WORKER: WorkerSource = { url: new URL('./inference.worker.js', import.meta.url) };

/** Which file it is; tests give the TypeScript one with a loader. */
@Global()
@Module({})
export class WorkerSourceModule {
  static of(worker: WorkerSource = BUILT_WORKER): DynamicModule {
    return {
      module: WorkerSourceModule,
      providers: [{ provide: WORKER_SOURCE, useValue: worker }],
      exports: [WORKER_SOURCE],
    };
  }
}

@Injectable()
export class Inference implements OnApplicationShutdown {
  private readonly logger = new Logger(Inference.name);
  private readonly lossListeners = new Set<() => void>();
  readonly pool: InferencePool;

  constructor(@Inject(CONFIG) config: Config, @Inject(WORKER_SOURCE) worker: WorkerSource) {
    this.pool = new InferencePool({
      threads: config.inferenceThreads,
      worker,
      onWorkerLost: () => {
        this.logger.error('an inference worker ended and is replaced');
        for (const listener of this.lossListeners) listener();
      },
      onLoadFailed: (session, error) =>
        this.logger.error(`a new inference worker can't load ${session}: ${error.message}`),
    });
  }

  /** Called whenever a worker thread had to be replaced. */
  onWorkerLost(listener: () => void): void {
    this.lossListeners.add(listener);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.pool.close();
  }
}

@Module({ providers: [Inference], exports: [Inference] })
export class InferenceModule {}
