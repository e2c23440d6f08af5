import { labelsOfNetwork, taskOfNetwork, type Network, type Task } from '@inkling/recognizer';
import type { LayersModel } from '@tensorflow/tfjs-node';
import type { LabelledGlyphs } from '../../data/glyph-sets.js';
import { allowedClasses } from '../../onnx/reading.js';
import { logitsOf, probabilitiesOf } from './measure.js';

/**
 * What corrections are to be answered with. A correction says which of its task's labels is right, and
 * nothing of the others: whoever writes an O among letters does not say that it is no 0. So labels
 * outside the task keep the probability that the champion gives them, and the correction decides over
 * the rest: the label it names, a little of it spread over the task's labels.
 *
 * @param champion still with the weights that it serves with
 * @param tasks of each correction; without them any label of the network might have been said
 * @returns `[corrections.count, classes]`, rows sum to 1
 */
export function correctionTargets(
  champion: LayersModel,
  network: Network,
  corrections: LabelledGlyphs,
  tasks: readonly Task[] | undefined,
  labelSmoothing: number,
): Float32Array {
  const classes = labelsOfNetwork(network).length;
  const widest = taskOfNetwork(network);
  const isNarrow = tasks?.some((task) => task !== widest) ?? false;
  const answers = isNarrow ? probabilitiesOf(logitsOf(champion, corrections)) : undefined;
  const targets = new Float32Array(corrections.count * classes);
  for (let row = 0; row < corrections.count; row++) {
    const target = targets.subarray(row * classes, (row + 1) * classes);
    const allowed = allowedClasses(network, tasks?.[row] ?? widest);
    let said = 1;
    if (answers && allowed.length < classes) {
      target.set(answers.subarray(row * classes, (row + 1) * classes));
      said = allowed.reduce((sum, index) => sum + target[index]!, 0);
    }
    for (const index of allowed) target[index] = (said * labelSmoothing) / allowed.length;
    target[corrections.labels[row]!]! += said * (1 - labelSmoothing);
  }
  return targets;
}
