import { Global, Module } from '@nestjs/common';
import { ServingModule } from '../recognise/serving/serving.module.js';
import { AuditController } from './audit/audit.controller.js';
import { AuditRepository } from './audit/audit.repository.js';
import { AuditService } from './audit/audit.service.js';
import { KeyOrigins } from './keys/key-origins.service.js';
import { KeysController } from './keys/keys.controller.js';
import { KeysRepository } from './keys/keys.repository.js';
import { KeysService } from './keys/keys.service.js';
import { Mailer } from './mail/mailer.js';
import { DeletionRepository } from './own-data/deletion.repository.js';
import { ExportService } from './own-data/export.service.js';
import { OwnDataController } from './own-data/own-data.controller.js';
import { OwnDataRepository } from './own-data/own-data.repository.js';
import { OwnDataService } from './own-data/own-data.service.js';
import { PeopleSettingsController } from './settings/people-settings.controller.js';
import { PeopleSettingsRepository } from './settings/people-settings.repository.js';
import { PeopleSettings } from './settings/people-settings.service.js';
import { UsersController } from './users/users.controller.js';
import { UsersRepository } from './users/users.repository.js';
import { UsersService } from './users/users.service.js';

/** Everything about accounts but signing in: see `AuthModule`, which asks for keys, emails and settings. */
@Global()
@Module({
  imports: [ServingModule],
  controllers: [
    PeopleSettingsController,
    KeysController,
    OwnDataController,
    UsersController,
    AuditController,
  ],
  providers: [
    AuditRepository,
    AuditService,
    DeletionRepository,
    ExportService,
    KeyOrigins,
    KeysRepository,
    KeysService,
    Mailer,
    OwnDataRepository,
    OwnDataService,
    PeopleSettings,
    PeopleSettingsRepository,
    UsersRepository,
    UsersService,
  ],
  exports: [KeyOrigins, KeysService, Mailer, PeopleSettings],
})
export class PeopleModule {}
