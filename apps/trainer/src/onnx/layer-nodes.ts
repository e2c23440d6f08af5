import type * as tf from '@tensorflow/tfjs-node';
import { ROOT_OFFSET } from '../networks/square-root.js';
import { GraphBuilder, type AttributeValue } from './graph-builder.js';
import { weightsOfLayer } from './layer-weights.js';
import { floatTensor, integerTensor } from './onnx-tensor.js';
import { samePadding } from './same-padding.js';

/** A value of the graph. Pictures are NCHW in ONNX; the shape is still TensorFlow's NHWC, batch first. */
export interface GraphValue {
  readonly name: string;
  readonly shape: readonly (number | null)[];
}

/** One use of a layer: what it reads and what its last node must write. */
export interface LayerUse {
  readonly graph: GraphBuilder;
  readonly layer: tf.layers.Layer;
  readonly inputs: readonly GraphValue[];
  readonly output: string;
}

type Emit = (use: LayerUse) => void;

/** Layers that do nothing once training is over. */
const PASSED_THROUGH = new Set(['Dropout', 'SpatialDropout2D', 'GaussianNoise', 'GaussianDropout']);

export function isPassedThrough(layer: tf.layers.Layer): boolean {
  if (layer.getClassName() === 'Activation') return layer.getConfig()['activation'] === 'linear';
  return PASSED_THROUGH.has(layer.getClassName());
}

const EMITTERS: Readonly<Record<string, Emit>> = {
  Conv2D: emitConvolution,
  BatchNormalization: emitBatchNormalization,
  ReLU: emitReLU,
  LeakyReLU: (use) =>
    use.graph.addNode('LeakyRelu', [onlyInput(use).name], use.output, {
      alpha: { float: numberOf(use, 'alpha') },
    }),
  Activation: (use) => emitActivation(use, onlyInput(use).name),
  MaxPooling2D: (use) => emitPooling(use, 'MaxPool', {}),
  // TensorFlow's average never counts what 'same' added at the edges.
  AveragePooling2D: (use) => emitPooling(use, 'AveragePool', { count_include_pad: { int: 0 } }),
  Add: emitAdd,
  Concatenate: emitConcatenation,
  SquareRoot: emitSquareRoot,
  GlobalAveragePooling2D: emitGlobalAverage,
  Flatten: emitFlatten,
  Dense: emitDense,
  BidirectionalLstm: emitLstm,
};

/** @throws Error that names the layer when it is of a kind, or set up in a way, that can't be exported */
export function emitLayer(use: LayerUse): void {
  const emit = EMITTERS[use.layer.getClassName()];
  if (!emit) {
    const known = [...Object.keys(EMITTERS), ...PASSED_THROUGH].join(', ');
    throw refusal(use, `is of a kind that can't be exported to ONNX. Known are ${known}.`);
  }
  emit(use);
}

function emitConvolution(use: LayerUse): void {
  const { graph } = use;
  requireChannelsLast(use);
  const kernel = pairOf(use, 'kernelSize');
  const dilations = pairOf(use, 'dilationRate');
  const window = kernel.map((side, axis) => (side - 1) * dilations[axis]! + 1);
  const linear = beforeActivation(use);
  graph.addNode('Conv', [onlyInput(use).name, ...addWeights(use, ['kernel', 'bias'])], linear, {
    kernel_shape: { ints: kernel },
    dilations: { ints: dilations },
    ...windowAttributes(use, window),
  });
  emitFusedActivation(use, linear);
}

function emitDense(use: LayerUse): void {
  const input = onlyInput(use);
  if (input.shape.length !== 2) {
    throw refusal(use, 'reads more than one row of numbers a glyph: put a Flatten before it.');
  }
  const linear = beforeActivation(use);
  // Gemm is x · kernel + bias with the kernel as TensorFlow has it: [inputs, outputs].
  use.graph.addNode('Gemm', [input.name, ...addWeights(use, ['kernel', 'bias'])], linear);
  emitFusedActivation(use, linear);
}

