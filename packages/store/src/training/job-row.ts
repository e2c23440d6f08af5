import { trainingJobSchema, type TrainingJob } from '@inkling/contract';
import type { TrainingJob as Row } from '../generated/client.js';

/** A row as the HTTP API and the events of a job tell it. */
export function trainingJobOf(row: Row): TrainingJob {
  return trainingJobSchema.parse({
    id: row.id,
    network: row.network,
    status: row.status,
    verdict: row.verdict,
    trigger: row.trigger,
    parameters: row.parameters,
    repeatOf: row.repeatOfId,
    startFrom: row.startFromId,
    createdAt: row.createdAt.toISOString(),
    startedAt: row.startedAt?.toISOString() ?? null,
    finishedAt: row.finishedAt?.toISOString() ?? null,
    attempts: row.attempts,
    cancelRequestedAt: row.cancelRequestedAt?.toISOString() ?? null,
    phase: row.phase,
    progress: row.progress,
    waitingFor: row.waitingFor,
    failure: row.failure,
    reason: row.reason,
    parentId: row.parentId,
    fingerprint: row.fingerprint,
    snapshot: row.snapshot,
    challengerId: row.challengerId,
    gate: row.gate,
  });
}
