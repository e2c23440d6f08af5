import { Injectable } from '@nestjs/common';
import type { SymbolList } from '@inkling/contract';
import { isSymbol, symbolOf } from '@inkling/recognizer';
import { quickGlyphPicture } from '../../common/glyph-bytes.js';
import { notFound } from '../../common/problem-error.js';
import { refreshSamples } from '../../recognise/serving/refresh-samples.js';
import { ServingService } from '../../recognise/serving/serving.service.js';
import { SymbolsRepository } from './symbols.repository.js';

/** What a writer taught beyond the classes of the networks. */
@Injectable()
export class SymbolsService {
  constructor(
    private readonly symbols: SymbolsRepository,
    private readonly serving: ServingService,
  ) {}

  async list(writerId: string): Promise<SymbolList> {
    const taught = await this.symbols.list(writerId);
    return {
      items: taught.map(({ glyph, lastTaughtAt, tasks, ...symbol }) => ({
        ...symbol,
        tasks: [...tasks],
        picture: quickGlyphPicture(glyph),
        lastTaughtAt: lastTaughtAt.toISOString(),
      })),
    };
  }

  /** When this returns, it is out of the writer's memory here; other replicas hear of it with the commit. */
  async forget(writerId: string, given: string): Promise<void> {
    const label = symbolOf(given);
    if (label === undefined || !isSymbol(label)) throw notFound('symbol');
    const samples = await this.symbols.forget(writerId, label);
    if (samples.length === 0) throw notFound('symbol');
    await refreshSamples(this.serving, samples);
  }
}
