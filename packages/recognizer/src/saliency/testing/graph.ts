import type { GraphNode, GraphTensor, OnnxGraph } from '../onnx-graph.js';

/** An operation that writes one value. */
export const node = (
  operation: string,
  inputs: readonly string[],
  output: string,
  attributes: Readonly<Record<string, readonly number[]>> = {},
): GraphNode => ({
  operation,
  inputs,
  outputs: [output],
  attributes: new Map(Object.entries(attributes)),
});

export const tensor = (dims: readonly number[], values: ArrayLike<number>): GraphTensor => ({
  dims,
  values: Float32Array.from(values),
});

export const graph = (
  nodes: readonly GraphNode[],
  tensors: Readonly<Record<string, GraphTensor>> = {},
  input: readonly number[] = [0, 1, 28, 28],
): OnnxGraph => ({
  writers: new Map(nodes.flatMap((one) => one.outputs.map((output) => [output, one] as const))),
  tensors: new Map(Object.entries(tensors)),
  inputs: new Map([['glyph', input]]),
});
