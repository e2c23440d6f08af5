import type { LayersModel } from '@tensorflow/tfjs-node';
import { tf } from '../tensorflow.js';
import { CONSTANT } from './layer-nodes.js';
import { weightsOfLayer } from './layer-weights.js';
import { decodeModel } from './onnx-schema.js';

/**
 * Reads the weights of an ONNX file written by `exportOnnx` back into a model of the same
 * architecture, addressed by layer and name. Either all weights are replaced or none.
 *
 * @throws Error naming every weight that is missing, left over or of another shape
 */
export function restoreWeights(model: LayersModel, onnxBytes: Uint8Array): void {
  const { initializer } = decodeModel(onnxBytes).graph;
  const tensors = new Map(initializer.map((tensor) => [tensor.name, tensor]));
  const weights = model.layers.flatMap(weightsOfLayer);
  const misfits: string[] = [];

  for (const { name, dims } of weights) {
    const tensor = tensors.get(name);
    if (!tensor) misfits.push(`"${name}" is missing in the file`);
    else if (String(tensor.dims) !== String(dims)) {
      misfits.push(
        `"${name}" is [${tensor.dims.join(', ')}] in the file, [${dims.join(', ')}] in the model`,
      );
    }
  }
  const wanted = new Set(weights.map(({ name }) => name));
  for (const { name } of initializer) {
    if (!wanted.has(name) && !name.startsWith(CONSTANT)) misfits.push(`the model has no "${name}"`);
  }
  if (misfits.length > 0) {
    throw new Error(`The ONNX file does not fit the model: ${misfits.join('; ')}.`);
  }

  // Read all before the first is written, so that a broken tensor leaves the model as it was.
  const values = weights.map((weight) => weight.fromOnnx(tensors.get(weight.name)!));
  weights.forEach(({ variable }, at) => {
    const value = tf.tensor(values[at]!, variable.shape as number[], 'float32');
    variable.write(value);
    value.dispose();
  });
}
