import { STRIP_HEIGHT } from '@inkling/ink';
import {
  ONNX_EMBEDDING,
  ONNX_FEATURES,
  ONNX_INPUT,
  ONNX_LOGITS,
  ONNX_PATH,
  ONNX_STRIP,
} from '@inkling/recognizer';
import type * as tf from '@tensorflow/tfjs-node';
import { INPUT_SHAPE } from '../networks/glyph-input.js';
import { PEN_INPUT_SHAPE } from '../networks/pen.js';
import { GraphBuilder } from './graph-builder.js';
import { CONSTANT, emitLayer, isPassedThrough, type GraphValue } from './layer-nodes.js';
import { encodeModel, FLOAT, type OnnxValueInfo } from './onnx-schema.js';
import { integerTensor } from './onnx-tensor.js';

const OPSET = 17;
/** The file format's version that belongs to the opset; readers refuse files newer than themselves. */
const IR_VERSION = 8;
const BATCH = 'N';

/** What a network may read, by the shape that TensorFlow.js tells; any number of them at a time. */
const INPUTS: Readonly<Record<string, string>> = {
  [JSON.stringify([null, ...INPUT_SHAPE])]: ONNX_INPUT,
  [JSON.stringify([null, ...PEN_INPUT_SHAPE])]: ONNX_PATH,
};

/**
 * Writes a functional model with one input `[null, 28, 28, 1]` and the outputs `[logits, embedding]` as
 * an ONNX file: input `glyph` `[N, 1, 28, 28]`, outputs `logits` `[N, classes]` and `embedding`
 * `[N, size]`; or one of the path of the pen, `[null, 64, 1, 6]`, with the input `path` `[N, 6, 64, 1]`. Batch normalisation is left unfolded and initializers carry the weights' names, so
 * that `restoreWeights` can read them back. The same model always gives the same bytes.
 *
 * @throws Error when the model has other inputs or outputs, or a layer (named) that can't be exported
 */
export function exportOnnx(model: tf.LayersModel): Uint8Array {
  const input = requireSignature(model);
  const [, height, width, channels] = model.inputs[0]!.shape;
  const { graph, valueOf } = graphOf(model, input);
  const output = [ONNX_LOGITS, ONNX_EMBEDDING].map((name, index): OnnxValueInfo => {
    const value = valueOf(model.outputs[index]!);
    // The engine removes it on load; it lets a value be an output under a fixed name and be read inside too.
    graph.addNode('Identity', [value.name], name);
    return valueInfo(name, [value.shape[1]!]);
  });
  return encode(graph, valueInfo(input, [channels!, height!, width!]), output);
}

/**
 * Writes a functional model with one input `[null, 32, null, 1]` and one output `[null, 1, null, classes]` as an
 * ONNX file: input `strip` `[N, 1, 32, width]`, outputs `logits` `[N, steps, classes]` and `features`
 * `[N, steps, size]`, of which the last layer makes the logits; else as `exportOnnx`.
 *
 * @throws Error when the model has another input or output, or a layer (named) that can't be exported
 */
export function exportSequenceOnnx(model: tf.LayersModel): Uint8Array {
  const [input, output] = [model.inputs, model.outputs].map((all) =>
    all.map(({ shape }) => JSON.stringify(shape)).join(' and '),
  );
  const [, , , classes] = model.outputs[0]!.shape;
  const wanted = [
    [null, STRIP_HEIGHT, null, 1],
    [null, 1, null, classes],
  ].map((shape) => JSON.stringify(shape));
  if (input !== wanted[0] || output !== wanted[1]) {
    throw new Error(`The model goes from ${input} to ${output}, not from ${wanted.join(' to ')}.`);
  }
  const { graph, valueOf } = graphOf(model, ONNX_STRIP);
  const value = valueOf(model.outputs[0]!);
  const rowAxis = graph.addInitializer(integerTensor(`${CONSTANT}row_axis`, [2]));
  const { sourceLayer } = model.outputs[0]!;
  const features = valueOf(sourceLayer.inboundNodes[0]!.inputTensors[0]!);
  for (const [{ name }, output] of [
    [value, ONNX_LOGITS],
    [features, ONNX_FEATURES],
  ] as const) {
    graph.addNode('Squeeze', [name, rowAxis], `${output}/row`);
    graph.addNode('Transpose', [`${output}/row`], output, { perm: { ints: [0, 2, 1] } });
  }
  return encode(graph, valueInfo(ONNX_STRIP, [1, STRIP_HEIGHT, 'width']), [
    valueInfo(ONNX_LOGITS, ['steps', classes!]),
    valueInfo(ONNX_FEATURES, ['steps', features.shape[3]!]),
  ]);
}

/** The graph of a model's layers, which grows as values are asked for. */
function graphOf(model: tf.LayersModel, input: string) {
  const graph = new GraphBuilder();
  const values = new Map<number, GraphValue>([
    [model.inputs[0]!.id, { name: input, shape: model.inputs[0]!.shape }],
  ]);
  const valueOf = (tensor: tf.SymbolicTensor): GraphValue => {
    const known = values.get(tensor.id);
    if (known) return known;
    const layer = tensor.sourceLayer;
    const inputs = layer.inboundNodes[tensor.nodeIndex]!.inputTensors.map(valueOf);
    const value = isPassedThrough(layer)
      ? inputs[0]!
      : { name: valueName(layer, tensor.nodeIndex), shape: tensor.shape };
    if (!isPassedThrough(layer)) emitLayer({ graph, layer, inputs, output: value.name });
    values.set(tensor.id, value);
    return value;
  };
  return { graph, valueOf };
}

const encode = (
  { nodes, initializers }: GraphBuilder,
  input: OnnxValueInfo,
  output: OnnxValueInfo[],
): Uint8Array =>
  encodeModel({
    irVersion: IR_VERSION,
    producerName: 'inkling',
    opsetImport: [{ domain: '', version: OPSET }],
    graph: { name: 'network', node: nodes, initializer: initializers, input: [input], output },
  });

/** Every use of a layer writes a value of its own; weights are `layer/kernel` and the like. */
function valueName(layer: tf.layers.Layer, nodeIndex: number): string {
  return nodeIndex === 0 ? `${layer.name}/output` : `${layer.name}/output_${nodeIndex}`;
}

/** @param sides numbers, and names of what is open */
function valueInfo(name: string, sides: readonly (number | string)[]): OnnxValueInfo {
  const dim = [
    { dimParam: BATCH },
    ...sides.map((side) => (typeof side === 'number' ? { dimValue: side } : { dimParam: side })),
  ];
  return { name, type: { tensorType: { elemType: FLOAT, shape: { dim } } } };
}

/** @returns what the input is called */
function requireSignature(model: tf.LayersModel): string {
  const input = model.inputs.map(({ shape }) => JSON.stringify(shape)).join(' and ');
  const name = INPUTS[input];
  if (name === undefined) {
    const known = Object.keys(INPUTS).join(' or ');
    throw new Error(`The model reads ${input}; the one input must be ${known}.`);
  }
  const ranks = model.outputs.map(({ shape }) => shape.length).join();
  if (ranks !== '2,2') {
    const output = model.outputs.map(({ shape }) => JSON.stringify(shape)).join(' and ');
    throw new Error(
      `The model writes ${output}; it must write logits [null, classes] and embedding [null, size].`,
    );
  }
  return name;
}
