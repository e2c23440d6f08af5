import { Controller, Get, Inject } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { authOptionsSchema, type AuthOptions } from '@inkling/contract';
import { CONFIG } from '../../config/config.module.js';
import type { Config } from '../../config/load-config.js';
import { ApiProblems } from '../../http/docs/api-problems.js';
import { Mailer } from '../mail/mailer.js';
import { PeopleSettings } from '../settings/people-settings.service.js';
import { Allow } from '../../http/access/allow.js';

@ApiTags('account')
@Controller('auth-options')
@Allow('account:enter')
export class AuthOptionsController {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly settings: PeopleSettings,
    private readonly mailer: Mailer,
  ) {}

  @Get()
  @ApiOperation({ operationId: 'getAuthOptions', summary: 'How one can come in' })
  @ApiOkResponse({ standardSchema: authOptionsSchema })
  @ApiProblems(429)
  async get(): Promise<AuthOptions> {
    const { signUp, guests } = await this.settings.get();
    return {
      signUp,
      guests,
      mail: this.mailer.isOn,
      providers: this.config.oidcProviders.map(({ id, name }) => ({ id, name })),
    };
  }
}
