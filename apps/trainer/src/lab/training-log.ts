import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LayersModel } from '@tensorflow/tfjs-node';
import type { TrainingCallbacks } from '../learn/training/train.js';
import { exportOnnx } from '../onnx/export-onnx.js';

/** Tells how a training goes, and leaves the network of each epoch in the folder of its checkpoints. */
export const trainingLog = (
  model: LayersModel,
  epochs: number,
  checkpoints: string,
): TrainingCallbacks => ({
  onProgress({ epoch, step, steps, loss, samplesPerSecond, etaSeconds }) {
    console.log(
      `epoch ${epoch}/${epochs}  step ${step}/${steps}  loss ${loss.toFixed(4)}  ` +
        `${samplesPerSecond.toFixed(0)} samples/s  ETA ${(etaSeconds / 60).toFixed(1)} min`,
    );
  },
  onEpoch({ epoch, loss, validation }) {
    const parts = Object.entries(validation).map(
      ([set, share]) => `${set} ${(100 * share).toFixed(2)} %`,
    );
    console.log(
      `epoch ${epoch} done: mean loss ${loss.toFixed(4)}; validation: ${parts.join(', ')}`,
    );
    writeFileSync(join(checkpoints, 'model.onnx'), exportOnnx(model));
    return Promise.resolve();
  },
});
