import type * as tf from '@tensorflow/tfjs-node';
import { lstmLayout, type WeightLayout } from './lstm-layout.js';
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
  const layoutOf = LAYOUTS[layer.getClassName()] ?? unchanged;
  return layer.weights.map((variable) => {
    // `name` gets a counter when another model in this process has the same layer; `originalName` does not.
    const own = variable.originalName.split('/').at(-1)!;
    const name = `${layer.name}/${own}`;
    const { dims, toOnnx, fromOnnx } = layoutOf(own, variable.shape as number[]);
    return {
      name,
      dims,
      variable,
      toOnnx: () => floatTensor(name, dims, toOnnx(variable.read().dataSync<'float32'>())),
      fromOnnx: (tensor) => fromOnnx(floatsOfTensor(tensor)),
    };
  });
}

type LayoutOf = (weight: string, shape: readonly number[]) => WeightLayout;

/** Kinds of layer whose weights ONNX has in another order. */
const LAYOUTS: Readonly<Record<string, LayoutOf>> = {
  Conv2D: (weight, shape) =>
    weight === 'kernel' ? convolutionLayout(shape as KernelShape) : unchanged(weight, shape),
  BidirectionalLstm: lstmLayout,
};

function unchanged(_: string, shape: readonly number[]): WeightLayout {
  return {
    dims: shape,
    toOnnx: (values) => values,
    fromOnnx: (values) => values,
  };
}

function convolutionLayout(shape: KernelShape): WeightLayout {
  const [height, width, inputs, outputs] = shape;
  return {
    dims: [outputs, inputs, height, width],
    toOnnx: (values) => kernelToOnnx(values, shape),
    fromOnnx: (values) => kernelFromOnnx(values, shape),
  };
}
