import { Injectable } from '@nestjs/common';
import type { ReviewConflict, Reviewed, ReviewRequest, ReviewResponse } from '@inkling/contract';
import { notFound } from '../../common/problem-error.js';
import { validationProblem } from '../../common/validation.js';
import { ServingService } from '../../recognise/serving/serving.service.js';
import { DecidedRepository } from './decided.repository.js';
import { judge } from './judge.js';
import type { Carried } from './decisions.repository.js';
import { ReviewRepository, type Outcome } from './review.repository.js';
import { restore } from './restore.js';
import { byKind, countsAs, subjectOf } from './verdict.js';

/** Samples whose memory is read anew at the same time. */
const REFRESH_AT_ONCE = 8;

/** Decisions on corrections, of characters and of lines, and their undoing. */
@Injectable()
export class ReviewService {
  constructor(
    private readonly corrections: ReviewRepository,
    private readonly decided: DecidedRepository,
    private readonly serving: ServingService,
  ) {}

  /** When this returns, the decision is in the database and in this replica's memory. */
  async review(reviewerId: string, request: ReviewRequest): Promise<ReviewResponse> {
    if (request.decision !== 'approve') {
      const reason = 'goes with "approve" only: nothing is learnt from anything else.';
      refuse(request, 'label', `A label ${reason}`);
      refuse(request, 'text', `A text ${reason}`);
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
   * Takes a decision back, whoever made it: each correction is again what it was before, unless it changed
   * since. An undo is a decision itself, so undoing that one decides anew.
   */
  async undo(reviewerId: string, decisionId: string): Promise<ReviewResponse> {
    const decided = await this.decided.get(decisionId);
    if (!decided) throw notFound('decision');
    const ids = decided.flatMap(({ correctionId }) => correctionId ?? []);
    const outcome = await this.corrections.decide(
      ids,
      { kind: 'undo', byId: reviewerId, undoesId: decisionId },
      (corrections) => restore(corrections, decided),
    );
    const known = new Set(outcome.found.map(subjectOf));
    const gone = decided.filter(({ subjectId }) => !known.has(subjectId));
    return this.answer(
      outcome,
      gone.map(({ subjectId }) => subjectId),
    );
  }

  private async answer(outcome: Outcome, missing: string[]): Promise<ReviewResponse> {
    await this.refresh(outcome.carried);
    const conflicts = conflictsOf(outcome);
    return {
      decisionId: outcome.decisionId,
      items: outcome.carried.map(reviewedOf),
      missing,
      changed: conflicts.map(({ id }) => id),
      conflicts,
    };
  }

  private async refresh(carried: readonly Carried[]): Promise<void> {
    const { characters } = byKind(carried.map(({ verdict }) => verdict));
    for (let start = 0; start < characters.length; start += REFRESH_AT_ONCE) {
      await Promise.all(
        characters
          .slice(start, start + REFRESH_AT_ONCE)
          .map(({ correction }) =>
            this.serving.refreshSample(correction.network, correction.sampleId),
          ),
      );
    }
  }
}

function refuse(request: ReviewRequest, field: 'label' | 'text', message: string): void {
  if (request[field] !== undefined) throw validationProblem([{ message, path: [field] }]);
}

function reviewedOf({ verdict, revision }: Carried): Reviewed {
  const { correction, status } = verdict;
  const now = countsAs(correction, verdict);
  const { id } = correction;
  return correction.kind === 'line'
    ? { id, lineId: correction.lineId, status, text: now, revision }
    : { id, sampleId: correction.sampleId, status, label: now, revision };
}

function conflictsOf({ found, changes }: Outcome): ReviewConflict[] {
  return found.flatMap((correction) => {
    const last = changes.get(correction.id);
    if (!last) return [];
    const { id, status, revision } = correction;
    const { change, by, at } = last;
    const now = countsAs(correction, correction);
    const conflict = { id, status, revision, change, by, at: at.toISOString() };
    return [{ ...conflict, ...(correction.kind === 'line' ? { text: now } : { label: now }) }];
  });
}
