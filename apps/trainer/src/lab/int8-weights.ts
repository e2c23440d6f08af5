import {
  ascii,
  delimited,
  joinBytes,
  wholeField,
  wholeNumbers,
  wireFields,
} from '@inkling/recognizer/onnx-file';

/** Field numbers of https://github.com/onnx/onnx/blob/main/onnx/onnx.proto3 */
const MODEL = { graph: 7 } as const;
const GRAPH = { node: 1, initializer: 5 } as const;
const TENSOR = { dims: 1, dataType: 2, name: 8, rawData: 9 } as const;
const NODE = { input: 1, output: 2, name: 3, opType: 4, attribute: 5 } as const;
const ATTRIBUTE = { name: 1, int: 3, type: 20 } as const;

const FLOAT = 1;
const INT8 = 3;
const INT_ATTRIBUTE = 2;
/** Symmetric: -128 is not used. */
const LARGEST = 127;

/** Smaller ones stay: they save nothing. */
const SMALLEST_VALUES = 1024;

/**
 * The same network with weights of 8 bits and a scale for each output channel, turned back by `DequantizeLinear`; what is
 * reckoned with them has 32 bits as before. To measure what that costs: it is offered nowhere.
 *
 * @param onnx as our exporter writes it
 */
export function int8Weights(onnx: Uint8Array): Uint8Array {
  return joinBytes(
    Array.from(wireFields(onnx), ({ number, bytes, whole }) =>
      number === MODEL.graph ? delimited(MODEL.graph, int8Graph(bytes)) : whole,
    ),
  );
}

function int8Graph(graph: Uint8Array): Uint8Array {
  const nodes: Uint8Array[] = [];
  const fields = Array.from(wireFields(graph), (field) => {
    const small = field.number === GRAPH.initializer ? int8Tensor(field.bytes) : undefined;
    if (!small) return field.whole;
    nodes.push(delimited(GRAPH.node, small.node));
    return joinBytes(small.tensors.map((tensor) => delimited(GRAPH.initializer, tensor)));
  });
  // Nodes stand in the order in which they may run, whatever stands between them.
  return joinBytes([...nodes, ...fields]);
}

interface Small {
  readonly tensors: readonly Uint8Array[];
  readonly node: Uint8Array;
}

/** @returns `undefined` where it is better left as it is */
function int8Tensor(tensor: Uint8Array): Small | undefined {
  const fields = [...wireFields(tensor)];
  const find = (number: number) => fields.find((one) => one.number === number);
  const [type, name, raw] = [find(TENSOR.dataType), find(TENSOR.name), find(TENSOR.rawData)];
  if (!type || !name || !raw || type.value !== FLOAT) return undefined;
  const dims = fields.filter(({ number }) => number === TENSOR.dims).flatMap(wholeNumbers);
  const values = new Float32Array(Uint8Array.from(raw.bytes).buffer);
  if (values.length < SMALLEST_VALUES || dims.length < 2) return undefined;
  // Kernels of convolutions have their outputs first, those of dense layers last, recurrent ones behind the direction.
  const axis = dims.length === 4 ? 0 : 1;
  const { small, scales } = quantised(values, dims, axis);
  const [smallName, scaleName] = ['/int8', '/scale'].map((end) =>
    joinBytes([name.bytes, ascii(end)]),
  ) as [Uint8Array, Uint8Array];
  return {
    tensors: [
      tensorOf(smallName, INT8, dims, new Uint8Array(small.buffer)),
      tensorOf(scaleName, FLOAT, [scales.length], new Uint8Array(scales.buffer)),
    ],
    node: joinBytes([
      ...[smallName, scaleName].map((input) => delimited(NODE.input, input)),
      delimited(NODE.output, name.bytes),
      delimited(NODE.name, joinBytes([name.bytes, ascii('/Dequantize')])),
      delimited(NODE.opType, ascii('DequantizeLinear')),
      delimited(
        NODE.attribute,
        joinBytes([
          delimited(ATTRIBUTE.name, ascii('axis')),
          wholeField(ATTRIBUTE.int, axis),
          wholeField(ATTRIBUTE.type, INT_ATTRIBUTE),
        ]),
      ),
    ]),
  };
}

/** @returns a scale for each place along `axis`, and how often it is in each value */
function quantised(values: Float32Array, dims: readonly number[], axis: number) {
  const channels = dims[axis]!;
  const inner = dims.slice(axis + 1).reduce((product, side) => product * side, 1);
  const channelOf = (at: number): number => Math.floor(at / inner) % channels;
  const scales = new Float32Array(channels);
  values.forEach((value, at) => {
    const channel = channelOf(at);
    scales[channel] = Math.max(scales[channel]!, Math.abs(value) / LARGEST);
  });
  // Of a channel of zeros any scale will do, but none.
  const used = scales.map((scale) => scale || 1);
  const small = Int8Array.from(values, (value, at) => Math.round(value / used[channelOf(at)]!));
  return { small, scales: used };
}

const tensorOf = (
  name: Uint8Array,
  type: number,
  dims: readonly number[],
  bytes: Uint8Array,
): Uint8Array =>
  joinBytes([
    ...dims.map((side) => wholeField(TENSOR.dims, side)),
    wholeField(TENSOR.dataType, type),
    delimited(TENSOR.name, name),
    delimited(TENSOR.rawData, bytes),
  ]);
