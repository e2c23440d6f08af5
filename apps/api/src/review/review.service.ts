import { Injectable } from '@nestjs/common';
import {
  type reviewPageSchema,
  type reviewQuerySchema,
  type ReviewItem,
  type ReviewRequest,
  type ReviewResponse,
} from '@inkling/contract';
import type { z } from 'zod';
import { glyphPicture } from '../common/glyph-bytes.js';
import { pageCursor } from '../common/page-cursor.js';
import { validationProblem } from '../common/validation.js';
import { ServingService } from '../serving/serving.service.js';
import { judge } from './judge.js';
import { ReviewRepository, type ReviewRecord, type Verdict } from './review.repository.js';

/** Samples whose memory is read anew at the same time. */
const REFRESH_AT_ONCE = 8;

@Injectable()
export class ReviewService {
  constructor(
    private readonly corrections: ReviewRepository,
    private readonly serving: ServingService,
  ) {}

  async list({
    cursor,
    limit,
    ...filter
  }: z.output<typeof reviewQuerySchema>): Promise<z.output<typeof reviewPageSchema>> {
    const before = pageCursor(cursor);
    const records = await this.corrections.list({ ...filter, before }, limit + 1);
    const page = records.slice(0, limit);
    return {
      items: page.map(toItem),
      nextCursor: records.length > limit ? page.at(-1)!.id : null,
    };
  }

  /** When this returns, the decision is in the database and in this replica's memory. */
  async review(reviewerId: string, request: ReviewRequest): Promise<ReviewResponse> {
    if (request.decision === 'reject' && request.label !== undefined) {
      const message = 'A label goes with "approve" only: nothing is learnt from what is rejected.';
      throw validationProblem([{ message, path: ['label'] }]);
    }
    const ids = [...new Set(request.ids.map((id) => id.toLowerCase()))];
    const revisions = new Map(
      Object.entries(request.revisions ?? {}).map(([id, revision]) => [id.toLowerCase(), revision]),
    );
    const { found, verdicts } = await this.corrections.review(
      ids,
      { id: reviewerId, note: request.note },
      (corrections) => {
        const asSeen = corrections.filter(
          ({ id, revision }) => (revisions.get(id) ?? revision) === revision,
        );
        return judge(asSeen, request);
      },
    );
    await this.refresh(verdicts);
    const judged = new Set(verdicts.map(({ id }) => id));
    const known = new Set(found.map(({ id }) => id));
    return {
      items: verdicts.map(({ id, sampleId, status, label }) => ({ id, sampleId, status, label })),
      missing: ids.filter((id) => !known.has(id)),
      changed: ids.filter((id) => known.has(id) && !judged.has(id)),
    };
  }

  private async refresh(verdicts: readonly Verdict[]): Promise<void> {
    for (let start = 0; start < verdicts.length; start += REFRESH_AT_ONCE) {
      await Promise.all(
        verdicts
          .slice(start, start + REFRESH_AT_ONCE)
          .map(({ network, sampleId }) => this.serving.refreshSample(network, sampleId)),
      );
    }
  }
}

const toItem = ({ glyph, createdAt, ...record }: ReviewRecord): ReviewItem => ({
  ...record,
  glyph: glyphPicture(glyph),
  createdAt: createdAt.toISOString(),
});
