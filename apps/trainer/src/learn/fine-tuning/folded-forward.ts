import type { layers, LayersModel, SymbolicTensor, Tensor, Tensor4D } from '@tensorflow/tfjs-node';
import { tf } from '../../tensorflow.js';

type Layer = layers.Layer;

/**
 * The logits of a network in inference mode (batch norm by its stored statistics, no dropout), written
 * so that gradients are cheap: a convolution or dense layer without bias that batch norm follows is
 * computed as one with scaled kernel and an offset. Values and gradients are those of
 * `model.apply(input, { training: false })`; TensorFlow.js otherwise takes batch norm's gradient
 * through a chain of operations on whole activations, which costs more than the convolutions.
 *
 * @param input `[n, 28, 28, 1]`, 0..1
 * @returns `[n, classes]`
 */
export function foldedLogits(model: LayersModel, input: Tensor4D): Tensor {
  const values = new Map<number, Tensor>([[model.inputs[0]!.id, input]]);
  const valueOf = (symbol: SymbolicTensor): Tensor => {
    const known = values.get(symbol.id);
    if (known) return known;
    const value = compute(symbol.sourceLayer, inputsOf(symbol), valueOf);
    values.set(symbol.id, value);
    return value;
  };
  return valueOf(model.outputs[0]!);
}

const inputsOf = ({ sourceLayer, nodeIndex }: SymbolicTensor): SymbolicTensor[] =>
  sourceLayer.inboundNodes[nodeIndex]!.inputTensors;

function compute(
  layer: Layer,
  inputs: readonly SymbolicTensor[],
  valueOf: (symbol: SymbolicTensor) => Tensor,
): Tensor {
  const [first] = inputs;
  if (layer.getClassName() === 'BatchNormalization' && isFoldable(first!.sourceLayer)) {
    const linear = first!.sourceLayer;
    const { scale, offset } = affineOf(layer);
    return applyLinear(linear, valueOf(inputsOf(first!)[0]!), scale).add(offset);
  }
  return layer.call(inputs.map(valueOf), { training: false }) as Tensor;
}

const isFoldable = (layer: Layer): boolean => {
  const name = layer.getClassName();
  const config = layer.getConfig();
  return (
    (name === 'Conv2D' || name === 'Dense') &&
    config['useBias'] === false &&
    config['activation'] === 'linear'
  );
};

/** Batch norm in inference mode: x · scale + offset. */
function affineOf(layer: Layer): { scale: Tensor; offset: Tensor } {
  const read = (name: string) => weightOf(layer, name);
  const epsilon = layer.getConfig()['epsilon'] as number;
  const scale = read('gamma').mul(read('moving_variance').add(epsilon).rsqrt());
  return { scale, offset: read('beta').sub(read('moving_mean').mul(scale)) };
}

function applyLinear(layer: Layer, input: Tensor, scale: Tensor): Tensor {
  // The output's channels are a kernel's last dimension: scaling it scales them.
  const kernel = weightOf(layer, 'kernel').mul(scale);
  if (layer.getClassName() === 'Dense') return input.matMul(kernel);
  const { strides, padding } = layer.getConfig() as { strides: [number, number]; padding: 'same' };
  return tf.conv2d(input as Tensor4D, kernel as Tensor4D, strides, padding);
}

function weightOf(layer: Layer, name: string): Tensor {
  const weight = layer.weights.find(({ originalName }) => originalName.endsWith(`/${name}`));
  if (!weight) throw new Error(`The layer ${layer.name} has no ${name}.`);
  return weight.read();
}
