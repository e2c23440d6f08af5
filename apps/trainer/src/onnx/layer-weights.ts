import type * as tf from '@tensorflow/tfjs-node';
import {
  floatsOfTensor,
  floatTensor,
  kernelFromOnnx,
  kernelToOnnx,
  type KernelShape,
} from './onnx-tensor.js';
import type { OnnxTensor } from './onnx-schema.js';

/** One weight of a layer, and the way between TensorFlow's layout and that of the ONNX file. */
export interface LayerWeight {
  /** `layer/weight`, e.g. `conv1/kernel`: the name of the initializer. */
  readonly name: string;
  /** The initializer's shape. */
  readonly dims: readonly number[];
  toOnnx(): OnnxTensor;
  /** The values of a fitting initializer in TensorFlow's layout. */
  fromOnnx(tensor: OnnxTensor): Float32Array;
  readonly variable: tf.layers.Layer['weights'][number];
}

/** The weights of a layer by name; freezing layers reorders them, so their order means nothing. */
export function weightsOfLayer(layer: tf.layers.Layer): LayerWeight[] {
  const isConvolution = layer.getClassName() === 'Conv2D';
  return layer.weights.map((variable) => {
    // `name` gets a counter when another model in this process has the same layer; `originalName` does not.
    const own = variable.originalName.split('/').at(-1)!;
    const name = `${layer.name}/${own}`;
    const shape = variable.shape as number[];
    const read = () => variable.read().dataSync<'float32'>();
    if (isConvolution && own === 'kernel') {
      const kernelShape = shape as unknown as KernelShape;
      const [height, width, inputs, outputs] = kernelShape;
      const dims = [outputs, inputs, height, width];
      return {
        name,
        dims,
        variable,
        toOnnx: () => floatTensor(name, dims, kernelToOnnx(read(), kernelShape)),
        fromOnnx: (tensor) => kernelFromOnnx(floatsOfTensor(tensor), kernelShape),
      };
    }
    return {
      name,
      dims: shape,
      variable,
      toOnnx: () => floatTensor(name, shape, read()),
      fromOnnx: floatsOfTensor,
    };
  });
}
