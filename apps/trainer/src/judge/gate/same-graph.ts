import { decodeModel } from '../../onnx/onnx-schema.js';

/** Whether two ONNX files compute the same steps on numbers of the same shapes, whatever the weights. */
export function haveSameGraph(a: Uint8Array, b: Uint8Array): boolean {
  return describeGraph(a) === describeGraph(b);
}

function describeGraph(onnx: Uint8Array): string {
  const { irVersion, opsetImport, graph } = decodeModel(onnx);
  const weights = graph.initializer.map(({ name, dims, dataType }) => ({ name, dims, dataType }));
  const { node, input, output } = graph;
  return JSON.stringify({ irVersion, opsetImport, weights, node, input, output });
}
