import type { Tensor, Tensor1D, Tensor2D, Tensor3D } from '@tensorflow/tfjs-node';
import { tf } from '../tensorflow.js';
import { backend, boolAttribute, typeAttribute } from './backend.js';
import { toInt64 } from './ops.js';

/**
 * A long short-term memory along time (Hochreiter and Schmidhuber 1997, with the forget gate of Gers et al. 2000), from
 * a state of zeros, by TensorFlow's own operation for the whole of it and for its gradient: TensorFlow.js runs a
 * dozen operations a step, a hundred times slower.
 *
 * @param input `[steps, batch, inputs]`
 * @param kernel `[inputs + units, 4 · units]`: for what comes in and for what was said the step before; gates
 *   input, forget, new value, output
 * @param bias `[4 · units]`
 * @returns what it says, `[steps, batch, units]`
 */
export function lstm(input: Tensor3D, kernel: Tensor2D, bias: Tensor1D): Tensor3D {
  const [steps, batch] = input.shape;
  const units = bias.shape[0] / 4;
  return tf.tidy(() => {
    const length = toInt64(tf.scalar(steps, 'int32'));
    const zeroState = tf.zeros([batch, units]);
    const noPeephole = tf.zeros([units]);
    const usesPeephole = boolAttribute('use_peephole', false);
    const { binding } = backend();
    const clip = { name: 'cell_clip', type: binding.TF_ATTR_FLOAT, value: 0 };
    const floats = typeAttribute('T', 'TF_FLOAT');
    return tf.customGrad((x, w, b, save) => {
      const inputs = [
        ...[length, x as Tensor, zeroState, zeroState, w as Tensor],
        ...[noPeephole, noPeephole, noPeephole, b as Tensor],
      ];
      const gates = backend().executeMultipleOutputs(
        'BlockLSTMV2',
        [clip, usesPeephole, floats],
        inputs,
        7,
      );
      (save as (tensors: Tensor[]) => void)([...inputs, ...gates]);
      return {
        value: gates[6]!,
        gradFunc: (ofOutput, saved) => {
          const [ofInput, , , ofKernel, , , , ofBias] = backend().executeMultipleOutputs(
            'BlockLSTMGradV2',
            [usesPeephole, floats],
            [...saved, tf.zerosLike(ofOutput), ofOutput],
            8,
          );
          return [ofInput!, ofKernel!, ofBias!];
        },
      };
    })(input, kernel, bias) as Tensor3D;
  });
}
