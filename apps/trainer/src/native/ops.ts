import type { Tensor, Tensor4D } from '@tensorflow/tfjs-node';
import { tf } from '../tensorflow.js';
import { backend, boolAttribute, typeAttribute, type Attribute } from './backend.js';

const floats = (name: string): Attribute => typeAttribute(name, 'TF_FLOAT');

/** Values as they are where above 0; its gradient is one operation instead of three. */
export function relu(input: Tensor): Tensor {
  return tf.customGrad((x, save) => {
    const value = backend().executeSingleOutput('Relu', [floats('T')], [x as Tensor]);
    (save as (tensors: Tensor[]) => void)([value]);
    return {
      value,
      gradFunc: (gradient, saved) =>
        backend().executeSingleOutput('ReluGrad', [floats('T')], [gradient, saved[0]!]),
    };
  })(input);
}

/**
 * Drops a share of values and scales the others up (Srivastava et al. 2014): by TensorFlow's own random
 * numbers, since TensorFlow.js draws each in JavaScript and, where a layer has a seed, the same ones in every step.
 *
 * @param seeds two whole numbers that decide which
 */
export function dropValues(input: Tensor, rate: number, seeds: readonly [number, number]): Tensor {
  const chance = backend().executeSingleOutput(
    'StatelessRandomUniform',
    [floats('dtype'), typeAttribute('T', 'TF_INT32'), typeAttribute('Tseed', 'TF_INT32')],
    [tf.tensor1d(input.shape, 'int32'), tf.tensor1d([...seeds], 'int32')],
  );
  return input.mul(
    chance
      .greaterEqual(rate)
      .toFloat()
      .mul(1 / (1 - rate)),
  );
}

/**
 * Batch normalisation in training (Ioffe and Szegedy 2015) by TensorFlow's fused operations: TensorFlow.js
 * takes its gradient through a dozen operations on whole activations, which costs more than the convolutions.
 *
 * @param input `[n, height, width, channels]`
 * @param gamma `[channels]`
 * @param beta `[channels]`
 * @param onStatistics is told each channel's mean and variance over the batch, the variance with Bessel's
 *   correction; the tensors are gone when it returns
 * @returns like `input`
 */
export function normaliseBatch(
  input: Tensor4D,
  gamma: Tensor,
  beta: Tensor,
  epsilon: number,
  onStatistics: (mean: Tensor, variance: Tensor) => void,
): Tensor4D {
  const { binding } = backend();
  const attributes: Attribute[] = [
    floats('T'),
    floats('U'),
    { name: 'epsilon', type: binding.TF_ATTR_FLOAT, value: epsilon },
    { name: 'data_format', type: binding.TF_ATTR_STRING, value: 'NHWC' },
    boolAttribute('is_training', true),
  ];
  return tf.customGrad((x, scale, offset, save) => {
    // The operation wants statistics from before also where it has no use for them.
    const none = tf.tensor1d([]);
    const [normalised, mean, variance, ...reserved] = backend().executeMultipleOutputs(
      'FusedBatchNormV3',
      [...attributes, { name: 'exponential_avg_factor', type: binding.TF_ATTR_FLOAT, value: 1 }],
      [x as Tensor, scale as Tensor, offset as Tensor, none, none],
      6,
    );
    onStatistics(mean!, variance!);
    (save as (tensors: Tensor[]) => void)([x as Tensor, scale as Tensor, ...reserved]);
    return {
      value: normalised!,
      gradFunc: (gradient, saved) =>
        backend()
          .executeMultipleOutputs('FusedBatchNormGradV3', attributes, [gradient, ...saved], 5)
          .slice(0, 3),
    };
  })(input, gamma, beta) as Tensor4D;
}

/**
 * Whole numbers as some operations want them. TensorFlow.js has no such type: it takes the tensor for one of int32, hands it on as it is, and warns of that
 * in every step.
 */
export function toInt64(values: Tensor): Tensor {
  const { warn } = console;
  console.warn = () => undefined;
  try {
    return backend().executeSingleOutput(
      'Cast',
      [
        typeAttribute('SrcT', 'TF_INT32'),
        typeAttribute('DstT', 'TF_INT64'),
        boolAttribute('Truncate', false),
      ],
      [values],
    );
  } finally {
    console.warn = warn;
  }
}
