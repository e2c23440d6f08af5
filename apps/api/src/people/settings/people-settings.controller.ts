import { Body, Controller, Get, Patch } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  peopleSettingsAnswerSchema,
  peopleSettingsChangeSchema,
  type PeopleSettingsAnswer,
  type PeopleSettingsChange,
} from '@inkling/contract';
import { Allow } from '../../http/access/allow.js';
import { CurrentWriter, type Writer } from '../../http/access/writer.js';
import { ApiProblems } from '../../http/docs/api-problems.js';
import { PeopleSettings } from './people-settings.service.js';

@ApiTags('settings')
@Controller('settings/people')
@Allow('settings:manage')
export class PeopleSettingsController {
  constructor(private readonly settings: PeopleSettings) {}

  @Get()
  @ApiOperation({
    operationId: 'getPeopleSettings',
    summary: 'Who may come in, and whether corrections are reviewed',
  })
  @ApiOkResponse({ standardSchema: peopleSettingsAnswerSchema })
  @ApiProblems(429)
  get(): Promise<PeopleSettingsAnswer> {
    return this.settings.describe();
  }

  @Patch()
  @ApiOperation({
    operationId: 'changePeopleSettings',
    summary: 'Change some of them; they count at once, on every replica',
    description:
      'What the environment decides cannot be changed here: the answer names it in `fixed`.',
  })
  @ApiOkResponse({ standardSchema: peopleSettingsAnswerSchema })
  @ApiProblems(400, 422, 429)
  change(
    @Body({ schema: peopleSettingsChangeSchema }) change: PeopleSettingsChange,
    @CurrentWriter() admin: Writer,
  ): Promise<PeopleSettingsAnswer> {
    return this.settings.change(change, admin.id);
  }
}
