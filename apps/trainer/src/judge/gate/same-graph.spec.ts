import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { decodeModel, encodeModel } from '../../onnx/onnx-schema.js';
import { haveSameGraph } from './same-graph.js';

const onnx = readFileSync(new URL('../../../../../models/digits/model.onnx', import.meta.url));
const model = decodeModel(onnx);

describe('haveSameGraph', () => {
  it('looks at steps and shapes, not at weights', () => {
    const [first, ...rest] = model.graph.initializer;
    const rawData = Uint8Array.from(first!.rawData, (byte) => byte ^ 1);
    const other = { ...model.graph, initializer: [{ ...first!, rawData }, ...rest] };
    expect(haveSameGraph(onnx, encodeModel({ ...model, graph: other }))).toBe(true);
  });

  it('sees another step, another attribute and another shape', () => {
    const { node, initializer } = model.graph;
    const graphs = [
      { ...model.graph, node: [...node.slice(1), { ...node[0]!, opType: 'Relu' }] },
      { ...model.graph, node: node.map((step) => ({ ...step, attribute: [] })) },
      {
        ...model.graph,
        initializer: initializer.map((tensor) => ({ ...tensor, dims: [...tensor.dims, 1] })),
      },
    ];
    for (const graph of graphs) {
      expect(haveSameGraph(onnx, encodeModel({ ...model, graph }))).toBe(false);
    }
  });
});
