import { ONNX_EMBEDDING, ONNX_LOGITS } from '@inkling/recognizer';
import { GraphBuilder } from './graph-builder.js';
import {
  decodeModel,
  encodeModel,
  type OnnxModel,
  type OnnxNode,
  type OnnxValueInfo,
} from './onnx-schema.js';
import { floatsOfTensor, floatTensor } from './onnx-tensor.js';

/** Classes beside a network's own: logits = embedding · kernel + bias. */
export interface ClassColumns {
  /** `[embeddingSize, classes]` */
  readonly kernel: Float32Array;
  /** `[classes]` */
  readonly bias: Float32Array;
}

const KERNEL = 'symbols/kernel';
const BIAS = 'symbols/bias';
const OUTPUT = 'symbols/output';
const GROWN = 'grown/output';

/**
 * The same network with more classes behind its own, as a product and a concatenation of their own: what it said of its
 * own classes stays the same to the bit.
 *
 * @param onnx a file of `exportOnnx`, without such classes
 * @throws Error where the file has another shape
 */
export function withSymbolClasses(onnx: Uint8Array, { kernel, bias }: ClassColumns): Uint8Array {
  const model = decodeModel(onnx);
  const last = writerOf(model, ONNX_LOGITS);
  const dense = writerOf(model, last.input[0]!);
  if (last.opType !== 'Identity' || dense.opType !== 'Gemm') throw oddShape();
  const { features, columns } = placed(model, dense.input[0]!, { kernel, bias });
  const graph = new GraphBuilder();
  const weights = [
    floatTensor(KERNEL, [kernel.length / bias.length, bias.length], columns.kernel),
    floatTensor(BIAS, [bias.length], columns.bias),
  ].map((tensor) => graph.addInitializer(tensor));
  graph.addNode('Gemm', [features, ...weights], OUTPUT);
  graph.addNode('Concat', [dense.output[0]!, OUTPUT], GROWN, { axis: { int: 1 } });
  return rebuilt(model, {
    node: model.graph.node.flatMap((node) =>
      node === last ? [...graph.nodes, { ...last, input: [GROWN] }] : [node],
    ),
    initializer: [...model.graph.initializer, ...graph.initializers],
    output: withClasses(model.graph.output, ownClasses(model) + bias.length),
  });
}

/** The reverse of `withSymbolClasses`: the network with its own classes alone. A file without others comes back as it is. */
export function withoutSymbolClasses(onnx: Uint8Array): Uint8Array {
  const model = decodeModel(onnx);
  const concat = model.graph.node.find(({ output }) => output[0] === GROWN);
  if (!concat) return onnx;
  const added = [GROWN, OUTPUT];
  return rebuilt(model, {
    node: model.graph.node
      .filter(({ output }) => !added.includes(output[0]!))
      .map((node) => (node.input[0] === GROWN ? { ...node, input: [concat.input[0]!] } : node)),
    initializer: model.graph.initializer.filter(({ name }) => ![KERNEL, BIAS].includes(name)),
    output: withClasses(model.graph.output, ownClasses(model)),
  });
}

/** Of the network, as the bias of its last layer has them. */
function ownClasses(model: OnnxModel): number {
  const grown = model.graph.node.find(({ output }) => output[0] === GROWN);
  const dense = writerOf(model, (grown ?? writerOf(model, ONNX_LOGITS)).input[0]!);
  return tensorOf(model, dense.input[1]!).dims[1]!;
}

/**
 * Where the columns read, and what they are there: what the network's last layer gets where embeddings are that, whitened
 * (`whitened = features · matrix + shift`), else the embedding.
 */
function placed(
  model: OnnxModel,
  features: string,
  columns: ClassColumns,
): { readonly features: string; readonly columns: ClassColumns } {
  const embedding = writerOf(model, ONNX_EMBEDDING).input[0]!;
  if (embedding === features) return { features, columns };
  const whitening = writerOf(model, embedding);
  if (whitening.opType !== 'Gemm') throw oddShape();
  if (whitening.input[0] !== features) return { features: embedding, columns };
  const [matrix, shift] = whitening.input.slice(1).map((name) => tensorOf(model, name));
  const [inputs, size] = matrix!.dims as [number, number];
  const classes = columns.bias.length;
  const values = floatsOfTensor(matrix!);
  const shifts = floatsOfTensor(shift!);
  const kernel = new Float32Array(inputs * classes);
  const bias = Float32Array.from(columns.bias);
  for (let to = 0; to < classes; to++) {
    for (let from = 0; from < inputs; from++) {
      let sum = 0;
      for (let at = 0; at < size; at++) {
        sum += values[from * size + at]! * columns.kernel[at * classes + to]!;
      }
      kernel[from * classes + to] = sum;
    }
    for (let at = 0; at < size; at++) bias[to]! += shifts[at]! * columns.kernel[at * classes + to]!;
  }
  return { features, columns: { kernel, bias } };
}

const rebuilt = (model: OnnxModel, changes: Partial<OnnxModel['graph']>): Uint8Array =>
  encodeModel({ ...model, graph: { ...model.graph, ...changes } });

const withClasses = (outputs: readonly OnnxValueInfo[], classes: number): OnnxValueInfo[] =>
  outputs.map((output) => {
    if (output.name !== ONNX_LOGITS) return output;
    const { elemType, shape } = output.type.tensorType;
    const dim = shape.dim.map((side, at) => (at === 1 ? { dimValue: classes } : side));
    return { ...output, type: { tensorType: { elemType, shape: { dim } } } };
  });

function writerOf({ graph }: OnnxModel, value: string): OnnxNode {
  const node = graph.node.find(({ output }) => output[0] === value);
  if (!node) throw oddShape();
  return node;
}

function tensorOf({ graph }: OnnxModel, name: string) {
  const tensor = graph.initializer.find((one) => one.name === name);
  if (!tensor) throw oddShape();
  return tensor;
}

const oddShape = (): Error =>
  new Error('The file does not end in one layer for logits as exported networks do.');
