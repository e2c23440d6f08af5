import { Controller, Delete, Get, HttpCode, Param, Query } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  symbolListSchema,
  symbolQuerySchema,
  type SymbolList,
  type SymbolQuery,
} from '@inkling/contract';
import { Allow } from '../../http/access/allow.js';
import { CurrentWriter, type Writer } from '../../http/access/writer.js';
import { ApiProblems } from '../../http/docs/api-problems.js';
import { SymbolsService } from './symbols.service.js';

@ApiTags('symbols')
@Controller('symbols')
@Allow('corrections:own')
export class SymbolsController {
  constructor(private readonly symbols: SymbolsService) {}

  @Get()
  @ApiOperation({
    operationId: 'listSymbols',
    summary: 'Own symbols: labels that no network has a class for, the last one taught first',
  })
  @ApiOkResponse({ standardSchema: symbolListSchema })
  @ApiProblems(401, 429)
  list(@CurrentWriter() writer: Writer): Promise<SymbolList> {
    return this.symbols.list(writer.id);
  }

  @Delete()
  @HttpCode(204)
  @ApiOperation({
    operationId: 'deleteSymbolByQuery',
    summary: 'Forget an own symbol, whatever its label',
    description: 'Takes every correction to it back, out of memory too; the drawings stay.',
  })
  @ApiNoContentResponse({ description: 'Forgotten' })
  @ApiProblems(401, 404, 422, 429)
  async forget(
    @Query({ schema: symbolQuerySchema }) { label }: SymbolQuery,
    @CurrentWriter() writer: Writer,
  ): Promise<void> {
    await this.symbols.forget(writer.id, label);
  }

  @Delete(':label')
  @HttpCode(204)
  @ApiOperation({
    operationId: 'deleteSymbol',
    summary: 'Forget an own symbol',
    description:
      'As with the label in the query, which also takes `.` and `..`: no path can have them.',
  })
  @ApiNoContentResponse({ description: 'Forgotten' })
  @ApiProblems(401, 404, 429)
  async forgetByPath(
    @Param('label') label: string,
    @CurrentWriter() writer: Writer,
  ): Promise<void> {
    await this.symbols.forget(writer.id, label);
  }
}
