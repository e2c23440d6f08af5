import {
  ascii,
  delimited,
  joinBytes,
  wholeField,
  wholeNumbers,
  wireFields,
} from '../onnx-file/wire-format.js';

/** One operation of a graph, see https://onnx.ai/onnx/operators. */
export interface GraphNode {
  readonly operation: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** Those that are a number, or a list of whole ones; others are not read. */
  readonly attributes: ReadonlyMap<string, readonly number[]>;
}

/** Weights of a graph, row by row. */
export interface GraphTensor {
  readonly dims: readonly number[];
  readonly values: Float32Array;
}

/** What a file computes, as far as saliency has to know it. */
export interface OnnxGraph {
  /** By the value that it writes. */
  readonly writers: ReadonlyMap<string, GraphNode>;
  /** Those of 32-bit floats, by name. */
  readonly tensors: ReadonlyMap<string, GraphTensor>;
  /** Sides of the inputs; 0 for one that is open. */
  readonly inputs: ReadonlyMap<string, readonly number[]>;
}

// Field numbers of https://github.com/onnx/onnx/blob/main/onnx/onnx.proto3
const MODEL = { graph: 7 } as const;
const GRAPH = { node: 1, initializer: 5, input: 11, output: 12 } as const;
const NODE = { input: 1, output: 2, operation: 4, attribute: 5 } as const;
const ATTRIBUTE = { name: 1, float: 2, whole: 3, wholes: 8 } as const;
const TENSOR = { dims: 1, kind: 2, name: 8, raw: 9 } as const;
const VALUE = { name: 1, type: 2 } as const;
const TYPE = { tensor: 1 } as const;
const TENSOR_TYPE = { kind: 1, shape: 2 } as const;
const SHAPE = { side: 1 } as const;
const SIDE = { value: 1 } as const;
const FLOAT = 1;

/** A character a byte: names of layers and operations are ASCII. */
const text = (bytes: Uint8Array): string => String.fromCharCode(...bytes);

/**
 * Reads the graph of an ONNX file.
 *
 * @throws RangeError when the bytes are no protocol buffer
 */
export function readGraph(onnx: Uint8Array): OnnxGraph {
  const writers = new Map<string, GraphNode>();
  const tensors = new Map<string, GraphTensor>();
  const inputs = new Map<string, readonly number[]>();
  for (const field of wireFields(onnx)) {
    if (field.number !== MODEL.graph) continue;
    for (const { number, bytes } of wireFields(field.bytes)) {
      if (number === GRAPH.node) {
        const node = readNode(bytes);
        for (const output of node.outputs) writers.set(output, node);
      } else if (number === GRAPH.initializer) {
        const { name, tensor } = readTensor(bytes);
        if (tensor) tensors.set(name, tensor);
      } else if (number === GRAPH.input) {
        const { name, sides } = readInput(bytes);
        inputs.set(name, sides);
      }
    }
  }
  return { writers, tensors, inputs };
}

function readNode(message: Uint8Array): GraphNode {
  const node = {
    operation: '',
    inputs: [] as string[],
    outputs: [] as string[],
    attributes: new Map<string, readonly number[]>(),
  };
  for (const { number, bytes } of wireFields(message)) {
    if (number === NODE.input) node.inputs.push(text(bytes));
    else if (number === NODE.output) node.outputs.push(text(bytes));
    else if (number === NODE.operation) node.operation = text(bytes);
    else if (number === NODE.attribute) node.attributes.set(...readAttribute(bytes));
  }
  return node;
}

function readAttribute(message: Uint8Array): [name: string, values: readonly number[]] {
  let name = '';
  const values: number[] = [];
  for (const field of wireFields(message)) {
    if (field.number === ATTRIBUTE.name) name = text(field.bytes);
    else if (field.number === ATTRIBUTE.float) values.push(...floatsOfBytes(field.bytes));
    else if (field.number === ATTRIBUTE.whole || field.number === ATTRIBUTE.wholes) {
      values.push(...wholeNumbers(field));
    }
  }
  return [name, values];
}

function readTensor(message: Uint8Array): { name: string; tensor: GraphTensor | undefined } {
  let name = '';
  let kind = 0;
  let raw: Uint8Array = new Uint8Array();
  const dims: number[] = [];
  for (const field of wireFields(message)) {
    if (field.number === TENSOR.dims) dims.push(...wholeNumbers(field));
    else if (field.number === TENSOR.kind) kind = field.value ?? 0;
    else if (field.number === TENSOR.name) name = text(field.bytes);
    else if (field.number === TENSOR.raw) raw = field.bytes;
  }
  const size = dims.reduce((product, side) => product * side, 1);
  const isKnown = kind === FLOAT && raw.length === size * 4;
  return { name, tensor: isKnown ? { dims, values: floatsOfBytes(raw) } : undefined };
}

/** A copy, because the bytes of a file need not be aligned to four. */
const floatsOfBytes = (bytes: Uint8Array): Float32Array =>
  new Float32Array(Uint8Array.from(bytes).buffer);

function readInput(message: Uint8Array): { name: string; sides: readonly number[] } {
  const name = bytesAt(message, [VALUE.name]);
  const shape = bytesAt(message, [VALUE.type, TYPE.tensor, TENSOR_TYPE.shape]);
  const sides: number[] = [];
  for (const side of wireFields(shape)) {
    if (side.number !== SHAPE.side) continue;
    const [value] = [...wireFields(side.bytes)].filter(({ number }) => number === SIDE.value);
    sides.push(value?.value ?? 0);
  }
  return { name: text(name), sides };
}

/** What lies in messages within one another; nothing where one of them is missing. */
function bytesAt(message: Uint8Array, path: readonly number[]): Uint8Array {
  let inner = message;
  for (const wanted of path) {
    const [field] = [...wireFields(inner)].filter(({ number }) => number === wanted);
    inner = field?.bytes ?? new Uint8Array();
  }
  return inner;
}

/**
 * The same file with one more output: a value of 32-bit floats that some node writes. To put two messages one
 * behind the other is to merge them, so nothing of the file is written anew.
 */
export function withOutput(onnx: Uint8Array, name: string): Uint8Array {
  const kind = delimited(TYPE.tensor, wholeField(TENSOR_TYPE.kind, FLOAT));
  const value = joinBytes([delimited(VALUE.name, ascii(name)), delimited(VALUE.type, kind)]);
  return joinBytes([onnx, delimited(MODEL.graph, delimited(GRAPH.output, value))]);
}
