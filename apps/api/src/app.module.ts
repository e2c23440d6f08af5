import { Module, type DynamicModule } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_PIPE } from '@nestjs/core';
import { StandardSchemaValidationPipe } from '@nestjs/common';
import { ClassicModule } from './classic/classic.module.js';
import { AuthModule } from './people/auth/auth.module.js';
import { PeopleModule } from './people/people.module.js';
import { PermissionGuard } from './people/auth/permission.guard.js';
import { SessionReader } from './people/auth/session-reader.js';
import { ProblemFilter } from './http/problem.filter.js';
import { problemOfIssues } from './common/validation.js';
import { ConfigModule } from './config/config.module.js';
import type { Config } from './config/load-config.js';
import { LearnModule } from './learn/learn.module.js';
import { DatabaseModule } from './database/database.module.js';
import { WorkerSourceModule } from './recognise/inference/inference.module.js';
import type { WorkerSource } from './recognise/inference/worker-thread.js';
import { ObserveModule } from './observe/observe.module.js';
import { MetricsModule } from './observe/metrics/metrics.module.js';
import { ModelsModule } from './models/models.module.js';
import { PicturesModule } from './recognise/pictures/pictures.module.js';
import type { PictureSources } from './recognise/pictures/pictures.service.js';
import { PredictionsModule } from './recognise/predictions/predictions.module.js';
import { LinesModule } from './recognise/lines/lines.module.js';
import { OwnMemoryModule } from './recognise/own-memory/own-memory.module.js';
import { RateLimitModule } from './http/rate-limit/rate-limit.module.js';
import { TrainingModule } from './train/training.module.js';
import type { Hdf5Source } from './transfer/formats/hdf5/hdf5-thread.js';
import { TransferModule } from './transfer/transfer.module.js';
import { WebhooksModule } from './webhooks/webhooks.module.js';

@Module({})
export class AppModule {
  static of(
    config: Config,
    worker?: WorkerSource,
    pictures?: PictureSources,
    hdf5?: Hdf5Source,
  ): DynamicModule {
    return {
      module: AppModule,
      imports: [
        ConfigModule.of(config),
        WorkerSourceModule.of(worker),
        PicturesModule.of(pictures),
        DatabaseModule,
        MetricsModule,
        RateLimitModule,
        PeopleModule,
        AuthModule,
        ModelsModule,
        PredictionsModule,
        LinesModule,
        OwnMemoryModule,
        LearnModule,
        ClassicModule,
        TrainingModule,
        TransferModule.of(hdf5),
        WebhooksModule,
        ObserveModule,
      ],
      providers: [
        { provide: APP_FILTER, useClass: ProblemFilter },
        {
          provide: APP_PIPE,
          useValue: new StandardSchemaValidationPipe({ exceptionFactory: problemOfIssues }),
        },
        // Who asks is known by then, and asks not too often: http/guard-requests.ts.
        SessionReader,
        { provide: APP_GUARD, useClass: PermissionGuard },
      ],
    };
  }
}
