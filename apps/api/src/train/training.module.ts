import { Module } from '@nestjs/common';
import { EventPruning } from './events/event-pruning.service.js';
import { EventsRepository } from './events/events.repository.js';
import { TrainingEventsController } from './events/training-events.controller.js';
import { TrainingEvents } from './events/training-events.service.js';
import { WaitingNotes } from './events/waiting-notes.js';
import { ApprovedLinesRepository } from './preview/lines.repository.js';
import { PreviewController } from './preview/preview.controller.js';
import { PreviewRepository } from './preview/preview.repository.js';
import { PreviewService } from './preview/preview.service.js';
import { TrainingSettingsController } from './settings/training-settings.controller.js';
import { TrainingSettingsRepository } from './settings/training-settings.repository.js';
import { TrainingSettingsService } from './settings/training-settings.service.js';
import { TrainerStatusModule } from './trainer-status.module.js';
import { TrainingController } from './training.controller.js';
import { QueueOfTraining } from './training-queue.js';
import { TrainingRepository } from './training.repository.js';
import { TrainingService } from './training.service.js';

@Module({
  imports: [TrainerStatusModule],
  controllers: [
    PreviewController,
    TrainingController,
    TrainingEventsController,
    TrainingSettingsController,
  ],
  providers: [
    QueueOfTraining,
    TrainingRepository,
    TrainingService,
    ApprovedLinesRepository,
    PreviewRepository,
    PreviewService,
    EventsRepository,
    EventPruning,
    TrainingEvents,
    TrainingSettingsRepository,
    TrainingSettingsService,
    WaitingNotes,
  ],
})
export class TrainingModule {}
