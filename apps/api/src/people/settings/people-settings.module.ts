import { Global, Module } from '@nestjs/common';
import { PeopleSettingsController } from './people-settings.controller.js';
import { PeopleSettingsRepository } from './people-settings.repository.js';
import { PeopleSettings } from './people-settings.service.js';

/** Signing in, corrections and invitations all ask for these. */
@Global()
@Module({
  controllers: [PeopleSettingsController],
  providers: [PeopleSettingsRepository, PeopleSettings],
  exports: [PeopleSettings],
})
export class PeopleSettingsModule {}
