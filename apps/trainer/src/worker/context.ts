import type { PrismaClient } from '@inkling/store';
import type { TrainingQueue } from '@inkling/store/training';
import type pg from 'pg';
import type { Logger } from 'pino';
import type { Config } from './config.js';
import type { TrainerOptions } from './options.js';

/** What every part of the trainer works with. */
export interface TrainerContext {
  readonly trainerId: string;
  /** Folders are absolute. */
  readonly config: Config;
  readonly options: TrainerOptions;
  readonly prisma: PrismaClient;
  /** For answers that are too long for Prisma. */
  readonly pool: pg.Pool;
  readonly queue: TrainingQueue;
  readonly logger: Logger;
}
