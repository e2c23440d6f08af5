import type { LayersModel, Tensor4D } from '@tensorflow/tfjs-node';
import { decodeSequence, editsBetween } from '@inkling/recognizer';
import type { LineSample } from '../../learn/lines/line-sources.js';
import { batchOf, lineTensor } from '../../learn/lines/line-task.js';
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

/** Spaces are no truth in UNIPEN's texts. */
const withoutSpaces = (text: string): string => text.replaceAll(' ', '');

/** How well texts are read, spaces aside: the share that is wholly right, and the rate of wrong characters. */
export function readingFigures(
  texts: readonly string[],
  lines: readonly { readonly text: string }[],
) {
  let [whole, wrong, characters] = [0, 0, 0];
  lines.forEach(({ text }, at) => {
    const [read, wanted] = [withoutSpaces(texts[at]!), withoutSpaces(text)];
    const distance = editsBetween(read, wanted);
    if (distance === 0) whole++;
    wrong += distance;
    characters += wanted.length;
  });
  return { whole: whole / Math.max(1, lines.length), cer: wrong / Math.max(1, characters) };
}
