import { Module } from '@nestjs/common';
import { TrainingSettingsController } from './training-settings.controller.js';
import { TrainingSettingsRepository } from './training-settings.repository.js';
import { TrainingSettingsService } from './training-settings.service.js';

@Module({
  controllers: [TrainingSettingsController],
  providers: [TrainingSettingsRepository, TrainingSettingsService],
})
export class SettingsModule {}
