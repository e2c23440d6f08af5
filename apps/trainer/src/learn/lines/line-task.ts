import { STRIP_HEIGHT } from '@inkling/ink';
import type { LayersModel, Tensor3D, Tensor4D } from '@tensorflow/tfjs-node';
import { PIXELS_A_STEP } from '../../networks/lines.js';
import { createRandom, shuffle, type Random } from '../../random.js';
import { tf } from '../../tensorflow.js';
import type { TrainingTask } from '../training/train.js';
import { ctcLoss } from './ctc-loss.js';
import { pickSource, type LineSample, type LineSource } from './line-sources.js';

export interface LineBatch {
  /** `[count, 32, width]`; shorter lines end in nothing. */
  readonly values: Float32Array;
  readonly count: number;
  readonly width: number;
  /** Classes of the characters of each. */
  readonly texts: readonly (readonly number[])[];
  /** Steps of each that are of its line. */
  readonly steps: readonly number[];
}

export interface LinePlan {
  readonly characters: readonly string[];
  readonly batchSize: number;
  readonly stepsPerEpoch: number;
}

/** Batches whose lines are drawn together and sorted by width, so that little of each batch is empty. */
const POOLED_BATCHES = 8;

/** Reading lines that are drawn anew each time, by CTC. */
export function lineTask(
  sources: readonly LineSource[],
  { characters, batchSize, stepsPerEpoch }: LinePlan,
  validate: (model: LayersModel) => Record<string, number>,
): TrainingTask<LineBatch> {
  return {
    stepsPerEpoch,
    validate,
    *batches(seed) {
      const random = createRandom(seed);
      for (let step = 0; step < stepsPerEpoch; step += POOLED_BATCHES) {
        const batches = drawPool(sources, batchSize, random);
        yield* batches.slice(0, stepsPerEpoch - step).map((lines) => batchOf(lines, characters));
      }
    },
    input: lineTensor,
    loss: ([logits], { texts, steps }) => ctcLoss(logits!.squeeze([1]) as Tensor3D, texts, steps),
  };
}

/** Batches of lines about equally wide, in an order by lot. */
function drawPool(
  sources: readonly LineSource[],
  batchSize: number,
  random: Random,
): LineSample[][] {
  const lines = Array.from({ length: POOLED_BATCHES * batchSize }, () =>
    pickSource(sources, random).draw(random),
  ).sort((one, other) => one.strip.width - other.strip.width);
  const order = Int32Array.from({ length: POOLED_BATCHES }, (_, at) => at);
  shuffle(order, random);
  return Array.from(order, (at) => lines.slice(at * batchSize, (at + 1) * batchSize));
}

/** Lines side by side, as wide as the widest. */
export function batchOf(lines: readonly LineSample[], characters: readonly string[]): LineBatch {
  const widest = Math.max(...lines.map(({ strip }) => strip.width));
  // Whole steps, so that none is lost at the end of the widest.
  const width = Math.ceil(widest / PIXELS_A_STEP) * PIXELS_A_STEP;
  const values = new Float32Array(lines.length * STRIP_HEIGHT * width);
  lines.forEach(({ strip }, at) => {
    for (let row = 0; row < STRIP_HEIGHT; row++) {
      const from = strip.values.subarray(row * strip.width, (row + 1) * strip.width);
      values.set(from, (at * STRIP_HEIGHT + row) * width);
    }
  });
  return {
    values,
    width,
    count: lines.length,
    texts: lines.map(({ text }) => [...text].map((character) => characters.indexOf(character))),
    steps: lines.map(({ strip }) => Math.ceil(strip.width / PIXELS_A_STEP)),
  };
}

export const lineTensor = ({ values, count, width }: LineBatch): Tensor4D =>
  tf.tensor4d(values, [count, STRIP_HEIGHT, width, 1]);
