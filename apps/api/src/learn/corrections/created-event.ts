import type { WebhookEvent } from '@inkling/contract';
import type { Network, Task } from '@inkling/recognizer';

/** A correction as it stands, and what it is of. */
interface Created {
  readonly id: string;
  readonly sampleId: string;
  readonly label: string;
  readonly status: 'pending' | 'approved' | 'rejected';
  readonly predictionId: string;
  readonly task: string;
  readonly network: string;
  /** The line that it is a character of. */
  readonly lineId?: string;
  /** It takes the place of an earlier correction. */
  readonly replaced: boolean;
}

/** What webhooks are told of the correction of one character. */
export const characterCreated = (created: Created): WebhookEvent => ({
  type: 'correction.created',
  data: {
    kind: 'character',
    correctionId: created.id,
    sampleId: created.sampleId,
    predictionId: created.predictionId,
    lineId: created.lineId ?? null,
    task: created.task as Task,
    network: created.network as Network,
    label: created.label,
    status: created.status,
    replaced: created.replaced,
  },
});
