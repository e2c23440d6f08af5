import { Injectable } from '@nestjs/common';
import type {
  OwnInsight,
  OwnInsightQuery,
  OwnSample,
  ownSamplesPageSchema,
  OwnSamplesQuery,
} from '@inkling/contract';
import type { z } from 'zod';
import { glyphPicture } from '../../../common/glyph-bytes.js';
import { pageCursor } from '../../../common/page-cursor.js';
import { AnalyticsRepository } from '../analytics.repository.js';
import { AnalyticsService, byStep, periodOf, totalOf } from '../analytics.service.js';
import { PeriodRepository } from '../period.repository.js';
import {
  OwnSamplesRepository,
  type DecisionCount,
  type OwnSampleRecord,
} from './own-samples.repository.js';

const MOST_PAIRS = 8;

/** A person's own figures and samples, guest or not. */
@Injectable()
export class OwnInsightService {
  constructor(
    private readonly periods: PeriodRepository,
    private readonly figures: AnalyticsRepository,
    private readonly analytics: AnalyticsService,
    private readonly samples: OwnSamplesRepository,
  ) {}

  async insight(writer: string, query: OwnInsightQuery): Promise<OwnInsight> {
    const scope = { ...(await this.periods.resolve({ ...query, writer })), writer };
    const [counts, confusions, samples] = await Promise.all([
      this.figures.activity(scope),
      this.analytics.confusions({ ...query, writer }),
      this.samples.countByStatus(writer),
    ]);
    return {
      period: periodOf(scope),
      rows: byStep(counts).map(({ start, ...step }) => ({ start, ...ownOf(step) })),
      totals: ownOf(totalOf(counts)),
      confusions: confusions.pairs.slice(0, MOST_PAIRS),
      samples,
    };
  }

  async listSamples(
    writerId: string,
    { cursor, limit, ...filter }: OwnSamplesQuery,
  ): Promise<z.output<typeof ownSamplesPageSchema>> {
    const before = pageCursor(cursor);
    const records = await this.samples.list(writerId, { ...filter, before }, limit + 1);
    const page = records.slice(0, limit);
    const decisions = await this.samples.decisions(page.map(({ id }) => id));
    return {
      items: page.map((record) => toSample(record, decisions)),
      nextCursor: records.length > limit ? page.at(-1)!.id : null,
    };
  }
}

const ownOf = ({ predictions, said, corrected, byMemory }: ReturnType<typeof totalOf>) => ({
  predictions,
  said,
  corrected,
  byMemory,
});

function toSample(record: OwnSampleRecord, decisions: readonly DecisionCount[]): OwnSample {
  const decided = (own: boolean): number =>
    decisions.find((row) => row.sampleId === record.id && row.own === own)?.predictions ?? 0;
  return {
    ...record,
    glyph: glyphPicture(record.glyph),
    createdAt: record.createdAt.toISOString(),
    decided: { own: decided(true), others: decided(false) },
  };
}