function emitBatchNormalization(use: LayerUse): void {
  const { graph, layer, output } = use;
  const input = onlyInput(use);
  const axis = numberOf(use, 'axis');
  const lastAxis = input.shape.length - 1;
  if (axis !== -1 && axis !== lastAxis) throw refusal(use, 'must normalise over the last axis.');
  const channels = input.shape[lastAxis]!;
  const weights = new Map(weightsOfLayer(layer).map((weight) => [weight.name, weight]));
  const weightOr = (name: string, value: number) => {
    const weight = weights.get(`${layer.name}/${name}`);
    if (weight) return graph.addInitializer(weight.toOnnx());
    // ONNX wants the scale and shift even where the layer has none; the name marks it as no weight.
    const constant = new Float32Array(channels).fill(value);
    return graph.addInitializer(
      floatTensor(`${CONSTANT}${layer.name}/${name}`, [channels], constant),
    );
  };
  graph.addNode(
    'BatchNormalization',
    [
      input.name,
      weightOr('gamma', 1),
      weightOr('beta', 0),
      weightOr('moving_mean', 0),
      weightOr('moving_variance', 1),
    ],
    output,
    { epsilon: { float: numberOf(use, 'epsilon') } },
  );
}

/** Begins the names of initializers that are no layer's weights. */
export const CONSTANT = 'constant:';

function emitReLU(use: LayerUse): void {
  const { graph, layer, output } = use;
  const input = onlyInput(use).name;
  const highest = layer.getConfig()['maxValue'];
  if (highest === undefined || highest === null) return graph.addNode('Relu', [input], output);
  const limit = (name: string, value: number) =>
    graph.addInitializer(
      floatTensor(`${CONSTANT}${layer.name}/${name}`, [], Float32Array.of(value)),
    );
  graph.addNode('Clip', [input, limit('lowest', 0), limit('highest', Number(highest))], output);
}

function emitPooling(
  use: LayerUse,
  opType: string,
  attributes: Readonly<Record<string, AttributeValue>>,
): void {
  requireChannelsLast(use);
  const window = pairOf(use, 'poolSize');
  use.graph.addNode(opType, [onlyInput(use).name], use.output, {
    kernel_shape: { ints: window },
    ...windowAttributes(use, window),
    ...attributes,
  });
}

function emitAdd(use: LayerUse): void {
  const [first, ...others] = use.inputs;
  const shape = String(first!.shape);
  if (others.some((other) => String(other.shape) !== shape)) {
    throw refusal(use, 'adds values of different shapes.');
  }
  use.graph.addNode(
    others.length === 1 ? 'Add' : 'Sum',
    use.inputs.map(({ name }) => name),
    use.output,
  );
}

function emitConcatenation(use: LayerUse): void {
  if (use.inputs.some(({ shape }) => shape.length !== 2)) {
    throw refusal(use, 'puts something side by side that is no row of numbers.');
  }
  const names = use.inputs.map(({ name }) => name);
  use.graph.addNode('Concat', names, use.output, { axis: { int: 1 } });
}

function emitSquareRoot(use: LayerUse): void {
  const { graph, layer, output } = use;
  const offset = graph.addInitializer(
    floatTensor(`${CONSTANT}${layer.name}/offset`, [], Float32Array.of(ROOT_OFFSET)),
  );
  const raised = `${output}/raised`;
  graph.addNode('Add', [onlyInput(use).name, offset], raised);
  graph.addNode('Sqrt', [raised], output);
}

function emitGlobalAverage(use: LayerUse): void {
  requireChannelsLast(use);
  const pooled = `${use.output}/pooled`;
  use.graph.addNode('GlobalAveragePool', [onlyInput(use).name], pooled);
  use.graph.addNode('Flatten', [pooled], use.output, { axis: { int: 1 } });
}

function emitFlatten(use: LayerUse): void {
  requireChannelsLast(use);
  const input = onlyInput(use);
  if (input.shape.length !== 4) throw refusal(use, 'flattens something that is no picture.');
  // Rows as TensorFlow writes them, so that the weights of the next dense layer need no reordering.
  const nhwc = `${use.output}/nhwc`;
  use.graph.addNode('Transpose', [input.name], nhwc, { perm: { ints: [0, 2, 3, 1] } });
  use.graph.addNode('Flatten', [nhwc], use.output, { axis: { int: 1 } });
}

