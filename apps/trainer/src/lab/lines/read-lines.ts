import { decodeSequence } from '@inkling/recognizer';
import type { LayersModel, Tensor4D } from '@tensorflow/tfjs-node';
import { batchOf, lineTensor } from '../../learn/lines/line-task.js';
import type { LineSample } from '../../learn/lines/line-sources.js';
import { tf } from '../../tensorflow.js';

/** What a network reads of lines, each the most probable text. */
export function readLines(
  model: LayersModel,
  lines: readonly LineSample[],
  characters: readonly string[],
): string[] {
  return lines.map((line) => {
    const batch = batchOf([line], characters);
    const logProbabilities = tf.tidy(() =>
      (model.predict(lineTensor(batch)) as Tensor4D).logSoftmax(-1).dataSync<'float32'>(),
    );
    const steps = batch.steps[0]!;
    const of = logProbabilities.subarray(0, steps * (characters.length + 1));
    const [best] = decodeSequence({ logProbabilities: of, steps, characters }, { top: 1 });
    return best?.text ?? '';
  });
}

/** The share of lines that are read wholly right. */
export function wholeLines(texts: readonly string[], lines: readonly LineSample[]): number {
  return lines.filter(({ text }, at) => texts[at] === text).length / Math.max(1, lines.length);
}
