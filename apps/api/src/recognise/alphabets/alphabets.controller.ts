import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post } from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import {
  alphabetChangeSchema,
  alphabetDetailSchema,
  alphabetListSchema,
  alphabetRequestSchema,
  alphabetSchema,
  type Alphabet,
  type AlphabetDetail,
  type AlphabetList,
} from '@inkling/contract';
import type { z } from 'zod';
import { knownId } from '../../common/known-id.js';
import { Allow } from '../../http/access/allow.js';
import { CurrentWriter, type Writer } from '../../http/access/writer.js';
import { ApiProblems } from '../../http/docs/api-problems.js';
import { AlphabetsService } from './alphabets.service.js';

@ApiTags('alphabets')
@Controller('alphabets')
export class AlphabetsController {
  constructor(private readonly alphabets: AlphabetsService) {}

  @Get()
  @Allow('alphabets:look')
  @ApiOperation({ operationId: 'listAlphabets', summary: 'Shared alphabets and own ones, by name' })
  @ApiOkResponse({ standardSchema: alphabetListSchema })
  @ApiProblems(429)
  list(@CurrentWriter() writer: Writer | null): Promise<AlphabetList> {
    return this.alphabets.list(writer);
  }

  @Get(':id')
  @Allow('alphabets:look')
  @ApiOperation({
    operationId: 'getAlphabet',
    summary: 'An alphabet, and how well each of its labels is known',
    description:
      'The newest few samples of each label are read by the version in service while they are left out of memory.',
  })
  @ApiOkResponse({ standardSchema: alphabetDetailSchema })
  @ApiProblems(404, 429)
  get(
    @Param('id', knownId('alphabet')) id: string,
    @CurrentWriter() writer: Writer | null,
  ): Promise<AlphabetDetail> {
    return this.alphabets.get(writer, id);
  }

  @Post()
  @Allow('alphabets:own')
  @ApiOperation({
    operationId: 'createAlphabet',
    summary: 'Name a set of labels',
    description: 'Its id may be the `task` of a prediction: then only its labels may answer.',
  })
  @ApiCreatedResponse({ standardSchema: alphabetSchema })
  @ApiProblems(400, 401, 403, 409, 422, 429)
  create(
    @Body({ schema: alphabetRequestSchema }) request: z.output<typeof alphabetRequestSchema>,
    @CurrentWriter() writer: Writer,
  ): Promise<Alphabet> {
    return this.alphabets.create(writer, request);
  }

  @Patch(':id')
  @Allow('alphabets:own')
  @ApiOperation({
    operationId: 'changeAlphabet',
    summary: 'Change the name or the labels of an alphabet, or share it',
    description: 'What is shared is for admins to change.',
  })
  @ApiOkResponse({ standardSchema: alphabetSchema })
  @ApiProblems(400, 401, 403, 404, 409, 422, 429)
  change(
    @Param('id', knownId('alphabet')) id: string,
    @Body({ schema: alphabetChangeSchema }) change: z.output<typeof alphabetChangeSchema>,
    @CurrentWriter() writer: Writer,
  ): Promise<Alphabet> {
    return this.alphabets.change(writer, id, change);
  }

  @Delete(':id')
  @HttpCode(204)
  @Allow('alphabets:own')
  @ApiOperation({
    operationId: 'deleteAlphabet',
    summary: 'Delete an alphabet',
    description: 'What was taught stays, and so do the drawings that were read by it.',
  })
  @ApiNoContentResponse({ description: 'Deleted' })
  @ApiProblems(401, 403, 404, 429)
  async remove(
    @Param('id', knownId('alphabet')) id: string,
    @CurrentWriter() writer: Writer,
  ): Promise<void> {
    await this.alphabets.remove(writer, id);
  }
}
