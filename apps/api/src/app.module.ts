import { Module, type DynamicModule } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_PIPE } from '@nestjs/core';
import { StandardSchemaValidationPipe } from '@nestjs/common';
import { AuthModule } from './people/auth/auth.module.js';
import { PermissionGuard } from './people/auth/permission.guard.js';
import { SessionReader } from './people/auth/session-reader.js';
import { ProblemFilter } from './http/problem.filter.js';
import { problemOfIssues } from './common/validation.js';
import { ConfigModule } from './config/config.module.js';
import type { Config } from './config/load-config.js';
import { LearnModule } from './learn/learn.module.js';
import { DatabaseModule } from './database/database.module.js';
import { HealthModule } from './observe/health/health.module.js';
import { WorkerSourceModule } from './recognise/inference/inference.module.js';
import type { WorkerSource } from './recognise/inference/worker-thread.js';
import { InsightModule } from './observe/insight/insight.module.js';
import { KeysModule } from './people/keys/keys.module.js';
import { MailModule } from './people/mail/mail.module.js';
import { MetricsModule } from './observe/metrics/metrics.module.js';
import { ModelsModule } from './models/models.module.js';
import { CompareModule } from './models/compare/compare.module.js';
import { PromotionModule } from './models/promotion/promotion.module.js';
import { PruningModule } from './models/pruning/pruning.module.js';
import { PicturesModule } from './recognise/pictures/pictures.module.js';
import type { ProcessSource } from './recognise/pictures/process/picture-process.js';
import { PredictionsModule } from './recognise/predictions/predictions.module.js';
import { ReplicasModule } from './observe/replicas/replicas.module.js';
import { RateLimitModule } from './http/rate-limit/rate-limit.module.js';
import { OwnDataModule } from './people/own-data/own-data.module.js';
import { PeopleSettingsModule } from './people/settings/people-settings.module.js';
import { SettingsModule } from './train/settings/settings.module.js';
import { AuditModule } from './people/audit/audit.module.js';
import { UsersModule } from './people/users/users.module.js';
import { TrainingModule } from './train/training.module.js';

@Module({})
export class AppModule {
  static of(config: Config, worker?: WorkerSource, pictures?: ProcessSource): DynamicModule {
    return {
      module: AppModule,
      imports: [
        ConfigModule.of(config),
        WorkerSourceModule.of(worker),
        PicturesModule.of(pictures),
        DatabaseModule,
        MetricsModule,
        RateLimitModule,
        PeopleSettingsModule,
        AuthModule,
        KeysModule,
        MailModule,
        OwnDataModule,
        ModelsModule,
        PromotionModule,
        CompareModule,
        PruningModule,
        PredictionsModule,
        LearnModule,
        ReplicasModule,
        TrainingModule,
        SettingsModule,
        UsersModule,
        AuditModule,
        InsightModule,
        HealthModule,
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
