import type { WebhookEvent } from '@inkling/contract';
import { countsAs, type Verdict } from './verdict.js';

interface Decided {
  readonly decisionId: string;
  readonly kind: 'approve' | 'reject' | 'reopen' | 'undo';
  readonly automatic: boolean;
}

/** What webhooks are told of a decision: an event for each of its corrections. */
export const decidedEvents = (
  verdicts: readonly Verdict[],
  { decisionId, kind: decision, automatic }: Decided,
): WebhookEvent[] =>
  verdicts.map((verdict) => {
    const { correction, status } = verdict;
    const decided = { correctionId: correction.id, status, decisionId, decision, automatic };
    const type = 'correction.decided';
    if (correction.kind === 'line') {
      const { kind, lineId, task } = correction;
      return { type, data: { kind, lineId, task, ...decided } };
    }
    const { kind, sampleId, task, network } = correction;
    const label = countsAs(correction, verdict);
    return { type, data: { kind, sampleId, task, network, label, ...decided } };
  });