/** What runs along a row: `[n, inputs, 1, steps]` to `[n, 2 · units, 1, steps]`. */
function emitLstm(use: LayerUse): void {
  const { graph, layer, output } = use;
  const { units } = layer.getConfig() as { units: number };
  const row = graph.addInitializer(integerTensor(`${CONSTANT}row_axis`, [2]));
  const shape = graph.addInitializer(
    integerTensor(`${CONSTANT}${layer.name}/shape`, [0, 2 * units, 1, -1]),
  );
  graph.addNode('Squeeze', [onlyInput(use).name, row], `${output}/row`);
  graph.addNode('Transpose', [`${output}/row`], `${output}/steps`, { perm: { ints: [2, 0, 1] } });
  graph.addNode(
    'LSTM',
    [`${output}/steps`, ...addWeights(use, ['kernel', 'recurrent_kernel', 'bias'])],
    `${output}/both`,
    { hidden_size: { int: units }, direction: { string: 'bidirectional' } },
  );
  // [steps, direction, n, units], and 0 keeps a side as it is.
  graph.addNode('Transpose', [`${output}/both`], `${output}/beside`, {
    perm: { ints: [2, 1, 3, 0] },
  });
  graph.addNode('Reshape', [`${output}/beside`, shape], output);
}

function emitFusedActivation(use: LayerUse, linear: string): void {
  if (linear !== use.output) emitActivation(use, linear);
}

function emitActivation(use: LayerUse, input: string): void {
  const activation = use.layer.getConfig()['activation'];
  if (activation !== 'relu') {
    throw refusal(use, `has the activation "${String(activation)}". Known are relu and linear.`);
  }
  use.graph.addNode('Relu', [input], use.output);
}

/** The value before a fused activation, which is the output where there is none. */
function beforeActivation({ layer, output }: LayerUse): string {
  return layer.getConfig()['activation'] === 'linear' ? output : `${output}/linear`;
}

/** Adds those of the named weights that the layer has, and gives their names in the same order. */
function addWeights({ graph, layer }: LayerUse, names: readonly string[]): string[] {
  const weights = weightsOfLayer(layer);
  return names.flatMap((name) => {
    const weight = weights.find((candidate) => candidate.name === `${layer.name}/${name}`);
    return weight ? [graph.addInitializer(weight.toOnnx())] : [];
  });
}

function windowAttributes(
  use: LayerUse,
  window: readonly number[],
): Record<string, AttributeValue> {
  const strides = pairOf(use, 'strides');
  const padding = use.layer.getConfig()['padding'];
  if (padding !== 'same' && padding !== 'valid') {
    throw refusal(use, `has the padding "${String(padding)}". Known are same and valid.`);
  }
  const sides = onlyInput(use).shape.slice(1, 3);
  const padsOf = (axis: 0 | 1): readonly [number, number] => {
    if (padding === 'valid') return [0, 0];
    const [side, stride] = [sides[axis], strides[axis]];
    // Step by step, what is added does not depend on the side.
    if (!side && stride !== 1) throw refusal(use, 'reads a picture of unknown size.');
    return samePadding(side ?? window[axis]!, window[axis]!, stride);
  };
  const [top, bottom] = padsOf(0);
  const [left, right] = padsOf(1);
  return { strides: { ints: strides }, pads: { ints: [top, left, bottom, right] } };
}

function onlyInput(use: LayerUse): GraphValue {
  if (use.inputs.length !== 1)
    throw refusal(use, `reads ${use.inputs.length} values instead of one.`);
  return use.inputs[0]!;
}

function requireChannelsLast(use: LayerUse): void {
  if (use.layer.getConfig()['dataFormat'] === 'channelsFirst') {
    throw refusal(use, 'has its channels first. Build it with channelsLast.');
  }
}

function numberOf(use: LayerUse, key: string): number {
  const value = use.layer.getConfig()[key];
  if (typeof value !== 'number') throw refusal(use, `has no number for "${key}".`);
  return value;
}

function pairOf(use: LayerUse, key: string): readonly [number, number] {
  const value = use.layer.getConfig()[key];
  if (typeof value === 'number') return [value, value];
  if (Array.isArray(value) && value.length === 2) return [Number(value[0]), Number(value[1])];
  throw refusal(use, `has no pair of numbers for "${key}".`);
}

function refusal({ layer }: LayerUse, why: string): Error {
  return new Error(`The layer "${layer.name}" (${layer.getClassName()}) ${why}`);
}
