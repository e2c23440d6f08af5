import { createHash } from 'node:crypto';
import type { ModelCard } from '@inkling/recognizer';
import type { FineTuningResult } from '../../learn/fine-tuning/fine-tune.js';
import type { JobRequest } from './job-folder.js';

/**
 * The card of a network that was trained further: what stays is the champion's, what training changed
 * is told anew. It holds nothing of what people drew, since anyone may read a champion's card.
 *
 * @param replayed samples of the replay set that were at hand
 */
export function challengerCard(
  champion: ModelCard,
  { jobId, parameters, train }: JobRequest,
  { onnx, bestEpoch }: Pick<FineTuningResult, 'onnx' | 'bestEpoch'>,
  replayed: number,
  seconds: number,
): ModelCard {
  const { selfCheck: _, ...kept } = champion;
  return {
    ...kept,
    createdAt: new Date().toISOString(),
    file: { sha256: createHash('sha256').update(onnx).digest('hex'), bytes: onnx.length },
    training: {
      data: [
        {
          name: 'Approved samples of this installation',
          samples: train.labels.length,
          licence: 'of its writers',
        },
        ...(replayed > 0
          ? [
              {
                name: 'Replay set of the shipped network',
                samples: replayed,
                licence: 'as its parts',
              },
            ]
          : []),
      ],
      seed: parameters.seed,
      epochs: bestEpoch,
      batchSize: parameters.batchSize,
      learningRate: parameters.learningRate,
      augmentation: 'As docs/fine-tuning.md tells.',
      commit: champion.training.commit,
      command: `training job ${jobId}, from ${champion.file.sha256.slice(0, 12)}`,
      seconds: Math.round(seconds),
    },
    // Measured on another file; the new one's come from the gate.
    evaluations: [],
  };
}
