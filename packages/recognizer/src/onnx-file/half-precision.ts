import { float16Bytes, LARGEST_FLOAT16 } from './float16.js';
import {
  ascii,
  bytesField,
  fieldsOf,
  joined,
  numberOf,
  varintField,
  WIRE,
  type Field,
} from './protobuf.js';

/** Field numbers of https://github.com/onnx/onnx/blob/main/onnx/onnx.proto3 */
const MODEL = { graph: 7 } as const;
const GRAPH = { node: 1, initializer: 5 } as const;
const TENSOR = { dims: 1, dataType: 2, name: 8, rawData: 9 } as const;
const NODE = { input: 1, output: 2, name: 3, opType: 4, attribute: 5 } as const;
const ATTRIBUTE = { name: 1, int: 3, type: 20 } as const;

const FLOAT = 1;
const FLOAT16 = 10;
const INT_ATTRIBUTE = 2;

/** Smaller ones stay: they save nothing, and the variances of batch normalisation are among them. */
const SMALLEST_VALUES = 1024;

/**
 * The same network with weights of 16 bits, in half as many bytes. Each is turned back into 32 bits by a `Cast`, which
 * engines carry out once when they load the file: every runtime that reads the one reads the other, by the same inputs
 * and outputs, at the same speed. Weights that 16 bits can't hold stay.
 *
 * @param onnx as our exporter writes it
 * @throws RangeError where the bytes are no ONNX file
 */
export function halfPrecision(onnx: Uint8Array): Uint8Array {
  return joined(
    fieldsOf(onnx).map((field) =>
      field.number === MODEL.graph && field.wire === WIRE.bytes
        ? bytesField(MODEL.graph, halfGraph(field.value))
        : field.whole,
    ),
  );
}

function halfGraph(graph: Uint8Array): Uint8Array {
  const casts: Uint8Array[] = [];
  const fields = fieldsOf(graph).map((field) => {
    const half = field.number === GRAPH.initializer ? halfTensor(field.value) : undefined;
    if (!half) return field.whole;
    casts.push(bytesField(GRAPH.node, castNode(half.name)));
    return bytesField(GRAPH.initializer, half.tensor);
  });
  // Nodes stand in the order in which they may run, whatever stands between them.
  return joined([...casts, ...fields]);
}

/** @returns `undefined` where it is better left as it is */
function halfTensor(tensor: Uint8Array): { name: Uint8Array; tensor: Uint8Array } | undefined {
  const fields = fieldsOf(tensor);
  const find = (number: number): Field | undefined => fields.find((one) => one.number === number);
  const [type, name, raw] = [find(TENSOR.dataType), find(TENSOR.name), find(TENSOR.rawData)];
  if (!type || !name || !raw || numberOf(type.value) !== FLOAT) return undefined;
  if (raw.value.length < SMALLEST_VALUES * 4) return undefined;
  // A copy, because the bytes need not be aligned to four.
  const values = new Float32Array(Uint8Array.from(raw.value).buffer);
  if (values.some((value) => !(Math.abs(value) <= LARGEST_FLOAT16))) return undefined;
  return {
    name: name.value,
    tensor: joined([
      ...fields.filter(({ number }) => number === TENSOR.dims).map(({ whole }) => whole),
      varintField(TENSOR.dataType, FLOAT16),
      bytesField(TENSOR.name, halfName(name.value)),
      bytesField(TENSOR.rawData, float16Bytes(values)),
    ]),
  };
}

const halfName = (name: Uint8Array): Uint8Array => joined([name, ascii('/float16')]);

/** Writes the weight under the name by which the network's nodes read it. */
const castNode = (name: Uint8Array): Uint8Array =>
  joined([
    bytesField(NODE.input, halfName(name)),
    bytesField(NODE.output, name),
    bytesField(NODE.name, joined([name, ascii('/Cast')])),
    bytesField(NODE.opType, ascii('Cast')),
    bytesField(
      NODE.attribute,
      joined([
        bytesField(ATTRIBUTE.name, ascii('to')),
        varintField(ATTRIBUTE.int, FLOAT),
        varintField(ATTRIBUTE.type, INT_ATTRIBUTE),
      ]),
    ),
  ]);
