import type { LayersModel } from '@tensorflow/tfjs-node';
import type { LabelledGlyphs } from '../../data/glyph-sets.js';
import { logitsOf, probabilitiesOf } from './measure.js';

/**
 * What replayed samples are to be answered with: a mixture of their label and the champion's own
 * answer (learning without forgetting, Li and Hoiem 2016), computed once before training.
 *
 * @param champion still with the weights that it serves with
 * @param share of the champion's answer, 0..1
 * @returns `[replay.count, classes]`, rows sum to 1
 */
export function replayTargets(
  champion: LayersModel,
  replay: LabelledGlyphs,
  share: number,
): Float32Array {
  const classes = (champion.outputs[0]!.shape as number[])[1]!;
  const targets =
    share === 0
      ? new Float32Array(replay.count * classes)
      : probabilitiesOf(logitsOf(champion, replay));
  for (let at = 0; at < targets.length; at++) targets[at]! *= share;
  replay.labels.forEach((label, row) => {
    targets[row * classes + label]! += 1 - share;
  });
  return targets;
}
