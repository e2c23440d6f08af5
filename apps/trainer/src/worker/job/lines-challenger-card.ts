import type { LinesCard } from '@inkling/recognizer';
import { retrainedCard } from './challenger-card.js';
import type { LinesJobRequest } from './lines-job-folder.js';

interface Retrained {
  readonly onnx: Uint8Array;
  readonly bestEpoch: number;
  readonly samples: number;
  readonly replayed: number;
  readonly seconds: number;
}

/** The card of a network for lines that was trained further, see `challengerCard`. */
export const linesChallengerCard = (
  champion: LinesCard,
  { jobId, parameters }: LinesJobRequest,
  { samples, ...trained }: Retrained,
): LinesCard =>
  retrainedCard(champion, {
    ...{ jobId, parameters, ...trained },
    learnt: { name: 'Approved lines of this installation', samples },
  });
