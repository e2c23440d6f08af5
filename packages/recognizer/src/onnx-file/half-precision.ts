import { float16Bytes, LARGEST_FLOAT16 } from './float16.js';
import { ascii, delimited, joinBytes, wholeField, wireFields } from './wire-format.js';

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
  return joinBytes(
    [...wireFields(onnx)].map(({ number, value, bytes, whole }) =>
      number === MODEL.graph && value === undefined
        ? delimited(MODEL.graph, halfGraph(bytes))
        : whole,
    ),
  );
}

function halfGraph(graph: Uint8Array): Uint8Array {
  const casts: Uint8Array[] = [];
  const fields = [...wireFields(graph)].map((field) => {
    const half = field.number === GRAPH.initializer ? halfTensor(field.bytes) : undefined;
    if (!half) return field.whole;
    casts.push(delimited(GRAPH.node, castNode(half.name)));
    return delimited(GRAPH.initializer, half.tensor);
  });
  // Nodes stand in the order in which they may run, whatever stands between them.
  return joinBytes([...casts, ...fields]);
}

/** @returns `undefined` where it is better left as it is */
function halfTensor(tensor: Uint8Array): { name: Uint8Array; tensor: Uint8Array } | undefined {
  const fields = [...wireFields(tensor)];
  const find = (number: number) => fields.find((one) => one.number === number);
  const [type, name, raw] = [find(TENSOR.dataType), find(TENSOR.name), find(TENSOR.rawData)];
  if (!type || !name || !raw || type.value !== FLOAT) return undefined;
  if (raw.bytes.length < SMALLEST_VALUES * 4) return undefined;
  // A copy, because the bytes need not be aligned to four.
  const values = new Float32Array(Uint8Array.from(raw.bytes).buffer);
  if (values.some((value) => !(Math.abs(value) <= LARGEST_FLOAT16))) return undefined;
  return {
    name: name.bytes,
    tensor: joinBytes([
      ...fields.filter(({ number }) => number === TENSOR.dims).map(({ whole }) => whole),
      wholeField(TENSOR.dataType, FLOAT16),
      delimited(TENSOR.name, halfName(name.bytes)),
      delimited(TENSOR.rawData, float16Bytes(values)),
    ]),
  };
}

const halfName = (name: Uint8Array): Uint8Array => joinBytes([name, ascii('/float16')]);

/** Writes the weight under the name by which the network's nodes read it. */
const castNode = (name: Uint8Array): Uint8Array =>
  joinBytes([
    delimited(NODE.input, halfName(name)),
    delimited(NODE.output, name),
    delimited(NODE.name, joinBytes([name, ascii('/Cast')])),
    delimited(NODE.opType, ascii('Cast')),
    delimited(
      NODE.attribute,
      joinBytes([
        delimited(ATTRIBUTE.name, ascii('to')),
        wholeField(ATTRIBUTE.int, FLOAT),
        wholeField(ATTRIBUTE.type, INT_ATTRIBUTE),
      ]),
    ),
  ]);
