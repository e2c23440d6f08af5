import type { Tensor } from '@tensorflow/tfjs-node';
import { tf } from '../../tensorflow.js';

/** What is used of tfjs-node's backend to run an operation of TensorFlow that TensorFlow.js does not offer. */
interface NativeBackend {
  readonly binding: Readonly<
    Record<
      | 'TF_FLOAT'
      | 'TF_INT32'
      | 'TF_INT64'
      | 'TF_ATTR_TYPE'
      | 'TF_ATTR_FLOAT'
      | 'TF_ATTR_STRING'
      | 'TF_ATTR_BOOL',
      number
    >
  >;
  executeSingleOutput(name: string, attributes: Attribute[], inputs: Tensor[]): Tensor;
  executeMultipleOutputs(
    name: string,
    attributes: Attribute[],
    inputs: Tensor[],
    outputs: number,
  ): Tensor[];
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
