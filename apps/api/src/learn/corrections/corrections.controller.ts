import { Body, Controller, Delete, HttpCode, Param, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  correctionRequestSchema,
  correctionResponseSchema,
  type CorrectionRequest,
  type CorrectionResponse,
} from '@inkling/contract';
import { Allow } from '../../http/access/allow.js';
import { CurrentWriter, type Writer } from '../../http/access/writer.js';
import { knownId } from '../../common/known-id.js';
import { ApiProblems } from '../../http/docs/api-problems.js';
import { CorrectionsService } from './corrections.service.js';

@ApiTags('corrections')
@Controller('corrections')
@Allow('corrections:own')
export class CorrectionsController {
  constructor(private readonly corrections: CorrectionsService) {}

  @Post()
  @ApiOperation({
    operationId: 'createCorrection',
    summary: 'Say what a drawing really is, or that it was read right',
    description: 'Again for the same prediction replaces the former one.',
  })
  @ApiCreatedResponse({ standardSchema: correctionResponseSchema })
  @ApiProblems(400, 401, 404, 422, 429)
  create(
    @Body({ schema: correctionRequestSchema }) request: CorrectionRequest,
    @CurrentWriter() writer: Writer,
  ): Promise<CorrectionResponse> {
    return this.corrections.correct(writer.id, request);
  }

  @Delete(':id')
  @HttpCode(204)
  @ApiOperation({ operationId: 'deleteCorrection', summary: 'Take a correction back' })
  @ApiNoContentResponse({ description: 'Taken back, out of memory too' })
  @ApiProblems(401, 404, 429)
  async delete(
    @Param('id', knownId('correction')) id: string,
    @CurrentWriter() writer: Writer,
  ): Promise<void> {
    await this.corrections.takeBack(writer.id, id);
  }
}
