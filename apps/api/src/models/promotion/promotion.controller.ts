import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { modelDetailSchema, promoteRequestSchema, rollbackRequestSchema } from '@inkling/contract';
import type { z } from 'zod';
import { Allow } from '../../http/access/allow.js';
import { CurrentWriter, type Writer } from '../../http/access/writer.js';
import { knownId } from '../../common/known-id.js';
import { ApiProblems } from '../../http/docs/api-problems.js';
import { toModelDetail } from '../to-model.js';
import { PromotionService } from './promotion.service.js';

@ApiTags('models')
@Controller('models')
@Allow('models:promote')
export class PromotionController {
  constructor(private readonly promotions: PromotionService) {}

  @Post(':id/promote')
  @HttpCode(200)
  @ApiOperation({
    operationId: 'promoteModel',
    summary: 'Put a version into service',
    description:
      'The file is checked first. A version that the gate refused needs a reason, which the history keeps.',
  })
  @ApiOkResponse({ standardSchema: modelDetailSchema })
  @ApiProblems(404, 409, 410, 422, 429)
  async promote(
    @Param('id', knownId('model version')) id: string,
    @Body({ schema: promoteRequestSchema.optional() })
    request: z.output<typeof promoteRequestSchema> | undefined,
    @CurrentWriter() admin: Writer,
  ): Promise<z.input<typeof modelDetailSchema>> {
    return toModelDetail(await this.promotions.promote(id, request?.reason, admin), false);
  }

  @Post('rollback')
  @HttpCode(200)
  @ApiOperation({
    operationId: 'rollBackModel',
    summary: 'Put the former version of a network back into service',
    description:
      'Automatic promotion of the network pauses until an admin resumes it. Called again, it goes forth again; ' +
      'with `from` and `to` it changes nothing and answers 409 where it would do something else than was seen.',
  })
  @ApiOkResponse({ standardSchema: modelDetailSchema })
  @ApiProblems(404, 409, 410, 422, 429)
  async rollBack(
    @Body({ schema: rollbackRequestSchema }) request: z.output<typeof rollbackRequestSchema>,
    @CurrentWriter() admin: Writer,
  ): Promise<z.input<typeof modelDetailSchema>> {
    return toModelDetail(await this.promotions.rollBack(request, admin), false);
  }
}
