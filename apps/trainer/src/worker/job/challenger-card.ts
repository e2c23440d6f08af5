import { createHash } from 'node:crypto';
import type { TrainingParameters } from '@inkling/contract';
import type { AnyCard, ModelCard } from '@inkling/recognizer';
import type { FineTuningResult } from '../../learn/fine-tuning/fine-tune.js';
import type { JobRequest } from './job-folder.js';

/** How a network was trained further. */
interface Retraining {
  readonly jobId: string;
  readonly parameters: TrainingParameters;
  readonly onnx: Uint8Array;
  readonly bestEpoch: number;
  /** What of this installation it learnt from. */
  readonly learnt: { readonly name: string; readonly samples: number };
  /** Samples of the replay set that were at hand. */
  readonly replayed: number;
  readonly seconds: number;
}

/**
 * The card of a network that was trained further: what stays is the champion's, what training changed
 * is told anew. It holds nothing of what people drew, since anyone may read a champion's card; that of a network for lines
 * has words that several of them wrote.
 *
 * @param replayed samples of the replay set that were at hand
 */
export const challengerCard = (
  champion: ModelCard,
  { jobId, parameters, train }: JobRequest,
  { onnx, bestEpoch }: Pick<FineTuningResult, 'onnx' | 'bestEpoch'>,
  replayed: number,
  seconds: number,
): ModelCard =>
  retrainedCard(champion, {
    ...{ jobId, parameters, onnx, bestEpoch, replayed, seconds },
    learnt: { name: 'Approved samples of this installation', samples: train.labels.length },
  });

/** The same for a card of either kind. */
export function retrainedCard<C extends AnyCard>(champion: C, of: Retraining): C {
  const { selfCheck: _, ...kept } = champion;
  const { jobId, parameters, onnx, bestEpoch, learnt, replayed, seconds } = of;
  return {
    ...kept,
    createdAt: new Date().toISOString(),
    file: fileOf(onnx),
    training: {
      data: [
        { ...learnt, licence: 'of its writers' },
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
  } as unknown as C;
}

export const fileOf = (onnx: Uint8Array): ModelCard['file'] => ({
  sha256: createHash('sha256').update(onnx).digest('hex'),
  bytes: onnx.length,
});
