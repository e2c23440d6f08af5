import { readFileSync } from 'node:fs';
import type { Tensor, Tensor4D } from '@tensorflow/tfjs-node';
import { tf } from '../../tensorflow.js';
import { backend, boolAttribute, type Attribute } from '../../native/backend.js';

/** TensorFlow's number for bfloat16, which TensorFlow.js does not know. */
const BFLOAT16 = 14;

/** Whether the processor multiplies bfloat16 by itself; without that it is slower than float32. */
export const hasHalfPrecision: boolean = /\b(avx512_bf16|amx_bf16)\b/.test(processorFlags());

function processorFlags(): string {
  try {
    return readFileSync('/proc/cpuinfo', 'utf8');
  } catch {
    // Not Linux: such processors are told by nothing that Node offers.
    return '';
  }
}

export interface Convolution {
  readonly strides: readonly [down: number, along: number];
  readonly padding: 'same' | 'valid';
}

/**
 * A 2-D convolution that multiplies in bfloat16 and adds in float32, gradients included: two thirds of the time of
 * float32 on processors with {@link hasHalfPrecision}. Weights and what layers hand on stay float32, so that small
 * steps of the weights are not lost (mixed precision, Micikevicius et al. 2018).
 *
 * @param input `[n, height, width, channels]`
 * @param kernel `[height, width, channels, filters]`
 */
export function convolveInHalf(
  input: Tensor4D,
  kernel: Tensor4D,
  { strides, padding }: Convolution,
): Tensor4D {
  const { binding } = backend();
  const attributes: Attribute[] = [
    { name: 'T', type: binding.TF_ATTR_TYPE, value: BFLOAT16 },
    { name: 'strides', type: binding.TF_ATTR_INT, value: [1, ...strides, 1] },
    { name: 'dilations', type: binding.TF_ATTR_INT, value: [1, 1, 1, 1] },
    { name: 'padding', type: binding.TF_ATTR_STRING, value: padding.toUpperCase() },
    { name: 'data_format', type: binding.TF_ATTR_STRING, value: 'NHWC' },
    boolAttribute('use_cudnn_on_gpu', true),
  ];
  const shapeOf = (tensor: Tensor): Tensor => tf.tensor1d(tensor.shape, 'int32');
  return tf.customGrad((x, weights, save) => {
    (save as (tensors: Tensor[]) => void)([x as Tensor, weights as Tensor]);
    return {
      value: inHalf('Conv2D', attributes, [x as Tensor, weights as Tensor]),
      gradFunc: (gradient, [ofInput, ofKernel]) => [
        inHalf('Conv2DBackpropInput', attributes, [shapeOf(ofInput!), ofKernel!, gradient]),
        inHalf('Conv2DBackpropFilter', attributes, [ofInput!, shapeOf(ofKernel!), gradient]),
      ],
    };
  })(input, kernel) as Tensor4D;
}

/** Runs an operation on bfloat16 copies of the float32 inputs. TensorFlow.js has no such tensors: their numbers are held here alone. */
function inHalf(name: string, attributes: Attribute[], inputs: readonly Tensor[]): Tensor {
  const { binding } = backend();
  const held: number[] = [];
  const run = (operation: string, of: Attribute[], ids: number[]): number => {
    const [output] = binding.executeOp(operation, of, ids, 1);
    held.push(output!.id);
    return output!.id;
  };
  try {
    const ids = inputs.map((input) => {
      const [id] = backend().getInputTensorIds([input]);
      return input.dtype === 'float32' ? run('Cast', cast(binding.TF_FLOAT, BFLOAT16), [id!]) : id!;
    });
    const half = run(name, attributes, ids);
    const [whole] = binding.executeOp('Cast', cast(BFLOAT16, binding.TF_FLOAT), [half], 1);
    return backend().createOutputTensor(whole!);
  } finally {
    held.forEach((id) => binding.deleteTensor(id));
  }
}

function cast(from: number, to: number): Attribute[] {
  const { binding } = backend();
  return [
    { name: 'SrcT', type: binding.TF_ATTR_TYPE, value: from },
    { name: 'DstT', type: binding.TF_ATTR_TYPE, value: to },
    boolAttribute('Truncate', false),
  ];
}
