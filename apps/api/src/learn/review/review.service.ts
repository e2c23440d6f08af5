import { Injectable } from '@nestjs/common';
import type { ReviewConflict, ReviewRequest, ReviewResponse } from '@inkling/contract';
import { notFound } from '../../common/problem-error.js';
import { validationProblem } from '../../common/validation.js';
import { ServingService } from '../../recognise/serving/serving.service.js';
import { judge } from './judge.js';
import type { Carried } from './decisions.repository.js';
import { ReviewRepository, type Outcome } from './review.repository.js';
import { restore } from './restore.js';
import { labelOf } from './verdict.js';

/** Samples whose memory is read anew at the same time. */
const REFRESH_AT_ONCE = 8;

/** Decisions on corrections, and their undoing. */
@Injectable()
export class ReviewService {
  constructor(
    private readonly corrections: ReviewRepository,
    private readonly serving: ServingService,
  ) {}

  /** When this returns, the decision is in the database and in this replica's memory. */
  async review(reviewerId: string, request: ReviewRequest): Promise<ReviewResponse> {
    if (request.decision !== 'approve' && request.label !== undefined) {
      const message = 'A label goes with "approve" only: nothing is learnt from anything else.';
      throw validationProblem([{ message, path: ['label'] }]);
    }
    const ids = [...new Set(request.ids.map((id) => id.toLowerCase()))];
    const revisions = new Map(
      Object.entries(request.revisions ?? {}).map(([id, revision]) => [id.toLowerCase(), revision]),
    );
    const outcome = await this.corrections.decide(
      ids,
      { kind: request.decision, byId: reviewerId, note: request.note },
      (corrections) => {
        const asSeen = corrections.filter(
          ({ id, revision }) => (revisions.get(id) ?? revision) === revision,
        );
        return judge(asSeen, request);
      },
    );
    const known = new Set(outcome.found.map(({ id }) => id));
    return this.answer(
      outcome,
      ids.filter((id) => !known.has(id)),
    );
  }

  /**
   * Takes a decision back, whoever made it: each sample is again what it was before, unless it changed
   * since. An undo is a decision itself, so undoing that one decides anew.
   */
  async undo(reviewerId: string, decisionId: string): Promise<ReviewResponse> {
    const decided = await this.corrections.getDecided(decisionId);
    if (!decided) throw notFound('decision');
    const ids = decided.flatMap(({ correctionId }) => correctionId ?? []);
    const outcome = await this.corrections.decide(
      ids,
      { kind: 'undo', byId: reviewerId, undoesId: decisionId },
      (corrections) => restore(corrections, decided),
    );
    const known = new Set(outcome.found.map(({ sampleId }) => sampleId));
    const gone = decided.filter(({ sampleId }) => !known.has(sampleId));
    return this.answer(
      outcome,
      gone.map(({ sampleId }) => sampleId),
    );
  }

  private async answer(outcome: Outcome, missing: string[]): Promise<ReviewResponse> {
    await this.refresh(outcome.carried);
    const conflicts = conflictsOf(outcome);
    return {
      decisionId: outcome.decisionId,
      items: outcome.carried.map(({ verdict, revision }) => ({
        id: verdict.correction.id,
        sampleId: verdict.correction.sampleId,
        status: verdict.status,
        label: labelOf(verdict.correction, verdict),
        revision,
      })),
      missing,
      changed: conflicts.map(({ id }) => id),
      conflicts,
    };
  }

  private async refresh(carried: readonly Carried[]): Promise<void> {
    for (let start = 0; start < carried.length; start += REFRESH_AT_ONCE) {
      await Promise.all(
        carried
          .slice(start, start + REFRESH_AT_ONCE)
          .map(({ verdict: { correction } }) =>
            this.serving.refreshSample(correction.network, correction.sampleId),
          ),
      );
    }
  }
}

function conflictsOf({ found, changes }: Outcome): ReviewConflict[] {
  return found.flatMap((correction) => {
    const last = changes.get(correction.sampleId);
    if (!last) return [];
    const { id, status, revision } = correction;
    const { change, by, at } = last;
    const label = labelOf(correction, correction);
    return [{ id, status, label, revision, change, by, at: at.toISOString() }];
  });
}
