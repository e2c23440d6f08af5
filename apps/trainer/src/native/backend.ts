import type { Tensor } from '@tensorflow/tfjs-node';
import { tf } from '../tensorflow.js';

/** What is used of tfjs-node's backend to run an operation of TensorFlow that TensorFlow.js does not offer. */
interface NativeBackend {
  readonly binding: NativeBinding;
  /** The native tensors' numbers; values that wait are written first. */
  getInputTensorIds(tensors: readonly Tensor[]): number[];
  /** A tensor of TensorFlow.js for a native one; throws for types that it does not know. */
  createOutputTensor(native: NativeTensor): Tensor;

  executeSingleOutput(name: string, attributes: Attribute[], inputs: Tensor[]): Tensor;
  executeMultipleOutputs(
    name: string,
    attributes: Attribute[],
    inputs: Tensor[],
    outputs: number,
  ): Tensor[];
}

interface NativeTensor {
  readonly id: number;
  readonly shape: readonly number[];
  readonly dtype: number;
}

interface NativeBinding extends Readonly<
  Record<
    | 'TF_FLOAT'
    | 'TF_INT32'
    | 'TF_INT64'
    | 'TF_ATTR_TYPE'
    | 'TF_ATTR_INT'
    | 'TF_ATTR_FLOAT'
    | 'TF_ATTR_STRING'
    | 'TF_ATTR_BOOL',
    number
  >
> {
  executeOp(
    name: string,
    attributes: Attribute[],
    inputs: readonly number[],
    outputs: number,
  ): NativeTensor[];
  deleteTensor(id: number): void;
}

export interface Attribute {
  readonly name: string;
  readonly type: number;
  readonly value: unknown;
}

export const backend = (): NativeBackend => tf.backend() as unknown as NativeBackend;

/** An attribute that names a type of numbers. */
export const typeAttribute = (
  name: string,
  type: 'TF_FLOAT' | 'TF_INT32' | 'TF_INT64',
): Attribute => {
  const { binding } = backend();
  return { name, type: binding.TF_ATTR_TYPE, value: binding[type] };
};

export const boolAttribute = (name: string, value: boolean): Attribute => ({
  name,
  type: backend().binding.TF_ATTR_BOOL,
  value,
});
