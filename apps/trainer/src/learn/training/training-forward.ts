import type { layers, LayersModel, SymbolicTensor, Tensor, Tensor4D } from '@tensorflow/tfjs-node';
import { convolveInHalf, hasHalfPrecision, type Convolution } from './half-precision.js';
import { dropValues, normaliseBatch, relu } from '../../native/ops.js';

type Layer = layers.Layer;

/**
 * What `model.apply(input, { training: true })` gives, dropout and the update of batch norm's running
 * statistics included, in about half the time of a step: by TensorFlow's own operations for batch norm,
 * ReLU and dropout, and by convolutions in bfloat16 where the processor is quicker with them.
 *
 * @param input `[n, 28, 28, 1]`, 0..1
 * @param step decides, with the seed of each layer, what dropout takes
 * @returns a tensor for each output of the model
 */
export function forwardInTraining(model: LayersModel, input: Tensor4D, step: number): Tensor[] {
  const values = new Map<number, Tensor>([[model.inputs[0]!.id, input]]);
  const valueOf = (symbol: SymbolicTensor): Tensor => {
    const known = values.get(symbol.id);
    if (known) return known;
    const { sourceLayer, nodeIndex } = symbol;
    const inputs = sourceLayer.inboundNodes[nodeIndex]!.inputTensors.map(valueOf);
    const value = compute(sourceLayer, inputs, step);
    values.set(symbol.id, value);
    return value;
  };
  return model.outputs.map(valueOf);
}

function compute(layer: Layer, inputs: Tensor[], step: number): Tensor {
  const name = layer.getClassName();
  if (name === 'BatchNormalization') return normalise(layer, inputs[0]!);
  if (name === 'Activation' && layer.getConfig()['activation'] === 'relu') return relu(inputs[0]!);
  if (name === 'Dropout') {
    const { rate, seed } = layer.getConfig() as { rate: number; seed: number };
    return dropValues(inputs[0]!, rate, [seed, step]);
  }
  if (name === 'Conv2D' && canBeHalved(layer)) {
    const { strides, padding } = layer.getConfig() as unknown as Convolution;
    return convolveInHalf(inputs[0] as Tensor4D, layer.weights[0]!.read() as Tensor4D, {
      strides,
      padding,
    });
  }
  return layer.call(inputs, { training: true }) as Tensor;
}

/** With fewer channels, converting takes longer than the convolution. */
const LEAST_CHANNELS = 16;

function canBeHalved(layer: Layer): boolean {
  const { useBias } = layer.getConfig() as { useBias: boolean };
  const [, , channels] = layer.weights[0]!.shape;
  return hasHalfPrecision && !useBias && channels! >= LEAST_CHANNELS;
}

function normalise(layer: Layer, input: Tensor): Tensor {
  const { epsilon, momentum } = layer.getConfig() as { epsilon: number; momentum: number };
  const weight = (name: string) =>
    layer.weights.find(({ originalName }) => originalName.endsWith(`/${name}`))!;
  const { shape } = input;
  const asPicture = shape.length === 2 ? input.reshape([shape[0]!, 1, 1, shape[1]!]) : input;
  const follow = (statistic: string, ofBatch: Tensor): void => {
    const running = weight(statistic);
    running.write(
      running
        .read()
        .mul(momentum)
        .add(ofBatch.mul(1 - momentum)),
    );
  };
  const normalised = normaliseBatch(
    asPicture as Tensor4D,
    weight('gamma').read(),
    weight('beta').read(),
    epsilon,
    (mean, variance) => {
      follow('moving_mean', mean);
      follow('moving_variance', variance);
    },
  );
  return normalised.reshape(shape);
}
