import { Body, Controller, Get, Param, Patch } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import {
  trainingSettingsChangeSchema,
  trainingSettingsSchema,
  type TrainingSettings,
  type TrainingSettingsChange,
} from '@inkling/contract';
import { TRAINED_NETWORKS, type TrainedNetwork } from '@inkling/recognizer';
import { Allow } from '../../http/access/allow.js';
import { CurrentWriter, type Writer } from '../../http/access/writer.js';
import { ApiProblems } from '../../http/docs/api-problems.js';
import { knownNetwork } from '../../http/known-network.js';
import { TrainingSettingsService } from './training-settings.service.js';

@ApiTags('training')
@Controller('training-settings')
@Allow('training:settings')
export class TrainingSettingsController {
  constructor(private readonly settings: TrainingSettingsService) {}

  @Get(':network')
  @ApiOperation({
    operationId: 'getTrainingSettings',
    summary: "What starts a network's jobs by itself, and what becomes of their results",
  })
  @ApiParam({ name: 'network', enum: TRAINED_NETWORKS })
  @ApiOkResponse({ standardSchema: trainingSettingsSchema })
  @ApiProblems(404, 429)
  get(@Param('network', knownNetwork) network: TrainedNetwork): Promise<TrainingSettings> {
    return this.settings.get(network);
  }

  @Patch(':network')
  @ApiOperation({
    operationId: 'changeTrainingSettings',
    summary: "Change parts of a network's settings; they count at once",
    description: 'Switching automatic promotion on ends the pause that a rollback made.',
  })
  @ApiParam({ name: 'network', enum: TRAINED_NETWORKS })
  @ApiOkResponse({ standardSchema: trainingSettingsSchema })
  @ApiProblems(400, 404, 422, 429)
  change(
    @Param('network', knownNetwork) network: TrainedNetwork,
    @Body({ schema: trainingSettingsChangeSchema }) change: TrainingSettingsChange,
    @CurrentWriter() admin: Writer,
  ): Promise<TrainingSettings> {
    return this.settings.change(network, change, admin.id);
  }
}
