import { Injectable } from '@nestjs/common';
import type {
  lineReviewCountsQuerySchema,
  lineReviewQuerySchema,
  LineReviewCounts,
  LineReviewDetail,
  LineReviewItem,
  LineReviewPage,
  LineSample,
} from '@inkling/contract';
import type { z } from 'zod';
import { notFound } from '../../common/problem-error.js';
import { stripPicture } from '../../recognise/lines/strip-picture.js';
import { countsOf, decidedOf } from '../review/status-counts.js';
import { LINE_ORDERS } from './line-conditions.repository.js';
import { LineCountsRepository } from './line-counts.repository.js';
import { LineQueueRepository, type LineQueueRecord } from './line-queue.repository.js';

const MOST_WRITERS = 50;

/** Corrected lines for review, page by page, one by one, and what there is to filter them by. */
@Injectable()
export class LineQueueService {
  constructor(
    private readonly queue: LineQueueRepository,
    private readonly counts: LineCountsRepository,
  ) {}

  async list({
    cursor,
    limit,
    sort,
    ...filter
  }: z.output<typeof lineReviewQuerySchema>): Promise<LineReviewPage> {
    const records = await this.queue.list(filter, sort, cursor, limit + 1);
    const page = records.slice(0, limit);
    const last = page.at(-1);
    const samples = await this.queue.samplesOf(page.map(({ lineId }) => lineId));
    return {
      items: page.map((record) => toItem(record, samples.get(record.lineId))),
      nextCursor: last && records.length > limit ? LINE_ORDERS[sort].cursorAt(last) : null,
    };
  }

  async get(id: string): Promise<LineReviewDetail> {
    const record = await this.queue.get(id);
    if (!record) throw notFound('correction of a line');
    const { lineId } = record;
    const [samples, original, revisions] = await Promise.all([
      this.queue.samplesOf([lineId]),
      this.queue.getOriginal(lineId),
      this.queue.listRevisions(id),
    ]);
    // Its writer deleted it a moment ago.
    if (!original) throw notFound('correction of a line');
    return { ...toItem(record, samples.get(lineId)), ...original, revisions };
  }

  /** @param askerId whose decisions count as `mine` */
  async count(
    { since, ...filter }: z.output<typeof lineReviewCountsQuerySchema>,
    askerId: string,
  ): Promise<LineReviewCounts> {
    // What there is to choose from is not narrowed by what was chosen.
    const { status, task } = filter;
    const [total, matching, decisions, tasks, kinds, writers] = await Promise.all([
      this.counts.byStatus(),
      this.counts.matching(filter),
      since === undefined ? undefined : this.counts.byDecision(new Date(since), askerId),
      this.counts.byTask({ status }),
      this.counts.byKind({ status, task }),
      this.counts.byWriter({ status, task }, MOST_WRITERS),
    ]);
    return {
      total: countsOf(total),
      matching,
      ...(decisions && { decided: decidedOf(decisions) }),
      ...{ tasks, kinds, writers },
    };
  }
}

const toItem = (
  { strips, rows, suspicion, reasons, createdAt, updatedAt, ...record }: LineQueueRecord,
  samples: readonly LineSample[] = [],
): LineReviewItem => ({
  ...record,
  rows: rows.length,
  strip: stripPicture({ strips, rows }),
  suspicion: suspicion === null ? null : { value: suspicion, reasons: [...reasons] },
  samples: [...samples],
  createdAt: createdAt.toISOString(),
  updatedAt: updatedAt.toISOString(),
});
